/** How wide a text is set. */
export type Measure = (text: string) => number;

/** Break a text into lines no wider than `width`: at spaces, as Korean is set too, and inside a word only where the word alone is too wide. */
export function breakLines(text: string, width: number, measure: Measure): string[] {
  return text.split("\n").flatMap((line) => breakLine(line, width, measure));
}

function breakLine(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  const space = measure(" ");
  let line = "";
  // Widths are added up word by word: measuring the whole line for each word would take its square.
  let taken = 0;
  for (const given of text.split(" ")) {
    let word = given;
    let wide = measure(word);
    if (line !== "" && taken + space + wide <= width) {
      line += ` ${word}`;
      taken += space + wide;
      continue;
    }
    if (line !== "") lines.push(line);
    while (wide > width) {
      const fits = fitting(word, width, measure);
      lines.push(word.slice(0, fits));
      word = word.slice(fits);
      wide = measure(word);
    }
    line = word;
    taken = wide;
  }
  return [...lines, line];
}

/** How much of a word goes into the width: at least one character, none cut in two. */
function fitting(word: string, width: number, measure: Measure): number {
  let fits = 0;
  for (const character of word) {
    if (fits > 0 && measure(word.slice(0, fits + character.length)) > width) break;
    fits += character.length;
  }
  return fits;
}
