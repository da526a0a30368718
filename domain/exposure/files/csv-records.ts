/** A record may span this many lines before a quote counts as never closed. */
const MAX_LINES = 50;
const MAX_RECORD = 64_000;
const DELIMITERS = [",", "\t", ";"] as const;

export interface CsvRecord {
  /** Line on which the record begins, counted from 1. */
  line: number;
  /** Its cells, or null when its quotes are wrong (RFC 4180 § 2.5 to 2.7). */
  cells: string[] | null;
}

/** Whole records as they stand in the file, to be read by `recordsOf`, on another thread if need be. */
export interface CsvSlice {
  text: string;
  /** Lines of the file before this slice. */
  line: number;
  lines: number;
  delimiter: string;
}

/**
 * Cut text into slices of whole records: the first of them the first record alone, the others of `size` characters or more. Cells are not looked at. The
 * delimiter is the one that the first line has most of.
 */
export async function* readSlices(text: AsyncIterable<string>, size: number): AsyncGenerator<CsvSlice> {
  const at = { rest: "", line: 0, delimiter: "", headed: false };
  const take = (): CsvSlice => {
    at.delimiter ||= likelyDelimiter(at.rest.trimStart());
    const slice = measure(at.rest, at.line, at.delimiter, !at.headed);
    at.rest = at.rest.slice(slice.text.length);
    at.line += slice.lines;
    at.headed ||= slice.text.trim() !== "";
    return slice;
  };
  for await (const part of text) {
    at.rest += part;
    while (at.rest.length >= (at.headed ? size : MAX_RECORD)) {
      const slice = take();
      if (slice.text === "") break;
      if (slice.text.trim() !== "") yield slice;
    }
  }
  // A file shorter than one block.
  for (let slice = at.headed ? null : take(); slice && slice.text !== ""; slice = slice.text.trim() === "" ? take() : null) if (slice.text.trim() !== "") yield slice;
  if (at.rest.trim() !== "") yield { text: at.rest, line: at.line, lines: Infinity, delimiter: at.delimiter };
}

/**
 * Read the records of a slice of comma-separated text (RFC 4180). A record whose quotes are wrong costs that line and nothing more: reading goes on with the
 * line after it, so one stray quote does not swallow the rows behind it.
 */
export function* recordsOf({ text, line: before, delimiter }: CsvSlice): Generator<CsvRecord> {
  let position = 0;
  let line = before;
  while (position < text.length) {
    const end = lineEnd(text, position) ?? { stop: text.length, next: text.length };
    const raw = text.slice(position, end.stop);
    if (!raw.includes('"')) {
      if (raw !== "") yield { line: line + 1, cells: raw.split(delimiter) };
      position = end.next;
      line += 1;
      continue;
    }
    const quoted = readQuoted(text, position, delimiter, true);
    if (quoted === "more") break;
    yield { line: line + 1, cells: quoted.cells };
    position = quoted.next;
    line += quoted.lines;
  }
}

/** How far whole records reach. Lines without a quote are records, so only those with one are read. */
function measure(text: string, line: number, delimiter: string, one: boolean): CsvSlice {
  let position = 0;
  let lines = 0;
  for (;;) {
    const quote = text.indexOf('"', position);
    const plain = one ? text.indexOf("\n", position) + 1 : text.lastIndexOf("\n", (quote < 0 ? text.length : quote) - 1) + 1;
    if (plain > position && (!one || quote < 0 || plain <= quote)) {
      lines += countLines(text, position, plain);
      position = plain;
    } else if (quote >= 0) {
      const quoted = readQuoted(text, position, delimiter, false);
      if (quoted === "more") break;
      position = quoted.next;
      lines += quoted.lines;
    } else break;
    if (one || (quote < 0 && position === plain)) break;
  }
  return { text: text.slice(0, position), line, lines, delimiter };
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

function likelyDelimiter(text: string): string {
  const end = text.indexOf("\n");
  const first = end < 0 ? text : text.slice(0, end);
  return DELIMITERS.reduce((best, candidate) => (first.split(candidate).length > first.split(best).length ? candidate : best));
}

/** Where a line stops and where the next begins; null when the text ends first. */
function lineEnd(text: string, from: number): { stop: number; next: number } | null {
  const at = text.indexOf("\n", from);
  if (at < 0) return null;
  return { stop: at > from && text.charCodeAt(at - 1) === 13 ? at - 1 : at, next: at + 1 };
}

/** Read a record with quotes, over as many lines as its quotes span; "more" when the text ends first and is not the last of the file. */
function readQuoted(text: string, from: number, delimiter: string, last: boolean): { cells: string[] | null; next: number; lines: number } | "more" {
  const endOf = (start: number) => lineEnd(text, start) ?? (last ? { stop: text.length, next: text.length } : null);
  const first = endOf(from);
  if (!first) return "more";
  let end = first;
  for (let lines = 1; lines <= MAX_LINES && end.stop - from <= MAX_RECORD; lines++) {
    const cells = splitQuoted(text.slice(from, end.stop), delimiter);
    if (cells === null) break;
    if (cells !== "open") return { cells, next: end.next, lines };
    if (end.next >= text.length && last) break;
    const further = endOf(end.next);
    if (!further) return "more";
    end = further;
  }
  return { cells: null, next: first.next, lines: 1 };
}

/** Cells of one record; null when a quote stands where none may, "open" when it ends inside a quoted cell. */
function splitQuoted(record: string, delimiter: string): string[] | null | "open" {
  const cells: string[] = [];
  let position = 0;
  for (;;) {
    if (record[position] === '"') {
      let close = position + 1;
      for (;;) {
        close = record.indexOf('"', close);
        if (close < 0) return "open";
        if (record[close + 1] !== '"') break;
        close += 2;
      }
      cells.push(record.slice(position + 1, close).replaceAll('""', '"'));
      position = close + 1;
      if (position === record.length) return cells;
      if (record[position] !== delimiter) return null;
      position += 1;
    } else {
      const end = record.indexOf(delimiter, position);
      const cell = end < 0 ? record.slice(position) : record.slice(position, end);
      if (cell.includes('"')) return null;
      cells.push(cell);
      if (end < 0) return cells;
      position = end + 1;
    }
  }
}
