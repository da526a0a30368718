import { describe, expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { subjectKinds } from "@/db/values/audience";
import { locales, type Locale } from "@/db/values/locales";
import { noticeKinds, statutoryKinds, type NoticeKind } from "@/db/values/notice-kinds";
import { personalPlaceholders, sharedPlaceholders } from "@/db/values/placeholders";
import { renderNotice } from "@/domain/notices/rendering/render-notice";
import { countSmsParts, selectSections, wordingProblems } from "@/domain/notices/rules";
import { noticeWording, type NoticeReader } from "@/domain/notices/types";
import { decideRules } from "@/domain/rules/decide-rules";
import { holdsItem, requiredItemsFor } from "@/domain/rules/rules";
import type { Situation } from "@/domain/rules/types";
import { findLinks } from "@/lib/sms-text";
import { starterTemplates } from "./starter-templates";
import type { Wording } from "./types";

const wordsOf = ({ subject, sections, sms }: Wording, locale: Locale) => [subject[locale], ...sections.map(({ text }) => text[locale]), sms.text[locale]].join("\n\n");
const bodyOf = ({ sections }: Wording, locale: Locale) => sections.map(({ text }) => text[locale]).join("\n\n");
const brackets = (text: string) => text.match(/\[[^\]]+\]/g) ?? [];

/** Notices of the demo’s incident, in which most has leaked for sure and something only possibly, and which is not known to its end. */
const KNEW = new Date("2026-11-18T22:50:00+09:00");
const situation: Situation = {
  anchors: { "first-suspicion": KNEW, "knew-access": KNEW, "knew-leak": KNEW, "knew-not-leaked": null, "identified-persons": KNEW, contained: KNEW, "consumer-notice-first-sent": null },
  ...{ state: "confirmed", itemsUnknown: false, circumstancesUnknown: true, cause: "illegal-access", encrypted: false, harm: "serious", recovered: false, propertyDamage: false, coveredEntity: false },
  grounds: {},
  data: { confirmed: ["names", "phone-numbers", "physical-addresses", "access-codes"], possible: ["purchases"], basis: "dataset" },
  countries: { KR: { confirmed: 5000, possible: 5000, everybody: 5000 } },
  counted: {},
};
const verdicts = decideRules(situation, KNEW);
const missing = (kind: NoticeKind, words: string, locale: Locale) => requiredItemsFor(kind, verdicts).filter(({ item }) => !holdsItem(item.test, words, locale)).map(({ item }) => item.id);

/** The sentences of a wording as its reader counts them: no headings, no marks, each placeholder a word. */
function sentencesOf(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .flatMap((line) => line.replace(/^(-|\d+\.) /, "").replaceAll("**", "").replaceAll(/\{\{[^}]*\}\}/g, "Word").replaceAll("art. ", "article ").split(/(?<=[.?!])\s+/))
    .filter((sentence) => /\p{L}/u.test(sentence));
}
const lengths = (sentences: string[]) => sentences.map((sentence) => sentence.split(/\s+/).length);
const mean = (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** Flesch’s reading ease; a syllable is a group of vowels that is not a silent ending. */
function readingEase(sentences: string[]): number {
  const words = sentences.join(" ").match(/[a-z’]*[a-z][a-z’]*/gi) ?? [];
  const syllables = words.map((word) => Math.max(1, word.toLowerCase().replace(/(?<=[^aeiouyl])e(s|d)?$|(?<=[^l])le$/, "").match(/[aeiouy]+/g)?.length ?? 1));
  return 206.835 - 1.015 * (words.length / sentences.length) - 84.6 * mean(syllables);
}

describe.each(noticeKinds)("wording to start from: %s", (kind) => {
  const wording = starterTemplates[kind];
  const demo = demoWording(kind);

  it.each(locales)("uses no placeholder that is unknown, says what leaked, and names itself, in %s", (locale) => {
    const used = [...wordsOf(wording, locale).matchAll(/\{\{([^}]*)\}\}/g)].map((match) => match[1]!);
    expect(used.filter((name) => ![...sharedPlaceholders, ...personalPlaceholders].some((known) => known === name))).toEqual([]);
    for (const name of ["organisation", "portal-url", "contact-desk", "reference"]) expect(used).toContain(name);
    // What leaked of somebody is not what was cleared, and a claim is of all that leaked.
    const own = !["all-clear", "claim-correspondence"].includes(kind);
    expect(used.some((name) => name.startsWith("leaked-"))).toBe(own);
    expect(used.includes("leaked-list")).toBe(statutoryKinds.includes(kind) && own);
  });

  it("is built alike in both languages, with the same things to write", () => {
    const marks = (text: string) => text.split("\n").map((line) => /^(#+|-|\d+\.)? ?/.exec(line)?.[1] ?? "");
    for (const { text } of [...wording.sections, wording.sms]) {
      expect(marks(text.en)).toEqual(marks(text.ko));
      expect(brackets(text.en)).toHaveLength(brackets(text.ko).length);
      const places = (of: string) => [...new Set(of.match(/\{\{[^}]*\}\}/g))].sort();
      expect(places(text.en)).toEqual(places(text.ko));
    }
  });

  it.each(locales)("says leaked, and nothing that a Commission forbade or that soothes, sells or takes back, in %s", (locale) => {
    const words = wordsOf(demo, locale);
    expect(words).toMatch(locale === "ko" ? /유출/ : /leaked/);
    expect(words).not.toMatch(/노출|안심|안전|불편|심려|할인|혜택|고객님의 이해|exposed|inconvenience|rest assured|\bsafe\b|caution|discount|special offer|no evidence/i);
    if (kind !== "possibility" && kind !== "all-clear") expect(words).not.toMatch(/유출되었을 (수|가능성)|유출된 것으로 (보|추정|의심)|(may|might|could) have|potentially|possibly/i);
    if (kind === "apology") expect(bodyOf(demo, locale)).not.toMatch(/만약|만일|혹시|이라면|\bif\b|\bbut\b|regret/i);
  });

  it.each(locales)("holds all that the rulebook asks of it, and leaves to the writer only what happened, in %s", (locale) => {
    expect(missing(kind, bodyOf(demo, locale), locale)).toEqual([]);
    expect(missing(kind, bodyOf(wording, locale), locale).filter((id) => !id.endsWith("time-and-circumstances"))).toEqual([]);
  });

  it.each(locales)("is easy to read, in %s", (locale) => {
    const sentences = sentencesOf(bodyOf(demo, locale));
    const words = lengths(sentences);
    expect(sentences.filter((_, i) => words[i]! > 30)).toEqual([]);
    expect(mean(words)).toBeLessThan(locale === "ko" ? 20 : 15);
    if (locale === "en") expect(readingEase(sentences)).toBeGreaterThan(75);
  });

  it.each(locales)("is whole in the demo, and reads well for everybody, in %s", async (locale) => {
    expect(wordingProblems(noticeWording.parse(demo), [])).toEqual({});
    expect(wordsOf(demo, locale)).not.toMatch(/[[\]]|undefined|: \.|\.\.|\s\.|: $/m);
    const leaked = haneulMall.leaked.map(({ slug }) => slug);
    const { organisation, contact } = haneulMall;
    const shared = { organisation: organisation[locale], "portal-url": "https://notice.haneulmall.example", "contact-desk": `${contact.department[locale]}, ${contact.phone}`, "as-of": locale === "ko" ? "2025년 12월 3일 18:00" : "3 December 2025 at 18:00" };
    const readers: NoticeReader[] = [{ confirmed: leaked, possible: [], kinds: subjectKinds }, { confirmed: [], possible: leaked, kinds: subjectKinds }, { confirmed: ["names"], possible: [], kinds: ["third-party"] }];
    for (const reader of readers) {
      const { subject, text, html, sms } = await renderNotice(demo, locale, shared, reader, "N-ABCD-2345");
      for (const part of [subject, text, sms!]) expect(part).not.toMatch(/[{}]|\*\*|^#|undefined/m);
      expect(Buffer.byteLength(html)).toBeLessThan(100_000);
      expect(findLinks(sms!)).toEqual([]);
      expect(countSmsParts(sms!).parts).toBeLessThanOrEqual(4);
    }
  });
});

describe("a notice of a leak", () => {
  const leaks = ["first", "full", "correction", "third-party"] as const;

  it.each(leaks)("says in its second sentence what the reader has to fear, and has the items of the law in their order: %s", (kind) => {
    for (const locale of locales) {
      expect(sentencesOf(starterTemplates[kind].sections[0]!.text[locale])[1]).toMatch(locale === "ko" ? /노릴 수 있습니다/ : /can pose as us/);
      const headings = { ko: ["## 지금 하실 일", "조치와 피해 구제", "## 담당 부서", "권리와 행사"], en: ["you can do", "get relief", "Whom to contact", "rights by law"] }[locale];
      const text = bodyOf(starterTemplates[kind], locale);
      const places = ["{{leaked-list}}", ...headings].map((words) => text.indexOf(words));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it.each([...leaks, "possibility"] as const)("tells those who lost their entrance code first of it, and nobody else at all: %s", (kind) => {
    const points = (confirmed: string[]) => bodyOf(selectSections(starterTemplates[kind], { confirmed, possible: [], kinds: ["account-holder"] }) as Wording, "en").match(/^- \*\*.*$/gm) ?? [];
    expect(points(["names", "access-codes", "phone-numbers"])[0]).toMatch(/^- \*\*Today, 10 minutes: have the entrance code changed/);
    expect(points(["names", "phone-numbers"]).join()).not.toContain("entrance code");
  });

  it("does not say who named a third party, nor call the reader a customer", () => {
    expect(wordsOf(starterTemplates["third-party"], "ko")).not.toMatch(/고객님/);
    expect(wordsOf(starterTemplates["third-party"], "en")).toMatch(/we do not say who it was/);
  });
});
