import { dataClasses, dataClassSlugs, type DataClassSlug } from "@/content/data-classes";
import { classWords } from "@/content/lint/class-words";
import { classHeadings, hedges, leakWords, negations } from "@/content/lint/phrases";
import { subjectKinds } from "@/db/values/audience";
import type { Locale } from "@/db/values/locales";
import { statutoryKinds } from "@/db/values/notice-kinds";
import { isForAll, sectionHolds } from "../rules";
import type { NoticeWording } from "../types";
import { foundIn, foundInAll } from "./found";
import { readProse, type ProseBlock, type Sentence } from "./read-prose";
import type { Finding, LintCase } from "./types";

const NAMES_ALL = /\{\{leaked-(list|classes)\}\}/;
/** What leaves it open whether something leaked: said so of what is only possible, and wrong of what is confirmed. */
const OPEN: Record<Locale, RegExp> = { ko: /가능성|수도? ?있|의심|추정|우려|지도 ?모[르릅]|확실하지 ?않|알 ?수 ?없|아직 ?모/, en: /possibl|\b(may|might|could|perhaps|suspect\w*|unclear|cannot tell|can[’']t tell|whether|not (yet )?(sure|certain|confirmed|clear))\b/i };
const patterns = Object.fromEntries(
  dataClassSlugs.map((slug) => {
    const of = (locale: Locale) => new RegExp((classWords[slug]?.[locale] ?? [escapeWords(dataClasses[slug].label[locale])]).join("|"), "giu");
    return [slug, { ko: of("ko"), en: of("en") }];
  }),
) as Record<DataClassSlug, Record<Locale, RegExp>>;

/**
 * Compare the data that the words say leaked with what leaked of the audience: nothing left out, nothing added, and how sure it is. Where personal placeholders name the data it
 * is right by itself; what is spelled out is looked for in sentences that speak of leaking and below headings that do. A first notice may leave out what is not confirmed, and a section that nobody of the audience gets says nothing.
 */
export function checkClasses({ kind, audience }: LintCase, locale: Locale, all: readonly ProseBlock[]): { findings: Finding[]; namesAny: boolean } {
  const prose = all.filter(({ when }) => sectionHolds(when, { ...audience, kinds: subjectKinds }));
  const statements = prose.flatMap((block) => (block.kind === "heading" ? [] : block.sentences.filter((sentence) => saysWhatLeaked(block, sentence, locale)).map((sentence) => ({ block, sentence }))));
  const named = new Map<string, { sentence: Sentence; hedged: boolean }>();
  for (const { block, sentence } of statements) {
    for (const slug of classesIn(sentence.text, locale)) {
      const hedged = OPEN[locale].test(`${block.heading} ${sentence.text}`);
      // Once said surely it is said surely.
      if (!named.has(slug) || !hedged) named.set(slug, { sentence, hedged });
    }
  }
  const found: Finding[] = [];
  const wanted = kind === "first" ? audience.confirmed : [...audience.confirmed, ...audience.possible];
  const byPlaceholder = prose.some(({ when, sentences }) => isForAll(when) && sentences.some(({ text }) => NAMES_ALL.test(text)));
  const namesAny = byPlaceholder || named.size > 0;
  if (kind === "all-clear") return { findings: [], namesAny };
  // Those who get another kind have been told already.
  if (!byPlaceholder && statutoryKinds.includes(kind)) {
    for (const slug of wanted) if (!named.has(slug)) found.push(foundInAll("class-missing", locale, slug, { overridable: false }));
  }
  for (const [slug, { sentence, hedged }] of named) {
    if (![...audience.confirmed, ...audience.possible].includes(slug)) found.push(foundIn("class-extra", locale, sentence, { about: slug }));
    else if (!audience.confirmed.includes(slug) && !hedged) found.push(foundIn("evidence-wrong", locale, sentence, { about: slug }));
    else if (audience.confirmed.includes(slug) && hedged && statutoryKinds.includes(kind) && kind !== "possibility") found.push(foundIn("evidence-wrong", locale, sentence, { about: slug }));
  }
  return { findings: found, namesAny };
}

/** List the classes that a wording says leaked, in one language. */
export function leakedClassesIn(wording: NoticeWording, locale: Locale): DataClassSlug[] {
  const statements = readProse(wording, locale).flatMap((block) => (block.kind === "heading" ? [] : block.sentences.filter((sentence) => saysWhatLeaked(block, sentence, locale))));
  return [...new Set(statements.flatMap(({ text }) => classesIn(text, locale)))];
}

/** List the classes that a text names. A longer name is not also the shorter one in it. */
export function classesIn(text: string, locale: Locale): DataClassSlug[] {
  const hits = dataClassSlugs.flatMap((slug) => [...text.matchAll(patterns[slug][locale])].map(({ index, 0: words }) => ({ slug, from: index, to: index + words.length })));
  const kept = hits.filter((hit) => !hits.some((other) => other.slug !== hit.slug && other.from <= hit.from && other.to >= hit.to && other.to - other.from > hit.to - hit.from));
  return [...new Set(kept.map(({ slug }) => slug))];
}

function saysWhatLeaked(block: ProseBlock, { text }: Sentence, locale: Locale): boolean {
  const { leaked, spared } = classHeadings[locale];
  const is = (source: string, where: string) => new RegExp(source, "iu").test(where);
  if (is(spared, block.heading) || (is(negations[locale], text) && !OPEN[locale].test(text))) return false;
  if (block.kind === "item" && (is(leaked, block.heading) || isName(text, locale))) return true;
  // Advice speaks of data too, and is no statement of what leaked.
  return (is(leaked, block.heading) || is(leakWords[locale], text)) && !is(hedgesOnlyAdvice[locale], text);
}

/** A point of a list that is the name of some data and little else. */
function isName(text: string, locale: Locale): boolean {
  const slugs = classesIn(text, locale);
  const rest = slugs.reduce((left, slug) => left.replaceAll(patterns[slug][locale], ""), text);
  return slugs.length > 0 && (rest.match(/[\p{L}\p{N}]+/gu) ?? []).length <= (locale === "ko" ? 1 : 3);
}

/** What somebody could do with data, or what to do about it. */
const hedgesOnlyAdvice: Record<Locale, string> = {
  ko: "주십시오|하십시오|마십시오|하세요|바랍니다|사칭|악용|빼내려|노리|가짜|피싱|스미싱|경우|다면|으면|라면",
  en: "^(if|enter|type|call|open)\\b|\\b(please|you can|you should|phish\\w*|scam\\w*|pretend\\w*|someone|somebody|criminals?|strangers?|callers?|we never|never ask)\\b",
};

/** Say whether a sentence leaves open what it says of the leak. */
export function isHedged(text: string, locale: Locale): boolean {
  return new RegExp(hedges[locale], "iu").test(text) && new RegExp(leakWords[locale], "iu").test(text);
}

function escapeWords(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
