import { formatMoney, formatTime } from "@/content/formats";
import type { Locale } from "@/db/values/locales";
import { isCash, lossesOf } from "../../programmes/rules";
import { reckonBenefits } from "../../programmes/reckon";
import type { ProgrammeTerms } from "../../programmes/types";
import type { ClaimAnswers, ClaimBenefit, ClaimSheet, Condition, ConditionName, ReckonedLine, ReckonedSheet } from "../types";

/** What a claim asks for, as far as a decision looks at it. */
export interface AskedClaim {
  terms: Pick<ProgrammeTerms, "benefits" | "jointCaps">;
  answers: Pick<ClaimAnswers, "time" | "losses">;
  benefits: readonly Pick<ClaimBenefit, "benefit" | "kind" | "askedMinor">[];
  /** Every benefit that was chosen when it was filed; of a rest, those of its first claim. They settle which of them a loss belongs to. */
  chosen: readonly string[];
  /** Of a rest, what the first decision granted of each benefit. */
  granted?: ReadonlyMap<string, bigint>;
}

/** Whether a condition is one that a paper shows. */
export function isShownByPapers(condition: ConditionName): boolean {
  return condition === "loss-proven" || condition === "loss-caused";
}

/** List what has to hold for each benefit that a claim asks for. Of documented losses each has conditions of its own, under the benefit to which it belongs. */
export function conditionsOf({ terms, answers, benefits, chosen }: AskedClaim): Condition[] {
  return benefits.flatMap(({ benefit, kind }): Condition[] => {
    const found = terms.benefits.find(({ slug }) => slug === benefit);
    const every: Condition[] = [{ benefit, condition: "eligible" }, ...(found && isCash(found) ? [{ benefit, condition: "own-account" } as const] : [])];
    if (kind === "lost-time") return [...every, { benefit, condition: "time-plausible" }];
    if (kind !== "documented-loss") return every;
    return [...every, ...lossesOf(terms.benefits, chosen, benefit, answers.losses).flatMap(({ id }) => (["loss-covered", "loss-proven", "loss-caused"] as const).map((condition) => ({ benefit, condition, loss: id })))];
  });
}

/** Name of a field of the form: what it holds, and of which condition. */
export function conditionField(what: "met" | "paper", { benefit, condition, loss }: Condition): string {
  return [what, benefit, condition, ...(loss === undefined ? [] : [loss])].join(".");
}

const same = (a: Condition, b: Condition): boolean => a.benefit === b.benefit && a.condition === b.condition && a.loss === b.loss;

/**
 * Reckon what a sheet comes to, by the same rules as a claim's own figures. A benefit is granted where all of its conditions hold; a documented loss counts where its own do. What counts is never more than
 * was claimed, and what is paid never more than the terms allow: where benefits have a cap together, one that is refused leaves its share to the others. The rest of a claim is judged as the whole of
 * it, and what was granted before is taken off.
 */
export function reckonSheet(asked: AskedClaim, sheet: ClaimSheet): ReckonedSheet {
  const conditions = conditionsOf(asked);
  const answerTo = (condition: Condition) => sheet.judgements.find((one) => same(one, condition))?.met;
  const counted = asked.answers.losses
    .filter(({ id }) => {
      const own = conditions.filter(({ loss }) => loss === id);
      return own.length > 0 && own.every((condition) => answerTo(condition) === true);
    })
    .map((loss) => ({ ...loss, amountMinor: least(loss.amountMinor, sheet.losses[loss.id]) }));
  const judged = asked.benefits.map(({ benefit, kind, askedMinor }) => {
    const own = conditions.filter((condition) => condition.benefit === benefit);
    const granted = own.filter(({ loss }) => loss === undefined).every((condition) => answerTo(condition) === true) && (kind !== "documented-loss" || counted.some(({ id }) => own.some(({ loss }) => loss === id)));
    return { benefit, kind, askedMinor, granted, unmet: own.filter((condition) => answerTo(condition) === false), open: own.filter((condition) => answerTo(condition) === undefined) };
  });
  const minutes = Math.min(asked.answers.time?.minutes ?? 0, sheet.minutes ?? Number.POSITIVE_INFINITY);
  const reckoned = reckonBenefits(asked.terms, { chosen: asked.chosen, minutes, losses: counted }, { of: judged.filter(({ granted }) => granted).map(({ benefit }) => benefit), granted: asked.granted });
  const lines = judged.map((line): ReckonedLine => {
    const approvedMinor = reckoned.find(({ benefit }) => benefit === line.benefit)?.allowedMinor ?? 0n;
    // Time below the least that is paid, or a cap that others have filled, leaves nothing to grant; a code has no amount.
    return { ...line, approvedMinor, granted: line.granted && (approvedMinor > 0n || line.kind === "monitoring" || line.kind === "vouchers") };
  });
  const outcome = lines.some(({ granted }) => granted) ? ("approved" as const) : ("denied" as const);
  // An answer that settles a benefit makes its other conditions idle: who is not eligible need not be asked for papers.
  const settled = ({ unmet }: ReckonedLine) => unmet.some(({ loss }) => loss === undefined);
  const openLoss = (line: ReckonedLine) => line.open.filter((condition) => condition.loss === undefined || !line.unmet.some(({ loss }) => loss === condition.loss));
  const missing: ReckonedSheet["missing"] = [];
  if (lines.some((line) => !settled(line) && openLoss(line).length > 0)) missing.push("conditions");
  // Whoever gets less than they asked for is told why; conditions that do not hold say so by themselves, smaller figures do not.
  const smaller = counted.some((loss) => loss.amountMinor < (asked.answers.losses.find(({ id }) => id === loss.id)?.amountMinor ?? 0n)) || minutes < (asked.answers.time?.minutes ?? 0);
  if ((outcome === "denied" || smaller) && sheet.reason.trim().length < 10) missing.push("reason");
  return { lines, totalMinor: lines.reduce((sum, { approvedMinor }) => sum + approvedMinor, 0n), outcome, missing };
}

/** Whether a sheet judges another account than the claim has by now. A decision by it would approve, or refuse, an account that nobody has looked at. */
export function judgesOldAccount(claim: { payoutVersion: number }, judged: { payoutVersion: number; sheet: Pick<ClaimSheet, "judgements"> }): boolean {
  return judged.payoutVersion !== claim.payoutVersion && judged.sheet.judgements.some(({ condition }) => condition === "own-account");
}

/** A sheet as it stands for the account that the claim has now: what was found of another one is open again. */
export function sheetForAccount(claim: { payoutVersion: number }, judged: { payoutVersion: number; sheet: ClaimSheet }): ClaimSheet {
  return judgesOldAccount(claim, judged) ? { ...judged.sheet, judgements: judged.sheet.judgements.filter(({ condition }) => condition !== "own-account") } : judged.sheet;
}

function least(claimed: bigint, counted: bigint | undefined): bigint {
  return counted !== undefined && counted < claimed ? counted : claimed;
}

/** A loss in a few words: what kind, when, how much. Empty for one that there is not. */
export function describeLoss(id: string | undefined, { losses }: Pick<ClaimAnswers, "losses">, terms: Pick<ProgrammeTerms, "benefits" | "currency">, locale: Locale): string {
  const loss = losses.find((one) => one.id === id);
  if (!loss) return "";
  const kinds = terms.benefits.flatMap((benefit) => (benefit.kind === "documented-loss" ? benefit.losses : []));
  // A day without a time is the same everywhere.
  const day = formatTime(new Date(`${loss.on}T00:00:00Z`), locale, "UTC", true);
  return `${kinds.find(({ slug }) => slug === loss.loss)?.name[locale] ?? loss.loss} (${day}, ${formatMoney(loss.amountMinor, terms.currency, locale)})`;
}
