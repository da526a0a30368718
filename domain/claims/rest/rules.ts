import { reckonBenefits, type ReckonedBenefit } from "../../programmes/reckon";
import { isCash } from "../../programmes/rules";
import type { ProgrammeTerms } from "../../programmes/types";
import type { Claim, ClaimAnswers, ClaimBenefit, ReckonedSheet } from "../types";

type Granted = Pick<ClaimBenefit, "benefit" | "kind" | "askedMinor" | "approvedMinor">;

/** Every benefit that a claim chose when it was filed: its own lines have them, of a rest those of its first claim, which are in `before`. */
export function chosenOf({ restOf }: Pick<Claim, "restOf">, lines: readonly Pick<Granted, "benefit">[], before: readonly Pick<Granted, "benefit">[]): string[] {
  return (restOf === null ? lines : before).map(({ benefit }) => benefit);
}

/** What was granted of each benefit, in minor units. One of which nothing was granted is not in it; a code that was is, with zero. */
export function grantedOf(lines: readonly Pick<Granted, "benefit" | "approvedMinor">[]): Map<string, bigint> {
  return new Map(lines.flatMap(({ benefit, approvedMinor }) => (approvedMinor === null ? [] : [[benefit, approvedMinor] as const])));
}

/**
 * Reckon what of a decided claim was not granted and could still be under its terms; `lines` are all of its own. Of each benefit that was refused or cut what was asked for less what was granted, and what the caps leave of it. Whoever
 * asked for more than the terms pay and got all that they pay has nothing left to appeal for. Vouchers and codes are granted whole or not at all.
 */
export function remainingBenefits({ terms, answers, lines }: { terms: Pick<ProgrammeTerms, "benefits" | "jointCaps">; answers: Pick<ClaimAnswers, "time" | "losses">; lines: readonly Granted[] }): ReckonedBenefit[] {
  const granted = grantedOf(lines);
  const open = lines.filter((line) => line.approvedMinor === null || (isCash(line) && line.approvedMinor < line.askedMinor)).map(({ benefit }) => benefit);
  const asked = { chosen: lines.map(({ benefit }) => benefit), minutes: answers.time?.minutes, losses: answers.losses };
  // Each by itself: where benefits have a cap together, one that is refused once more leaves its share to the others.
  const possible = open.filter((one) => reckonBenefits(terms, asked, { of: [one], granted }).some(({ kind, allowedMinor }) => kind === "monitoring" || allowedMinor > 0n));
  return reckonBenefits(terms, asked, { of: possible, granted });
}

/** Whether a decision can be appealed: the first one of a claim, where something was not granted that could have been. */
export function isAppealable(asked: Omit<Parameters<typeof remainingBenefits>[0], "lines">, { outcome, lines }: Pick<ReckonedSheet, "outcome" | "lines">, stage: "first" | "appeal"): boolean {
  if (stage === "appeal") return false;
  return outcome === "denied" || remainingBenefits({ ...asked, lines: lines.map(({ granted, approvedMinor, ...line }) => ({ ...line, approvedMinor: granted ? approvedMinor : null })) }).length > 0;
}
