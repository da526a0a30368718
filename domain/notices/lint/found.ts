import type { Locale } from "@/db/values/locales";
import type { Sentence } from "./read-prose";
import type { Finding, LintRule } from "./types";

type More = Partial<Pick<Finding, "law" | "undecided" | "overridable" | "instead">>;

/** A finding about a whole wording. */
export function foundInAll(rule: LintRule, locale: Locale, about: string, more: More = {}): Finding {
  return { rule, place: { locale, field: "wording" }, about, law: [], undecided: [], overridable: true, instead: null, ...more };
}

/** A finding about a sentence. */
export function foundIn(rule: LintRule, locale: Locale, { field, from, to, text }: Sentence, more: More & { about?: string } = {}): Finding {
  return { rule, place: { locale, field, from, to }, about: text, law: [], undecided: [], overridable: true, instead: null, ...more };
}

/** A finding about certain words, at an offset of a field. */
export function foundAt(rule: LintRule, locale: Locale, field: string, from: number, words: string, more: More = {}): Finding {
  return { rule, place: { locale, field, from, to: from + words.length }, about: words, law: [], undecided: [], overridable: true, instead: null, ...more };
}
