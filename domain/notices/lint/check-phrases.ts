import { negations, phraseRules, phrases, type PhraseRule } from "@/content/lint/phrases";
import type { Locale } from "@/db/values/locales";
import { findLinks } from "@/lib/sms-text";
import { classesIn, isHedged } from "./check-classes";
import { foundAt, foundIn } from "./found";
import { readSentences, type ProseBlock, type Sentence } from "./read-prose";
import type { Finding, LintCase } from "./types";

/** What stands in quotation marks is said about words, not with them. */
const QUOTED = /[“‘「『"'][^“”‘’「」『』"']{1,60}[”’」』"']/gu;
/** Offers are what a notice of compensation is about. */
const OFFERS = /coupon|쿠폰|할인|discount|적립금|voucher/i;

/** Look for words that a notice may not have: in subject, letter and text message alike. */
export function checkPhrases(lint: LintCase, locale: Locale, prose: readonly ProseBlock[]): Finding[] {
  const { wording, audience, kind } = lint;
  const subject = readSentences(wording.subject[locale], `subject.${locale}`, 0, locale);
  const sms = wording.sms ? readSentences(wording.sms.text[locale], `sms.text.${locale}`, 0, locale) : [];
  const all: { sentence: Sentence; about: ProseBlock["when"] }[] = [...subject.map((sentence) => ({ sentence, about: {} })), ...prose.flatMap(({ sentences, when }) => sentences.map((sentence) => ({ sentence, about: when }))), ...sms.map((sentence) => ({ sentence, about: {} }))];
  const found = all.flatMap(({ sentence }) => phraseRules.flatMap((rule) => phrasesIn(lint, locale, rule, sentence)));
  // What is possible is said to be possible, and a notice of a possibility says nothing else.
  if (kind !== "possibility" && kind !== "all-clear" && audience.confirmed.length > 0) {
    const headings = prose.filter(({ kind: of }) => of === "heading").flatMap(({ sentences }) => sentences);
    for (const { sentence, about } of all) {
      if (headings.includes(sentence) || about.evidence === "possible" || !isHedged(sentence.text, locale)) continue;
      const named = classesIn(sentence.text, locale);
      if (named.some((slug) => audience.possible.includes(slug)) && !named.some((slug) => audience.confirmed.includes(slug))) continue;
      if (!saysOfTheReader(sentence.text, locale)) continue;
      found.push(foundIn("hedge", locale, sentence));
    }
  }
  for (const { sentence } of all) found.push(...foreignLinks(lint, locale, sentence));
  return found;
}

/** "Somebody may have seen it" is about the data; "strangers may have your number and call" is about what they do with it. */
function saysOfTheReader(text: string, locale: Locale): boolean {
  return locale === "ko" ? !/사칭|악용|전화를|문자를|메일을 보내|피싱|스미싱/.test(text) : !/\b(call|phish|scam|pretend|message you|contact you|use (it|them|your)|try to)/i.test(text);
}

function phrasesIn({ kind }: LintCase, locale: Locale, rule: PhraseRule, { field, from, text }: Sentence): Finding[] {
  return findPhrases(rule, locale, text).flatMap(({ hit, instead }) => {
    if (rule === "promotion" && kind === "compensation" && OFFERS.test(hit)) return [];
    if (rule === "promotion" && new RegExp(negations[locale], "iu").test(text)) return [];
    return [foundAt(rule, locale, field, from + Math.max(0, text.indexOf(hit)), hit, { instead: instead === undefined ? null : hit.replace(/노출|expos(ed|ures?)/iu, (word) => inCase(word, instead)) })];
  });
}

/** Find the words of one rule in a sentence, at most once for each phrase. What stands in quotation marks does not count. */
export function findPhrases(rule: PhraseRule, locale: Locale, sentence: string): { hit: string; instead: string | undefined }[] {
  const unquoted = sentence.replaceAll(QUOTED, (quoted) => " ".repeat(quoted.length));
  return phrases[rule][locale].flatMap(({ say, unless, instead }) => {
    if (unless !== undefined && new RegExp(unless, "iu").test(sentence)) return [];
    const [hit] = unquoted.match(new RegExp(say, "iu")) ?? [];
    return hit === undefined ? [] : [{ hit, instead }];
  });
}

/** Keep a capital, and a plural. */
function inCase(word: string, instead: string): string {
  const cased = /^[A-Z]/.test(word) ? instead.charAt(0).toUpperCase() + instead.slice(1) : instead;
  return word.endsWith("exposures") ? `${cased}s` : cased;
}

function foreignLinks({ domains }: LintCase, locale: Locale, { field, from, text }: Sentence): Finding[] {
  return findLinks(text.replaceAll(/\{\{[^}]*\}\}/g, " ").replaceAll(/[\w.+-]+@[\w.-]+/g, " "))
    .filter((link) => !isAllowed(hostOf(link), domains))
    .map((link) => link.replace(/[.,;)]+$/, ""))
    .map((link) => foundAt("foreign-link", locale, field, from + Math.max(0, text.indexOf(link)), link));
}

function hostOf(link: string): string {
  return (/^(?:[a-z]+:\/\/)?([^/?#:\s]+)/i.exec(link)?.[1] ?? "").toLowerCase().replace(/[.,;)]+$/, "");
}

function isAllowed(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
