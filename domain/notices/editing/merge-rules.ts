import { locales, type Locale, type Localized } from "@/db/values/locales";
import type { NoticeSection, NoticeWording, SectionCondition } from "../types";

/** Where something stands in a wording: the subject, the text message, or the section of that index. */
type WordingPlace = "subject" | "sms" | number;

/** A field that two people changed in different ways since the same save. */
export type Clash = { place: WordingPlace; locale: Locale; mine: string; theirs: string } | { place: number; condition: { mine: SectionCondition; theirs: SectionCondition } };

export interface MergedWording {
  /** Everything that one of the two changed alone, and of what both changed mine. */
  wording: NoticeWording;
  /** For each section of `wording` the index that it has in mine; null where they added it. */
  from: (number | null)[];
  clashes: Clash[];
  /** How many fields and sections are theirs. */
  taken: number;
}

/**
 * Put two changed copies of a wording together. `base` is the save that both started from: what only one of them changed needs no question, what both changed is a
 * {@link Clash}. A section that one of them removed and the other wrote in stays, so that nothing typed is lost.
 */
export function mergeWordings(base: NoticeWording, mine: NoticeWording, theirs: NoticeWording): MergedWording {
  const merging = new Merging();
  const subject = merging.texts("subject", base.subject, mine.subject, theirs.subject);
  const rows = mergeSections(base.sections, mine.sections, theirs.sections, merging);
  const blank = { text: { ko: "", en: "" }, link: false };
  const [was, my, their] = [base.sms ?? blank, mine.sms ?? blank, theirs.sms ?? blank];
  const sms = { text: merging.texts("sms", was.text, my.text, their.text), link: my.link === was.link ? merging.take(my.link !== their.link, their.link) : my.link };
  const wording = { subject, sections: rows.map(({ section }) => section) };
  return { wording: locales.every((locale) => sms.text[locale].trim() === "") ? wording : { ...wording, sms }, from: rows.map(({ from }) => from), clashes: merging.clashes, taken: merging.taken };
}

/** Three texts at a time, and what came of all of them. */
class Merging {
  readonly clashes: Clash[] = [];
  taken = 0;

  take<T>(differs: boolean, theirs: T): T {
    if (differs) this.taken += 1;
    return theirs;
  }

  texts(place: WordingPlace, base: Localized, mine: Localized, theirs: Localized): Localized {
    const merge = (locale: Locale): string => {
      const [was, my, their] = [base[locale], mine[locale], theirs[locale]];
      // A save trims what it keeps.
      if (sameText(their, was) || sameText(their, my)) return my;
      if (sameText(my, was)) return this.take(true, their);
      this.clashes.push({ place, locale, mine: my, theirs: their });
      return my;
    };
    return { ko: merge("ko"), en: merge("en") };
  }

  condition(place: number, base: SectionCondition, mine: SectionCondition, theirs: SectionCondition): SectionCondition {
    if (sameCondition(theirs, base) || sameCondition(theirs, mine)) return mine;
    if (sameCondition(mine, base)) return this.take(true, theirs);
    this.clashes.push({ place, condition: { mine, theirs } });
    return mine;
  }
}

/** A section of the result: where it stands in each of the three. */
interface Placed {
  base: number | null;
  mine: number | null;
  theirs: number | null;
}

function mergeSections(base: readonly NoticeSection[], mine: readonly NoticeSection[], theirs: readonly NoticeSection[], merging: Merging): { section: NoticeSection; from: number | null }[] {
  const [toMine, toTheirs] = [alignSections(base, mine), alignSections(base, theirs)];
  const placed = base.map((_, i): Placed => ({ base: i, mine: toMine[i] ?? null, theirs: toTheirs[i] ?? null }));
  for (const i of mine.keys()) if (!toMine.includes(i)) placed.push({ base: null, mine: i, theirs: null });
  for (const [i, section] of theirs.entries()) {
    if (toTheirs.includes(i)) continue;
    // The same block put in by both is one.
    const same = placed.find((each) => each.base === null && each.theirs === null && each.mine !== null && sameSection(mine[each.mine], section));
    if (same) same.theirs = i;
    else placed.push({ base: null, mine: null, theirs: i });
  }
  const kept = placed.filter((each) => stays(each, base, mine, theirs));
  const gone = placed.filter((each) => !kept.includes(each) && each.mine !== null).length;
  merging.taken += gone;
  return inOrder(placed, kept, base.length).map((each, place) => {
    const [was, my, their] = [at(base, each.base), at(mine, each.mine), at(theirs, each.theirs)];
    if (my && their && was) return { section: { when: merging.condition(place, was.when, my.when, their.when), text: merging.texts(place, was.text, my.text, their.text) }, from: each.mine };
    if (my) return { section: my, from: each.mine };
    if (!their) throw new Error("a section of the result stands nowhere");
    return { section: merging.take(true, their), from: null };
  });
}

/** What one removed goes, unless the other has written in it. */
function stays(each: Placed, base: readonly NoticeSection[], mine: readonly NoticeSection[], theirs: readonly NoticeSection[]): boolean {
  if (each.base === null || (each.mine !== null && each.theirs !== null)) return true;
  if (each.mine !== null) return !sameSection(at(base, each.base), mine[each.mine]);
  return each.theirs !== null && !sameSection(at(base, each.base), theirs[each.theirs]);
}

/** The order of whoever changed it, of both mine; what stands in the other's order alone comes behind what it stood behind there. */
function inOrder(placed: readonly Placed[], kept: readonly Placed[], baseLength: number): Placed[] {
  const orderOf = (side: "mine" | "theirs") => placed.filter((each) => each[side] !== null).sort((a, b) => (a[side] ?? 0) - (b[side] ?? 0));
  const moved = (order: readonly Placed[]) => order.filter(({ base }) => base !== null).some((each, i, all) => (each.base ?? baseLength) < (all[i - 1]?.base ?? -1));
  const [mine, theirs] = [orderOf("mine"), orderOf("theirs")];
  const [first, second] = !moved(mine) && moved(theirs) ? [theirs, mine] : [mine, theirs];
  const order = first.filter((each) => kept.includes(each));
  for (const [i, each] of second.entries()) {
    if (!kept.includes(each) || order.includes(each)) continue;
    const before = second.slice(0, i).reverse().find((other) => order.includes(other));
    order.splice(before ? order.indexOf(before) + 1 : 0, 0, each);
  }
  return order;
}

/** How alike two sections must be to count as one that was rewritten, of 1. */
const ALIKE = 0.4;

/** Say what became of each section: its index in `after`, or null where it is gone. Equal ones first, then those that are most alike, then what stands alone between the same two. */
export function alignSections(before: readonly NoticeSection[], after: readonly NoticeSection[]): (number | null)[] {
  const found = before.map((): number | null => null);
  const taken = new Set<number>();
  const pair = (i: number, j: number) => {
    found[i] = j;
    taken.add(j);
  };
  for (const [i, j] of longestCommon(before.map(keyOf), after.map(keyOf))) pair(i, j);
  for (const [i, section] of before.entries()) {
    const j = found[i] === null ? after.findIndex((other, k) => !taken.has(k) && sameSection(section, other)) : -1;
    if (j >= 0) pair(i, j);
  }
  const alike = before.flatMap((section, i) => (found[i] === null ? after.flatMap((other, j) => (taken.has(j) ? [] : [{ i, j, likeness: likenessOf(section, other) }])) : []));
  for (const { i, j, likeness } of alike.sort((a, b) => b.likeness - a.likeness)) if (likeness >= ALIKE && found[i] === null && !taken.has(j)) pair(i, j);
  for (const [i, section] of before.entries()) {
    const j = (i === 0 ? -1 : (found[i - 1] ?? after.length)) + 1;
    const next = i + 1 === before.length ? after.length : found[i + 1];
    const other = after[j];
    if (found[i] === null && other && !taken.has(j) && next === j + 1 && sameCondition(section.when, other.when)) pair(i, j);
  }
  return found;
}

/** Pairs of indices of the longest sequence that stands in both lists, in order. */
function longestCommon(a: readonly string[], b: readonly string[]): [number, number][] {
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const get = (i: number, j: number) => length[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) (length[i] as number[])[j] = a[i] === b[j] ? get(i + 1, j + 1) + 1 : Math.max(get(i + 1, j), get(i, j + 1));
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (get(i + 1, j) >= get(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** The language that changed less decides: somebody writes in one at a time. */
function likenessOf(a: NoticeSection, b: NoticeSection): number {
  return Math.max(...locales.map((locale) => shareOfWords(a.text[locale], b.text[locale])));
}

/** How many of the words of two texts stand in both (Dice). */
function shareOfWords(a: string, b: string): number {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const [of, other] = [words(a), words(b)];
  const both = [...of].filter((word) => other.has(word)).length;
  return of.size + other.size === 0 ? 0 : (2 * both) / (of.size + other.size);
}

function keyOf({ when, text }: NoticeSection): string {
  return JSON.stringify([when.dataClass, when.evidence, when.subjectKind, text.ko.trim(), text.en.trim()]);
}

function sameSection(a: NoticeSection | undefined, b: NoticeSection | undefined): boolean {
  return a !== undefined && b !== undefined && keyOf(a) === keyOf(b);
}

function sameText(a: string, b: string): boolean {
  return a.trim() === b.trim();
}

export function sameCondition(a: SectionCondition, b: SectionCondition): boolean {
  return a.dataClass === b.dataClass && a.evidence === b.evidence && a.subjectKind === b.subjectKind;
}

function at<T>(list: readonly T[], index: number | null): T | undefined {
  return index === null ? undefined : list[index];
}
