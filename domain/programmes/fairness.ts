import { fairnessLimits } from "@/content/fairness";
import { locales, type Locale } from "@/db/values/locales";
import type { Bits } from "../audiences/class-bits";
import { findPhrases } from "../notices/lint/check-phrases";
import { readSentences } from "../notices/lint/read-prose";
import { benefitsFor, type EligibilityRecord } from "./eligibility";
import { flatMinor } from "./reckon";
import { isCash } from "./rules";
import type { AcceptedFinding, Benefit, BenefitOf, ProgrammeTerms } from "./types";

type FairnessRule =
  | "waiver"
  | "cash-share"
  | "voucher-expiry"
  | "voucher-split"
  | "voucher-not-for"
  | "minimum-spend"
  | "balance-lost"
  | "members-only"
  | "excluded-confirmed"
  | "excluded-possible"
  | "short-filing"
  | "short-cure"
  | "short-appeal"
  | "first-come"
  | "document-unread";

export interface FairnessFinding {
  rule: FairnessRule;
  /** The field of the terms, by its path. */
  place: string;
  /** What the sentence about it names. Amounts are bigints, in minor units. */
  values: Record<string, string | number | bigint>;
  /** Grave ones are mended; nobody can accept them. */
  grave: boolean;
}

/** People of one kind who lost the same, as the published dataset counts them. */
export interface CountedPeople extends EligibilityRecord {
  people: number;
}

const DAY = 86_400_000;

/** Hold a programme's terms against what made the offers of past breaches unfair. `counted` is everybody in the published dataset. */
export function checkFairness(terms: ProgrammeTerms, counted: readonly CountedPeople[], bits: Bits): FairnessFinding[] {
  const found: FairnessFinding[] = [];
  const add = (rule: FairnessRule, place: string, values: FairnessFinding["values"] = {}) => found.push({ rule, place, values, grave: rule === "waiver" });
  for (const { place, hit } of waiverWords(terms)) add("waiver", place, { words: hit });
  const share = cashShare(terms);
  if (share !== null && share < 1) add("cash-share", "benefits", { percent: Math.floor(share * 100) });
  terms.benefits.forEach((benefit, i) => {
    if (benefit.kind === "vouchers") checkVouchers(benefit, `benefits.${i}`, add);
  });
  const excluded = (of: (one: CountedPeople) => boolean) => counted.filter((one) => of(one) && benefitsFor(terms, one, bits).length === 0).reduce((sum, { people }) => sum + people, 0);
  const confirmed = excluded((one) => one.confirmed !== 0n);
  if (confirmed > 0) add("excluded-confirmed", "benefits", { people: confirmed });
  const possible = excluded((one) => one.confirmed === 0n && one.possible !== 0n);
  if (possible > 0) add("excluded-possible", "benefits", { people: possible });
  if (terms.opensAt && terms.closesAt) {
    const days = Math.floor((terms.closesAt.getTime() - terms.opensAt.getTime()) / DAY);
    if (days < fairnessLimits.filingDays) add("short-filing", "closesAt", { days, limit: fairnessLimits.filingDays });
  }
  if (terms.cureDays < fairnessLimits.cureDays) add("short-cure", "cureDays", { days: terms.cureDays, limit: fairnessLimits.cureDays });
  if (terms.appealDays < fairnessLimits.appealDays) add("short-appeal", "appealDays", { days: terms.appealDays, limit: fairnessLimits.appealDays });
  if (terms.poolMinor !== null && !terms.proRata) add("first-come", "poolMinor", { amount: terms.poolMinor });
  // What stands in a PDF is read by people alone; whoever opens the programme says that they have.
  terms.documents.forEach((_, i) => add("document-unread", `documents.${i}`));
  return found;
}

function checkVouchers({ parts, membersOnly }: BenefitOf<"vouchers">, place: string, add: (rule: FairnessRule, place: string, values?: FairnessFinding["values"]) => void): void {
  const days = Math.min(...parts.map(({ validDays }) => validDays));
  if (days < fairnessLimits.voucherDays) add("voucher-expiry", place, { days, limit: fairnessLimits.voucherDays });
  if (parts.length > 1) add("voucher-split", place, { parts: parts.length });
  if (parts.some(({ notFor }) => locales.some((locale) => notFor[locale] !== ""))) add("voucher-not-for", place);
  const spend = parts.reduce((most, { minimumSpendMinor }) => (minimumSpendMinor > most ? minimumSpendMinor : most), 0n);
  if (spend > 0n) add("minimum-spend", place, { amount: spend });
  if (parts.some(({ keepsBalance }) => !keepsBalance)) add("balance-lost", place);
  if (membersOnly) add("members-only", place);
}

/** The words of a programme that take rights away, wherever they stand. */
function waiverWords(terms: ProgrammeTerms): { place: string; hit: string }[] {
  return textsOf(terms).flatMap(({ place, text, languages }) => {
    const sentences = languages.flatMap((locale) => readSentences(text, place, 0, locale).map((sentence) => ({ locale, text: sentence.text })));
    // One of them is enough to be mended: two phrases may see the same words.
    return sentences.flatMap((sentence) => findPhrases("waiver", sentence.locale, sentence.text).map(({ hit }) => ({ place, hit }))).slice(0, 1);
  });
}

interface PlacedText {
  /** The field, by its path in the terms. */
  place: string;
  text: string;
  /** Those that it can be written in: its own, or any where it stands for all. */
  languages: readonly Locale[];
}

/** Every text of some terms, by what they hold and not by a list of fields: one that is added later is read without a word here. */
function textsOf(value: unknown, path: readonly string[] = []): PlacedText[] {
  if (typeof value === "string") {
    const own = locales.filter((locale) => locale === path.at(-1));
    return [{ place: path.join("."), text: value, languages: own.length > 0 ? own : locales }];
  }
  if (value === null || typeof value !== "object" || value instanceof Date) return [];
  return Object.entries(value).flatMap(([name, one]) => textsOf(one, [...path, name]));
}

/**
 * The most that a person can have in money, as a share of the most that they can have at all; of the benefits that are worth the same to everybody. Null where there are none.
 */
export function cashShare(terms: Pick<ProgrammeTerms, "benefits" | "exclusive">): number | null {
  const most = best(terms, terms.benefits);
  return most === 0n ? null : Number((best(terms, terms.benefits.filter(isCash)) * 10_000n) / most) / 10_000;
}

/** The best choice among some benefits that the terms allow. There are at most twelve, so all choices are tried. */
function best({ exclusive }: Pick<ProgrammeTerms, "exclusive">, benefits: readonly Benefit[]): bigint {
  let most = 0n;
  for (let choice = 0; choice < 1 << benefits.length; choice++) {
    const chosen = benefits.filter((_, i) => (choice >> i) & 1);
    if (exclusive.some((group) => chosen.filter(({ slug }) => group.includes(slug)).length > 1)) continue;
    const sum = chosen.reduce((total, benefit) => total + flatMinor(benefit), 0n);
    if (sum > most) most = sum;
  }
  return most;
}

/** Which findings still stand in the way of opening: grave ones, and those that nobody gave a reason for. */
export function openFindings(findings: readonly FairnessFinding[], accepted: readonly AcceptedFinding[]): FairnessFinding[] {
  return findings.filter(({ grave, rule, place }) => grave || !accepted.some((one) => one.rule === rule && one.place === place && one.reason !== ""));
}
