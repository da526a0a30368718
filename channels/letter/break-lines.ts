import type { LetterRun } from "@/domain/notices/types";

/** How wide a text is set. */
export type Measure = (text: string, strong: boolean) => number;

/** Break a text of one weight. */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  return breakRuns([{ text, strong: false }], width, measure).map((line) => line.map((run) => run.text).join(""));
}

/** Break a text into lines no wider than `width`: at spaces, as Korean is set too, and inside a word only where the word alone is too wide. A word may change its weight within. */
export function breakRuns(runs: readonly LetterRun[], width: number, measure: Measure): LetterRun[][] {
  return splitRuns(runs, "\n").flatMap((line) => breakLine(line, width, measure));
}

function breakLine(given: readonly LetterRun[], width: number, measure: Measure): LetterRun[][] {
  const lines: LetterRun[][] = [];
  const space = measure(" ", false);
  let line: LetterRun[] = [];
  // Widths are added up word by word: measuring the whole line for each word would take its square.
  let taken = 0;
  for (const whole of splitRuns(given, " ")) {
    let word = whole;
    let wide = widthOf(word, measure);
    if (line.length > 0 && taken + space + wide <= width) {
      line = joined(joined(line, [{ text: " ", strong: (line.at(-1)?.strong ?? false) && (word[0]?.strong ?? false) }]), word);
      taken += space + wide;
      continue;
    }
    if (line.length > 0) lines.push(line);
    while (wide > width) {
      const [fits, rest] = splitWord(word, width, measure);
      lines.push(fits);
      word = rest;
      wide = widthOf(word, measure);
    }
    line = word;
    taken = wide;
  }
  return [...lines, line];
}

/** Split at a character, which is left out. */
function splitRuns(runs: readonly LetterRun[], at: string): LetterRun[][] {
  const parts: LetterRun[][] = [[]];
  for (const { text, strong } of runs) {
    for (const [i, piece] of text.split(at).entries()) {
      if (i > 0) parts.push([]);
      if (piece !== "") parts.at(-1)?.push({ text: piece, strong });
    }
  }
  return parts;
}

function joined(line: readonly LetterRun[], more: readonly LetterRun[]): LetterRun[] {
  const result = [...line];
  for (const run of more) {
    const last = result.at(-1);
    if (last?.strong === run.strong) result[result.length - 1] = { text: last.text + run.text, strong: run.strong };
    else result.push(run);
  }
  return result;
}

function widthOf(word: readonly LetterRun[], measure: Measure): number {
  return word.reduce((sum, { text, strong }) => sum + measure(text, strong), 0);
}

/** How much of a word goes into the width: at least one character, none cut in two. */
function splitWord(word: readonly LetterRun[], width: number, measure: Measure): [fits: LetterRun[], rest: LetterRun[]] {
  let before = 0;
  for (const [i, { text, strong }] of word.entries()) {
    let fits = 0;
    for (const character of text) {
      if ((i > 0 || fits > 0) && before + measure(text.slice(0, fits + character.length), strong) > width) {
        return [[...word.slice(0, i), ...(fits > 0 ? [{ text: text.slice(0, fits), strong }] : [])], [{ text: text.slice(fits), strong }, ...word.slice(i + 1)]];
      }
      fits += character.length;
    }
    before += measure(text, strong);
  }
  return [[...word], []];
}
