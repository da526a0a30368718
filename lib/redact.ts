const ADDRESS = /[^\s<>"']+@[^\s<>"']+/g;
/** Digits as numbers of telephones are written, with or without a country code. */
const NUMBER = /\+?\d[\d -]{6,}\d/g;
const LONGEST = 300;
/** What has a meaning in a regular expression, and nothing else: escaping any other letter is an error in one that knows Unicode. */
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** Words of another system that can be kept: one line without addresses, and without the part before the @ of `names`, which some systems repeat alone. */
export function cleanWords(words: string, names: readonly string[] = []): string {
  let line = words.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  for (const name of names) {
    const local = name.replaceAll(/[<>]/g, "").split("@")[0] ?? "";
    if (local.length > 0) line = line.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_.])${local.replaceAll(SYNTAX, "\\$&")}(?![\\p{L}\\p{N}_])(@[^\\s<>"']+)?`, "giu"), "…");
  }
  return line.replace(ADDRESS, "…").slice(0, LONGEST);
}

/** The same where the words speak of a telephone. */
export function withoutNumbers(words: string): string {
  return cleanWords(words).replace(NUMBER, "…");
}
