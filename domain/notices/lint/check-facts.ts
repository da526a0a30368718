import { attributions } from "@/content/lint/phrases";
import type { Locale } from "@/db/values/locales";
import { foundAt, foundIn } from "./found";
import type { ProseBlock, Sentence } from "./read-prose";
import type { Finding, LintCase, LintFact } from "./types";

const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
/** How far a round figure may be from the exact one. */
const ROUND = 0.006;

interface Figure {
  words: string;
  at: number;
  /** A number of people, records or readings, or a day as month and day with the year where it is said. */
  is: { number: number } | { month: number; day: number; year: number | null };
}

/** The day of the letter itself, and days of laws: they are no facts of the incident. */
const OTHER_DAYS: Record<Locale, RegExp> = { ko: /기준|이 (안내|통지|편지|메일)|작성일|통지일|발송일|보낸 ?날|시행|개정/, en: /\bas of\b|date (of (this )?(notice|letter)|sent)|sent on|this (notice|letter) (is|was) (dated|written)|in force|amended/i };

/** Compare figures and days of the letter with the facts ledger, and look for facts that are not established and are told as if they were. */
export function checkFacts({ facts }: LintCase, locale: Locale, prose: readonly ProseBlock[]): Finding[] {
  const known = facts.map((fact) => ({ fact, figures: figuresIn(fact.value[locale], locale) }));
  return prose.flatMap(({ sentences, heading }) => {
    // Who says it may stand in the sentence before, or in the heading.
    const attributed = isAttributed([heading, ...sentences.map(({ text }) => text)].join(" "), locale);
    return sentences.flatMap((sentence) => {
      const figures = figuresIn(sentence.text, locale).filter((figure) => isOfTheIncident(sentence, figure, locale));
      const strange = figures.filter((figure) => !known.some((each) => each.figures.some((other) => isSame(figure, other))));
      return [
        ...strange.map(({ words, at }) => foundAt("figure-differs", locale, sentence.field, sentence.from + at, words)),
        ...(attributed ? [] : known.filter(({ fact, figures: of }) => fact.status !== "confirmed" && says(sentence.text, fact, of, locale)).map(({ fact }) => foundIn("unconfirmed-as-fact", locale, sentence, { about: fact.name }))),
      ];
    });
  });
}

function says(text: string, fact: LintFact, of: readonly Figure[], locale: Locale): boolean {
  if (text.includes(`{{fact:${fact.name}}}`)) return true;
  if (of.length > 0) return of.every((figure) => figuresIn(text, locale).some((other) => isSame(figure, other)));
  return text.includes(fact.value[locale]) || shares(text, fact.value[locale]);
}

/** A finding in words is repeated when most of its words are. */
function shares(text: string, value: string): boolean {
  const words = (of: string) => of.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  const wanted = [...new Set(words(value))];
  if (wanted.length < 3) return false;
  const said = new Set(words(text));
  const stem = (word: string) => [...said].some((other) => other === word || (word.length > 2 && other.startsWith(word.slice(0, Math.max(2, word.length - 1)))));
  return wanted.filter(stem).length / wanted.length >= 0.7;
}

function isAttributed(text: string, locale: Locale): boolean {
  return new RegExp(attributions[locale], "iu").test(text);
}

function isOfTheIncident({ text }: Sentence, { is }: Figure, locale: Locale): boolean {
  return "number" in is || !OTHER_DAYS[locale].test(text);
}

/** Find figures of people, accounts and readings, and days. Numbers of laws, phones, steps and times are none. */
function figuresIn(text: string, locale: Locale): Figure[] {
  return [...countsIn(text, locale), ...daysIn(text, locale)];
}

function countsIn(text: string, locale: Locale): Figure[] {
  const counted = locale === "ko" ? /((?:\d[\d,.]*\s*(?:억|만|천)?\s*)+)(?:여\s*)?(명|개 ?계정|건|회|차례)/gu : /(\d[\d,.]*)\s*(million|billion|thousand)?\s+(?:\w+\s+){0,2}?(people|persons|accounts|customers|members|users|records|subscribers|individuals|times|page views|readings)\b/giu;
  return [...text.matchAll(counted)].flatMap((match): Figure[] => {
    const number = locale === "ko" ? koreanNumber(match[1] ?? "") : englishNumber(match[1] ?? "", match[2]);
    // Ten steps or three cases are no figures of a breach.
    return number !== null && number >= 100 ? [{ words: match[0], at: match.index, is: { number } }] : [];
  });
}

function koreanNumber(text: string): number | null {
  const units: Record<string, number> = { 억: 1e8, 만: 1e4, 천: 1e3 };
  let sum = 0;
  for (const [, digits = "", unit] of text.matchAll(/(\d[\d,.]*)\s*(억|만|천)?/gu)) sum += Number(digits.replaceAll(",", "").replace(/\.$/, "")) * (unit ? (units[unit] ?? 1) : 1);
  return Number.isFinite(sum) && sum > 0 ? sum : null;
}

function englishNumber(digits: string, unit: string | undefined): number | null {
  const factor = { million: 1e6, billion: 1e9, thousand: 1e3 }[(unit ?? "").toLowerCase()] ?? 1;
  const number = Number(digits.replaceAll(",", "").replace(/\.$/, "")) * factor;
  return Number.isFinite(number) && number > 0 ? number : null;
}

function daysIn(text: string, locale: Locale): Figure[] {
  const figures: Figure[] = [];
  const add = (match: RegExpMatchArray, year: string | undefined, month: number, day: string | undefined) => {
    if (month > 0) figures.push({ words: match[0], at: match.index ?? 0, is: { month, day: Number(day), year: year === undefined ? null : Number(year) } });
  };
  for (const match of text.matchAll(/(\d{4})[-.] ?(\d{1,2})[-.] ?(\d{1,2})\b/g)) add(match, match[1], Number(match[2]), match[3]);
  if (locale === "ko") {
    let month = 0;
    for (const match of text.matchAll(/(?:(\d{4})년\s*)?(?:(\d{1,2})월\s*)?(\d{1,2})일(?! ?(이내|동안|간|안에|까지 보관))/gu)) {
      if (match[2] === undefined && month === 0) continue;
      month = match[2] === undefined ? month : Number(match[2]);
      add(match, match[1], month, match[3]);
    }
  } else {
    const name = `(${MONTHS.join("|")})`;
    for (const match of text.matchAll(new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${name}\\b(?:,? (\\d{4}))?`, "gi"))) add(match, match[3], MONTHS.indexOf((match[2] ?? "").toLowerCase()) + 1, match[1]);
    for (const match of text.matchAll(new RegExp(`\\b${name} (\\d{1,2})(?:st|nd|rd|th)?\\b(?!\\d)(?:,? (\\d{4}))?`, "gi"))) add(match, match[3], MONTHS.indexOf((match[1] ?? "").toLowerCase()) + 1, match[2]);
  }
  return figures;
}

function isSame({ is: a }: Figure, { is: b }: Figure): boolean {
  if ("number" in a || "number" in b) return "number" in a && "number" in b && Math.abs(a.number - b.number) <= ROUND * Math.max(a.number, b.number);
  return a.month === b.month && a.day === b.day && (a.year === null || b.year === null || a.year === b.year);
}
