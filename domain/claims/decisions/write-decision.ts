import { formatMoney } from "@/content/formats";
import { translator, type Translate } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { lossesOf, timeBenefitOf } from "../../programmes/rules";
import type { ProgrammeTerms } from "../../programmes/types";
import { describeLoss } from "./rules";
import type { ClaimAnswers, ClaimDecision, ClaimSheet, DecidedLine, ReckonedLine, ReckonedSheet } from "../types";

interface Wording {
  terms: ProgrammeTerms;
  answers: Pick<ClaimAnswers, "time" | "losses">;
  sheet: ClaimSheet;
  reckoned: ReckonedSheet;
  /** Every benefit of the claim; of a rest, those of its first claim. */
  chosen: readonly string[];
  stage: "first" | "appeal";
  locale: Locale;
  appealBy: Date | null;
}

/** Write a decision as its claimant reads it: each benefit by its name with what is granted, and for what is not, every reason that the sheet holds. */
export function writeDecision({ terms, answers, sheet, reckoned, chosen, stage, locale, appealBy }: Wording): ClaimDecision {
  const t = translator(locale, "claims-decision");
  const lines = reckoned.lines.map((line): DecidedLine => {
    const name = terms.benefits.find(({ slug }) => slug === line.benefit)?.name[locale] ?? line.benefit;
    const amount = !line.granted ? t("nothing") : line.kind === "monitoring" ? t("code") : formatMoney(line.approvedMinor, terms.currency, locale);
    return { benefit: line.benefit, name, granted: line.granted, amount, reasons: [...conditionReasons(line, answers, terms, locale, t), ...figureReasons(line, { terms, answers: { time: timeBenefitOf(terms.benefits, chosen) === line.benefit ? answers.time : undefined, losses: lossesOf(terms.benefits, chosen, line.benefit, answers.losses) }, sheet, locale }, t)] };
  });
  return { outcome: reckoned.outcome, stage, lines, reason: sheet.reason.trim(), locale, appealBy };
}

/** A sentence for each condition that does not hold. Of a benefit that fails as a whole its losses need no words of their own. */
function conditionReasons({ unmet }: ReckonedLine, answers: Wording["answers"], terms: ProgrammeTerms, locale: Locale, t: Translate): string[] {
  const whole = unmet.filter(({ loss }) => loss === undefined);
  if (whole.length > 0) return whole.map(({ condition }) => t(`reasons.${condition}`));
  return unmet.map(({ condition, loss }) => t("reasons.of-loss", { loss: describeLoss(loss, answers, terms, locale), reason: t(`reasons.${condition}`) }));
}

/** Why an amount is smaller than the one that was claimed, by the figures alone; losses and time are those of the benefit. */
function figureReasons({ benefit, kind, granted, approvedMinor, askedMinor, unmet }: ReckonedLine, { terms, answers, sheet, locale }: Pick<Wording, "terms" | "answers" | "sheet" | "locale">, t: Translate): string[] {
  if (kind === "lost-time") {
    const claimed = answers.time?.minutes ?? 0;
    if (sheet.minutes !== undefined && sheet.minutes < claimed) return [t("figures.minutes", { counted: sheet.minutes, claimed })];
  }
  const smaller = kind !== "documented-loss" ? [] : answers.losses
    .filter(({ id, amountMinor }) => (sheet.losses[id] ?? amountMinor) < amountMinor && !unmet.some(({ loss }) => loss === id))
    .map(({ id, amountMinor }) => t("figures.loss", { loss: describeLoss(id, answers, terms, locale), counted: formatMoney(sheet.losses[id] ?? 0n, terms.currency, locale), claimed: formatMoney(amountMinor, terms.currency, locale) }));
  const known = terms.benefits.find(({ slug }) => slug === benefit);
  const whole = unmet.some(({ loss }) => loss === undefined);
  // What the terms cap is said last: the figures above may explain all of it.
  const capped = granted && known && smaller.length === 0 && unmet.length === 0 && approvedMinor < askedMinor;
  return [...smaller, ...(capped ? [t("figures.cap")] : !granted && !whole && unmet.length === 0 ? [t("figures.used-up")] : [])];
}

/** A decision as the lines of a letter. */
export function decisionLines({ lines }: ClaimDecision): string {
  return lines.map(({ name, amount, reasons }) => [`- ${name}: ${amount}`, ...reasons.map((reason) => `  ${reason}`)].join("\n")).join("\n");
}
