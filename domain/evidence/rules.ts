export const MOST_PAPERS = 20;
export const MEGABYTE = 1_048_576;
export const MOST_MEGABYTES = 20;
/** The database refuses more than this, too. */
export const MOST_BYTES = MOST_MEGABYTES * MEGABYTE;
/** A piece is held in memory whole; it is what a lost network costs at most. */
export const PIECE_BYTES = 1 << 20;
/** Pieces that one proven session or one person of the staff may send a day: all papers of a claim three times over. */
export const PIECES_A_DAY = 3 * MOST_PAPERS * MOST_MEGABYTES;
/** An upload that nobody went on with is given up after a day. */
export const GIVEN_UP_HOURS = 24;

const LONGEST_NAME = 120;

/** Keep of a file's name what a person reads in it: no folders, nothing unseen, nothing that turns the direction of writing. Never empty. */
export function readableName(given: string): string {
  const last = given.normalize("NFC").replace(/[/\\]+$/, "").split(/[/\\]/).at(-1) ?? "";
  const name = last.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").replace(/^[\s.]+|\s+$/g, "");
  return Array.from(name === "" ? "paper" : name).slice(-LONGEST_NAME).join("");
}

const EXTENSIONS = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" } as const;

/** What a paper is called when it is fetched, with the extension of what it has become. The name under which it was handed in is often that of a person, and would stand in a header. */
export function downloadName(id: string, type: keyof typeof EXTENSIONS): string {
  return `paper-${id.slice(-6)}.${EXTENSIONS[type]}`;
}

/** Whether a file begins like one of the kinds that are taken, so that a wrong one is refused before all of it is sent. Inspection decides. */
export function beginsLikePaper(first: Buffer): boolean {
  const text = first.toString("latin1", 0, 32);
  return text.includes("%PDF-") || text.startsWith("\u00ff\u00d8\u00ff") || text.startsWith("\u0089PNG\r\n") || text.slice(4, 8) === "ftyp";
}
