import type { NoticePart } from "../../notices/types";
import { readWords } from "./read-given-text";
import type { PatternWord } from "./types";

/** Marks of the places of personal values in a text, of letters that nobody may write into a wording. */
export const MARKS = { "leaked-list": "\uE010", "leaked-classes": "\uE011", reference: "\uE012" } as const;
const MARK = /[\uE010-\uE012]/;

/** Puts the words of a pattern down one after the other. */
export class Building {
  readonly words: PatternWord[] = [];
  readonly skips = new Map<number, number[]>();

  constructor(readonly listWords: ReadonlySet<string>) {}

  /** What only some readers have. */
  perhaps(add: () => void): void {
    const start = this.words.length;
    add();
    if (this.words.length > start) this.skips.set(start, [...(this.skips.get(start) ?? []), this.words.length]);
  }

  /** Add a text. Addresses of `behind` are shown by some programs alone, as are the numbers of a list. */
  add(parts: readonly NoticePart[], behind: ReadonlySet<string> = new Set()): void {
    const text = parts.map((piece) => (typeof piece === "string" ? piece : MARKS[piece.slot])).join("");
    for (const line of text.split("\n")) {
      const { words, keys } = readWords(line);
      for (const [i, key] of keys.entries()) this.addWord(key, words[i] ?? key, (i === 0 && /^\s/.test(line) && /^\d{1,2}\.$/.test(key)) || behind.has(key));
    }
  }

  private addWord(key: string, shown: string, optional: boolean): void {
    const place = MARK.exec(key);
    if (!place) {
      this.words.push({ key, shown, before: "", after: "", optional });
      return;
    }
    const around = { key, before: key.slice(0, place.index), after: key.slice(place.index + 1), optional: false };
    if (place[0] === MARKS.reference) this.words.push({ ...around, shown: shown.replace(MARK, "N-…"), slot: "reference" });
    else this.words.push({ ...around, shown: shown.replace(MARK, "…"), slot: "list" }, { ...around, shown: "", slot: "more" });
  }
}
