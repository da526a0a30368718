/** Bars and spaces of each character, wide or narrow, beginning with a bar (ISO/IEC 16388). Plain scanners read it, and one bar misread gives no other character. */
const patterns: Record<string, string> = {
  ...{ "0": "nnnwwnwnn", "1": "wnnwnnnnw", "2": "nnwwnnnnw", "3": "wnwwnnnnn", "4": "nnnwwnnnw", "5": "wnnwwnnnn", "6": "nnwwwnnnn", "7": "nnnwnnwnw", "8": "wnnwnnwnn", "9": "nnwwnnwnn" },
  ...{ A: "wnnnnwnnw", B: "nnwnnwnnw", C: "wnwnnwnnn", D: "nnnnwwnnw", E: "wnnnwwnnn", F: "nnwnwwnnn", G: "nnnnnwwnw", H: "wnnnnwwnn", I: "nnwnnwwnn", J: "nnnnwwwnn", K: "wnnnnnnww", L: "nnwnnnnww", M: "wnwnnnnwn" },
  ...{ N: "nnnnwnnww", O: "wnnnwnnwn", P: "nnwnwnnwn", Q: "nnnnnnwww", R: "wnnnnnwwn", S: "nnwnnnwwn", T: "nnnnwnwwn", U: "wwnnnnnnw", V: "nwwnnnnnw", W: "wwwnnnnnn", X: "nwnnwnnnw", Y: "wwnnwnnnn", Z: "nwwnwnnnn" },
  "*": "nwnnwnwnn",
};
const WIDE = 2.5;

export interface Bar {
  /** In widths of a narrow bar, from the left. */
  at: number;
  width: number;
}

/** Lay out the bars of a text of digits and capital letters between its start and stop signs. */
export function code39(text: string): { bars: Bar[]; width: number } {
  const bars: Bar[] = [];
  let at = 0;
  for (const character of `*${text}*`) {
    const pattern = patterns[character];
    if (!pattern) throw new Error(`Code 39 has no ${character}`);
    for (const [i, element] of Array.from(pattern).entries()) {
      const width = element === "w" ? WIDE : 1;
      if (i % 2 === 0) bars.push({ at, width });
      at += width;
    }
    at += 1;
  }
  return { bars, width: at - 1 };
}
