import { describe, expect, it } from "vitest";
import { isDataClass } from "@/content/data-classes";
import { loadRulebook } from "@/content/rules/rulebook";
import { locales, type Locale } from "@/db/values/locales";
import { noticeKinds } from "@/db/values/notice-kinds";
import { englishNotices } from "./en";
import { koreanNotices } from "./ko";
import { lintRules, type CorpusNotice, type LintRule } from "./types";

const corpus: Record<Locale, CorpusNotice[]> = { ko: koreanNotices, en: englishNotices };
/** Rules whose quote is the name of what is missing, and no phrase. */
const namesWhatIsMissing: Partial<Record<LintRule, (name: string) => boolean>> = {
  "item-missing": (name) => loadRulebook().items.some(({ id }) => id === name),
  "class-missing": isDataClass,
};

/** How many sentences end in a full stop or a question mark; a line is never more than its own sentences. */
function countSentences(text: string): number {
  return text.split(/\n+|(?<=[.?!])\s+/).filter((part) => /[.?!]["”*]*$/.test(part.trim()) && !/^\d+\.$/.test(part.trim())).length;
}

it("gives every notice an id of its own", () => {
  const ids = locales.flatMap((locale) => corpus[locale]).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(locales)("the corpus in %s", (locale) => {
  const notices = corpus[locale];

  it("is in this language, at least 36 notices, half of them clean", () => {
    expect(notices.filter((notice) => notice.locale !== locale)).toEqual([]);
    expect(notices.length).toBeGreaterThanOrEqual(36);
    expect(notices.filter(({ planted }) => planted === null)).toHaveLength(notices.length / 2);
  });

  it("plants every rule that the language has, and knows all kinds of notice", () => {
    const planted = new Set(notices.flatMap((notice) => notice.planted?.rule ?? []));
    expect([...planted].sort()).toEqual(lintRules.filter((rule) => locale === "ko" || rule !== "nominal-chain").sort());
    expect([...new Set(notices.map(({ kind }) => kind))].sort()).toEqual([...noticeKinds].sort());
  });

  it.each(notices)("$id is short, and shows its defect in the words that it quotes", ({ text, sms, subject, planted }) => {
    const sentences = countSentences(text);
    expect(sentences).toBeGreaterThanOrEqual(8);
    expect(sentences).toBeLessThanOrEqual(25);
    if (!planted) return;
    const isName = namesWhatIsMissing[planted.rule];
    if (isName) expect(isName(planted.quote)).toBe(true);
    else expect([subject, text, sms ?? ""].join("\n")).toContain(planted.quote);
  });

  it.each(notices)("$id has links to its own hosts, but for one that is planted as foreign", ({ text, domains, planted }) => {
    const hosts = [...text.matchAll(/https?:\/\/([^/\s)]+)/g)].map((match) => match[1]?.replace(/\.$/, ""));
    const foreign = hosts.filter((host) => !domains.includes(host ?? ""));
    expect(foreign).toHaveLength(planted?.rule === "foreign-link" ? 1 : 0);
  });
});
