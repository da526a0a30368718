/**
 * Read the records of our own CSV as they come, in pieces that may end anywhere: cells without their quotes. What `csvRecord` writes of them is what was read, to the byte.
 * It forgives what RFC 4180 does not, because a file that was found somewhere may have passed through a spreadsheet.
 */
export async function* readCells(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[]> {
  let record: string[] = [];
  let cell = "";
  let quoted = false;
  /** A quote inside quotes: the next character says whether it ended them. */
  let pending = false;
  for await (const piece of pieces) {
    for (const letter of piece) {
      if (pending) {
        pending = false;
        if (letter === '"') {
          cell += letter;
          continue;
        }
        quoted = false;
      }
      if (quoted) {
        if (letter === '"') pending = true;
        else cell += letter;
      } else if (letter === '"') quoted = true;
      else if (letter === "," || letter === "\n") {
        record.push(letter === "\n" ? cell.replace(/\r$/, "") : cell);
        cell = "";
        if (letter === ",") continue;
        yield record;
        record = [];
      } else cell += letter;
    }
  }
  if (cell !== "" || record.length > 0) yield [...record, cell.replace(/\r$/, "")];
}
