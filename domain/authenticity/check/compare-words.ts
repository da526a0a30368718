import { readMessageNumber } from "../../kernel/ids";
import { bare, judgeList } from "./list-names";
import type { GivenText, Pattern, PatternWord, Stretch, StretchKind } from "./types";

/** Cells of the table of one comparison: some 2,500 words against as many. Longer than that is none of our messages. */
const MOST_CELLS = 6_000_000;
/** What a word costs that is in one text alone. One of ours before the first or after the last of theirs costs less: whoever copies a stretch has that stretch, and not words from all over. */
const ALONE = 8;
const BEYOND = 1;

/** How one step through both texts goes: a word of both, of theirs alone, of ours alone, one more word of a list, or past what a reader may have nothing of. */
const SAME = 1;
const ADDED = 2;
const MISSING = 3;
const PAST = 4;
const MORE = 5;
const SKIP = 6;

/** One word in the order of both texts. */
export interface Step {
  kind: StretchKind;
  text: string;
  /** Whether it stands in our text in the place of a person's number, which people take out before they show a message around. */
  personal: boolean;
}

/**
 * Lay a text beside one of our messages so that as few words as possible differ. `isOurs` says whether a number was given out for messages of this wave. Null when the two are too
 * long to be compared.
 */
export function compareWords(given: GivenText, pattern: Pattern, isOurs: (number: string) => boolean): Step[] | null {
  const { words } = pattern;
  const [rows, columns] = [words.length + 1, given.keys.length + 1];
  if (rows * columns > MOST_CELLS) return null;
  const fits = given.keys.map((key) => ({ listed: pattern.listWords.has(bare(key)) }));
  const matches = (word: PatternWord, at: number): boolean => {
    const key = given.keys[at] ?? "";
    if (word.slot === undefined) return word.key === key;
    if (word.slot === "reference") return isReference(word, key, isOurs);
    return fits[at]?.listed === true || withoutEdges(word, key).some((each) => pattern.listWords.has(bare(each)));
  };
  const cost = new Uint32Array(rows * columns);
  const way = new Uint8Array(rows * columns);
  for (let p = rows - 1; p >= 0; p--) {
    const word = words[p];
    const skips = pattern.skips.get(p) ?? [];
    const more = word?.slot === "more";
    const free = more || word?.optional === true;
    for (let i = columns - 1; i >= 0; i--) {
      const here = p * columns + i;
      const last = i === columns - 1;
      let best = last && p === rows - 1 ? 0 : 0xffff_ffff;
      let step = 0;
      // Plainly one after the other, the cheapest first among equals: this is gone through millions of times for one text.
      if (word && !last && matches(word, i)) {
        const total = cost[here + (more ? 1 : columns + 1)] ?? 0;
        if (total < best) [best, step] = [total, more ? MORE : SAME];
      }
      if (word) {
        const total = (cost[here + columns] ?? 0) + (free ? 0 : i === 0 || last ? BEYOND : ALONE);
        if (total < best) [best, step] = [total, free ? PAST : MISSING];
      }
      for (let n = 0; n < skips.length; n++) {
        const total = cost[(skips[n] ?? 0) * columns + i] ?? 0;
        if (total < best) [best, step] = [total, SKIP + n];
      }
      if (!last) {
        const total = (cost[here + 1] ?? 0) + ALONE;
        if (total < best) [best, step] = [total, ADDED];
      }
      cost[here] = best;
      way[here] = step;
    }
  }
  return walk(given, pattern, way, columns);
}

function walk(given: GivenText, pattern: Pattern, way: Uint8Array, columns: number): Step[] {
  const { words, skips } = pattern;
  const steps: Step[] = [];
  let list: { place: PatternWord; step: number; from: number } | null = null;
  let [p, i] = [0, 0];
  const closeList = () => {
    if (list) judgePlace(steps, given, pattern, { ...list, to: i });
    list = null;
  };
  for (;;) {
    const by = way[p * columns + i] ?? 0;
    const word = words[p];
    if (list && word?.slot !== "more") closeList();
    if (by === 0) return steps;
    if (word?.slot === "list" && by === SAME) list = { place: word, step: steps.length, from: i };
    if (by === SAME || by === MORE) {
      steps.push({ kind: "same", text: given.words[i] ?? "", personal: false });
      i += 1;
      if (by === SAME) p += 1;
    } else if (by === ADDED) {
      steps.push({ kind: "added", text: given.words[i] ?? "", personal: false });
      i += 1;
    } else if (by === MISSING) {
      steps.push({ kind: "missing", text: word?.shown ?? "", personal: word?.slot === "reference" });
      p += 1;
    } else if (by === PAST) p += 1;
    else p = skips.get(p)?.[by - SKIP] ?? words.length;
  }
}

/** Take the words in the place of a list for none of ours when no message can have such a list, and for a piece when the text begins or ends in it. */
function judgePlace(steps: Step[], given: GivenText, { listNames }: Pattern, { place, step, from, to }: { place: PatternWord; step: number; from: number; to: number }): void {
  const [begins, ends] = [from === 0, to === given.keys.length];
  const judged = judgeList(place, given.keys.slice(from, to), listNames, { begins, ends });
  if (judged === "whole") return;
  if (judged === "none") for (const each of steps.slice(step)) each.kind = "added";
  const rest: Step = { kind: "missing", text: place.shown, personal: false };
  if (judged === "cut" && ends) steps.push(rest);
  else steps.splice(step, 0, rest);
}

function isReference(word: PatternWord, key: string, isOurs: (number: string) => boolean): boolean {
  const number = inside(word, key);
  return /^[NM]-/i.test(number) && readMessageNumber(number) !== null && isOurs(number);
}

/** A word of a list without what is written on to the list in the wording, which its first and its last word have. */
function withoutEdges({ before, after }: PatternWord, key: string): string[] {
  const tail = key.startsWith(before) ? key.slice(before.length) : key;
  return [tail, ...[key, tail].filter((each) => each.endsWith(after)).map((each) => each.slice(0, each.length - after.length))];
}

/** What stands between the words that are written on to a place. */
function inside({ before, after }: PatternWord, key: string): string {
  if (!key.startsWith(before) || !key.endsWith(after) || key.length < before.length + after.length) return "";
  return key.slice(before.length, key.length - after.length);
}

/** Words of the same kind in a row, as they are shown. */
export function stretchesOf(steps: readonly Step[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { kind, text } of steps) {
    const last = stretches.at(-1);
    if (last?.kind === kind) {
      last.text += ` ${text}`;
      last.words += 1;
    } else stretches.push({ kind, text, words: 1 });
  }
  return stretches;
}
