import type { Context } from "../../kernel/context";
import { compareWords, stretchesOf, type Step } from "./compare-words";
import { readGivenText } from "./read-given-text";
import { dangersOf, judgeSteps } from "../rules";
import { listPatterns, numbersIn } from "./sent-patterns";
import type { Comparison, GivenText, Pattern } from "./types";

/** Messages that a text is laid beside word by word: those with which it shares most. */
const CLOSEST = 3;

/** The number of a notice as it stands in a text, and how many of them are looked at. */
const NUMBERS = /\bN(?:-[2-9A-HJKMNP-TV-Z]{4}){3}(?![0-9A-Z])/gi;
const MOST_NUMBERS = 5;

/** Find the message that a text is, or was made from, and what differs. It is compared with what really left, and nothing of it is kept. */
export async function compareText(ctx: Context, text: string, portalUrl: string): Promise<Comparison> {
  const given = readGivenText(text);
  const none: Comparison = { verdict: "not-ours", pattern: null, stretches: [], dangers: dangersOf([{ kind: "added", text, words: given.words.length }]), leftOut: given.leftOut };
  if (given.keys.length === 0) return none;
  const numbers = [...new Set(text.match(NUMBERS) ?? [])].slice(0, MOST_NUMBERS);
  const compared = await Promise.all(
    (await listPatterns(ctx, portalUrl)).map(async (pattern) => ({ pattern, shared: sharedWords(given, pattern), named: numbers.length > 0 && numbers.some(await numbersIn(ctx, pattern)) })),
  );
  const closest = compared.filter(({ shared }) => shared > 0);
  // The same words may have gone out more than once: then the number says when.
  closest.sort((a, b) => Number(b.named) - Number(a.named) || b.shared - a.shared || a.pattern.words.length - b.pattern.words.length);
  // Waves that said the same have one list of words, of which one is enough.
  const different = closest.filter(({ pattern }, i) => closest.findIndex((other) => other.pattern.words === pattern.words) === i);
  let best: { pattern: Pattern; steps: Step[] } | null = null;
  for (const { pattern } of different.slice(0, CLOSEST)) {
    const steps = compareWords(given, pattern, await numbersIn(ctx, pattern));
    if (steps && (!best || worth(steps) > worth(best.steps))) best = { pattern, steps };
  }
  const verdict = best ? judgeSteps(best.steps) : "not-ours";
  if (!best || verdict === "not-ours") return none;
  const stretches = stretchesOf(best.steps);
  return { verdict, pattern: best.pattern, stretches, dangers: dangersOf(stretches), leftOut: given.leftOut };
}

/** The words and the pairs of words that both have, with a little more for a message that has few others. Pairs tell a stretch of one wording from single words of another. */
function sharedWords({ keys }: GivenText, pattern: Pattern): number {
  const ours = pattern.words.map(({ key }) => key);
  const shared = inBoth(keys, ours) + inBoth(pairsOf(keys), pairsOf(ours));
  return shared === 0 ? 0 : shared + shared / (keys.length + ours.length);
}

function pairsOf(keys: readonly string[]): string[] {
  return keys.slice(1).map((key, i) => `${keys[i] ?? ""} ${key}`);
}

function inBoth(given: readonly string[], ours: readonly string[]): number {
  const left = new Map<string, number>();
  for (const each of ours) left.set(each, (left.get(each) ?? 0) + 1);
  let shared = 0;
  for (const each of given) {
    const count = left.get(each) ?? 0;
    if (count === 0) continue;
    shared += 1;
    left.set(each, count - 1);
  }
  return shared;
}

/** How well a message explains a text. What it has beyond the stretch that was copied counts next to nothing, or a short message would be taken before the one that has the stretch. */
function worth(steps: readonly Step[]): number {
  const [first, last] = [steps.findIndex(({ kind }) => kind === "same"), steps.findLastIndex(({ kind }) => kind === "same")];
  return steps.reduce((sum, { kind }, i) => sum + (kind === "same" ? 1 : kind === "added" ? -1 : i > first && i < last ? -0.25 : -0.01), 0);
}
