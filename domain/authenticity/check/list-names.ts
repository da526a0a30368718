import type { ListName, PatternWord } from "./types";

/** Names in a list are set apart by commas. */
export function bare(key: string): string {
  return key.replace(/[,，、]$/, "");
}

/**
 * Say whether words in the place of a list are one that a message can have: one name or more, each whole, once, and in the order in which lists have them. `cut` is a list of which the
 * text has only a piece, because it begins or ends there. Which of such lists a person's own message has is not looked up: the number in it is no secret, so whoever knows somebody's
 * could learn what leaked of them by trying lists.
 */
export function judgeList(place: Pick<PatternWord, "before" | "after">, keys: readonly string[], names: readonly ListName[], { begins, ends }: { begins: boolean; ends: boolean }): "whole" | "cut" | "none" {
  const words = withoutWhatIsWrittenOn(place, keys);
  if (words && isList(words, names)) return "whole";
  const plain = words ?? keys.map(bare);
  const most = Math.max(0, ...names.map((name) => name.keys.length));
  for (let head = 0; head <= (begins ? most : 0); head++) {
    for (let tail = 0; tail <= (ends ? most : 0); tail++) {
      if (head + tail === 0 || head + tail > plain.length || !names.some((name) => endsWith(name, plain.slice(0, head))) || !names.some((name) => beginsWith(name, plain.slice(plain.length - tail)))) continue;
      const between = plain.slice(head, plain.length - tail);
      if (between.length === 0 || isList(between, names)) return "cut";
    }
  }
  return "none";
}

/** What stands in the wording before and behind a list without a space is no part of it; null where that is gone. */
function withoutWhatIsWrittenOn({ before, after }: Pick<PatternWord, "before" | "after">, keys: readonly string[]): string[] | null {
  const words = [...keys];
  const [first = "", last = ""] = [words[0], words.at(-1)];
  if (!first.startsWith(before) || !last.endsWith(after)) return null;
  words[0] = first.slice(before.length);
  const end = words.at(-1) ?? "";
  words[words.length - 1] = end.slice(0, end.length - after.length);
  return words.map(bare);
}

function isList(words: readonly string[], names: readonly ListName[]): boolean {
  const said = new Set<string>();
  let [at, next] = [0, 0];
  while (at < words.length) {
    // One name may begin as another does, so the longest is taken.
    const found = names
      .map((name, place) => ({ ...name, place }))
      .filter((name) => name.place >= next && !said.has(name.slug) && name.keys.length > 0 && beginsWith({ ...name, keys: words.slice(at) }, name.keys))
      .sort((a, b) => b.keys.length - a.keys.length)[0];
    if (!found) return false;
    said.add(found.slug);
    at += found.keys.length;
    next = found.place + 1;
  }
  return said.size > 0;
}

function beginsWith({ keys }: ListName, words: readonly string[]): boolean {
  return words.every((word, i) => keys[i] === word);
}

function endsWith({ keys }: ListName, words: readonly string[]): boolean {
  return words.length <= keys.length && words.every((word, i) => keys[keys.length - words.length + i] === word);
}
