import { reckonBenefits, type ReckonedBenefit } from "../../programmes/reckon";
import { isCash } from "../../programmes/rules";
import type { ProgrammeTerms } from "../../programmes/types";
import { askedBenefits } from "../questions";
import type { ClaimAnswers, ClaimBenefit, ReckonedSheet } from "../types";

type Granted = Pick<ClaimBenefit, "benefit" | "kind" | "askedMinor" | "approvedMinor">;

/** What was granted of each benefit, in minor units. One of which nothing was granted is not in it; a code that was is, with zero. */
export function grantedOf(lines: readonly Pick<Granted, "benefit" | "approvedMinor">[]): Map<string, bigint> {
  return new Map(lines.flatMap(({ benefit, approvedMinor }) => (approvedMinor === null ? [] : [[benefit, approvedMinor] as const])));
}

/**
 * Reckon what of a decided claim was not granted and could still be under its terms: of each benefit that was refused or cut what was asked for less what was granted, and what the caps leave of it. Whoever
 * asked for more than the terms pay and got all that they pay has nothing left to appeal for. Vouchers and codes are granted whole or not at all.
 */
export function remainingBenefits({ terms, answers, lines }: { terms: Pick<ProgrammeTerms, "benefits" | "jointCaps">; answers: Pick<ClaimAnswers, "time" | "losses">; lines: readonly Granted[] }): ReckonedBenefit[] {
  const granted = grantedOf(lines);
  const open = lines.filter((line) => line.approvedMinor === null || (isCash(line) && line.approvedMinor < line.askedMinor)).map(({ benefit }) => benefit);
  const asked = askedBenefits({ ...answers, benefits: open });
  // Each by itself: where benefits have a cap together, one that is refused once more leaves its share to the others.
  const possible = asked.filter((one) => reckonBenefits(terms, [one], granted).some(({ kind, allowedMinor }) => kind === "monitoring" || allowedMinor > 0n));
  return reckonBenefits(terms, possible, granted);
}

/** Whether a decision can be appealed: the first one of a claim, where something was not granted that could have been. */
export function isAppealable(asked: Omit<Parameters<typeof remainingBenefits>[0], "lines">, { outcome, lines }: Pick<ReckonedSheet, "outcome" | "lines">, stage: "first" | "appeal"): boolean {
  if (stage === "appeal") return false;
  return outcome === "denied" || remainingBenefits({ ...asked, lines: lines.map(({ granted, approvedMinor, ...line }) => ({ ...line, approvedMinor: granted ? approvedMinor : null })) }).length > 0;
}
