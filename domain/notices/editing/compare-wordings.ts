import { diffArrays } from "diff";
import { toString } from "mdast-util-to-string";
import type { DataClassSlug } from "@/content/data-classes";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import { personalPlaceholders, sharedPlaceholders, type PersonalPlaceholder } from "@/db/values/placeholders";
import { leakedClassesIn } from "../lint/check-classes";
import { alignSections, sameCondition } from "./merge-rules";
import { readMarkdown } from "../rendering/read-markdown";
import { factsNamed } from "../rules";
import type { NoticeSection, NoticeWording, SectionCondition } from "../types";

/** A stretch of words that stands in both versions, in the later alone, or in the earlier alone. */
export interface WordChange {
  kind: "same" | "added" | "removed";
  text: string;
}

/** A section in both versions, by its number in each; null where it has none. */
export interface ComparedSection {
  kind: "same" | "changed" | "added" | "removed";
  before: number | null;
  after: number | null;
  /** It stands in another place among those that both versions have. */
  moved: boolean;
  when: { before: SectionCondition | null; after: SectionCondition | null };
  words: Localized<WordChange[]>;
}

/** What a difference means, for whoever has to judge it. `title` is how a section begins. */
export type Meaning =
  | { kind: "class-added" | "class-removed"; dataClass: DataClassSlug }
  | { kind: "section-added" | "section-removed" | "section-moved" | "audience-changed"; number: number; title: Localized }
  | { kind: "one-language"; number: number; title: Localized; locale: Locale }
  | { kind: "fact-added" | "fact-removed"; name: string }
  | { kind: "placeholder-added" | "placeholder-removed"; name: (typeof sharedPlaceholders)[number] | PersonalPlaceholder }
  | { kind: "sms-added" | "sms-removed" | "link-allowed" | "link-withdrawn" };

export interface ComparedWordings {
  subject: Localized<WordChange[]>;
  sections: ComparedSection[];
  /** Null where neither version has a text message. */
  sms: Localized<WordChange[]> | null;
  meanings: Meaning[];
}

/** Compare two versions of a wording word by word, and say what the differences mean. */
export function compareWordings(before: NoticeWording, after: NoticeWording): ComparedWordings {
  const sections = compareSections(before.sections, after.sections);
  const subject = compareTexts(before.subject, after.subject);
  const blank = { ko: "", en: "" };
  const sms = before.sms || after.sms ? compareTexts(before.sms?.text ?? blank, after.sms?.text ?? blank) : null;
  return { subject, sections, sms, meanings: meaningsOf(before, after, sections) };
}

function compareSections(before: readonly NoticeSection[], after: readonly NoticeSection[]): ComparedSection[] {
  const became = alignSections(before, after);
  const compared = after.map((section, j): ComparedSection => {
    const i = became.indexOf(j);
    const old = before[i];
    if (!old) return { kind: "added", before: null, after: j + 1, moved: false, when: { before: null, after: section.when }, words: compareTexts({ ko: "", en: "" }, section.text) };
    const words = compareTexts(old.text, section.text);
    const same = sameCondition(old.when, section.when) && locales.every((locale) => words[locale].every(({ kind }) => kind === "same"));
    // Out of place is what stands before something that it stood behind.
    const moved = became.some((other, k) => other !== null && k < i && other > j);
    return { kind: same ? "same" : "changed", before: i + 1, after: j + 1, moved, when: { before: old.when, after: section.when }, words };
  });
  for (const [i, section] of before.entries()) {
    if (became[i] !== null) continue;
    const gone: ComparedSection = { kind: "removed", before: i + 1, after: null, moved: false, when: { before: section.when, after: null }, words: compareTexts(section.text, { ko: "", en: "" }) };
    // Where it stood: behind what stood before it.
    const behind = compared.findLastIndex((each) => each.before !== null && each.before <= i);
    compared.splice(behind + 1, 0, gone);
  }
  return compared;
}

function compareTexts(before: Localized, after: Localized): Localized<WordChange[]> {
  return { ko: compareWords(before.ko, after.ko, "ko"), en: compareWords(before.en, after.en, "en") };
}

const segmenters: Record<Locale, Intl.Segmenter> = { ko: new Intl.Segmenter("ko", { granularity: "word" }), en: new Intl.Segmenter("en", { granularity: "word" }) };

/** Compare two texts by what their language takes for words; placeholders are one word each. */
export function compareWords(before: string, after: string, locale: Locale): WordChange[] {
  const words = (text: string) => text.split(/(\{\{[^{}]*\}\})/).flatMap((piece, i) => (i % 2 === 1 ? [piece] : [...segmenters[locale].segment(piece)].map(({ segment }) => segment)));
  const changes = diffArrays(words(before), words(after)).map(({ value, added, removed }): WordChange => ({ kind: added ? "added" : removed ? "removed" : "same", text: value.join("") }));
  return withoutIslands(changes);
}

/** A space that stayed between two words that changed would cut one change into two. */
function withoutIslands(changes: readonly WordChange[]): WordChange[] {
  const result: WordChange[] = [];
  const put = (kind: WordChange["kind"], text: string) => {
    // Removed comes before added, within one change.
    const last = result.at(-1);
    const before = result.at(-2);
    if (last?.kind === kind) last.text += text;
    else if (kind === "removed" && last?.kind === "added" && before?.kind === "removed") before.text += text;
    else if (kind === "removed" && last?.kind === "added") result.splice(-1, 0, { kind, text });
    else result.push({ kind, text });
  };
  for (const [i, { kind, text }] of changes.entries()) {
    const inside = kind === "same" && /^[ \t]+$/.test(text) && i > 0 && i + 1 < changes.length;
    if (inside) {
      put("removed", text);
      put("added", text);
    } else put(kind, text);
  }
  return result;
}

function meaningsOf(before: NoticeWording, after: NoticeWording, sections: readonly ComparedSection[]): Meaning[] {
  const leaked = (wording: NoticeWording) => [...new Set(locales.flatMap((locale) => leakedClassesIn(wording, locale)))];
  const [were, are] = [leaked(before), leaked(after)];
  return [
    ...changed(were, are).map(([change, dataClass]): Meaning => ({ kind: `class-${change}`, dataClass })),
    ...sections.flatMap((section) => sectionMeanings(section, before, after)),
    ...changed(factsNamed(before), factsNamed(after)).map(([change, name]): Meaning => ({ kind: `fact-${change}`, name })),
    ...changed(placeholdersIn(before), placeholdersIn(after)).map(([change, name]): Meaning => ({ kind: `placeholder-${change}`, name })),
    ...smsMeanings(before.sms, after.sms),
  ];
}

function changed<T>(before: readonly T[], after: readonly T[]): ["added" | "removed", T][] {
  return [...after.filter((each) => !before.includes(each)).map((each): ["added", T] => ["added", each]), ...before.filter((each) => !after.includes(each)).map((each): ["removed", T] => ["removed", each])];
}

function sectionMeanings({ kind, before, after, moved, when, words }: ComparedSection, from: NoticeWording, to: NoticeWording): Meaning[] {
  const section = after === null ? from.sections[(before ?? 1) - 1] : to.sections[after - 1];
  const about = { number: after ?? before ?? 0, title: { ko: titleOf(section?.text.ko ?? ""), en: titleOf(section?.text.en ?? "") } };
  if (kind === "added" || kind === "removed") return [{ kind: `section-${kind}`, ...about }];
  const touched = locales.filter((locale) => words[locale].some((change) => change.kind !== "same"));
  const [only] = touched;
  return [
    ...(moved ? [{ kind: "section-moved" as const, ...about }] : []),
    ...(when.before && when.after && !sameCondition(when.before, when.after) ? [{ kind: "audience-changed" as const, ...about }] : []),
    ...(touched.length === 1 && only ? [{ kind: "one-language" as const, ...about, locale: only }] : []),
  ];
}

const TITLE = 40;

/** The first heading of a section, or how it begins. */
export function titleOf(markdown: string): string {
  const blocks = readMarkdown(markdown);
  const text = toString(blocks.find(({ type }) => type === "heading") ?? blocks[0] ?? "").replaceAll(/\s+/g, " ").trim();
  return text.length > TITLE ? `${text.slice(0, TITLE).trimEnd()}…` : text;
}

function placeholdersIn({ subject, sections, sms }: NoticeWording) {
  const all = [subject, ...sections.map(({ text }) => text), ...(sms ? [sms.text] : [])].flatMap((text) => [text.ko, text.en]).join("\n");
  return [...sharedPlaceholders, ...personalPlaceholders].filter((name) => all.includes(`{{${name}}}`));
}

function smsMeanings(before: NoticeWording["sms"], after: NoticeWording["sms"]): Meaning[] {
  const link = (before?.link ?? false) === (after?.link ?? false) ? [] : [{ kind: after?.link ? ("link-allowed" as const) : ("link-withdrawn" as const) }];
  return [...(!before && after ? [{ kind: "sms-added" as const }] : []), ...(before && !after ? [{ kind: "sms-removed" as const }] : []), ...link];
}
