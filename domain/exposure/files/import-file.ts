import type { Readable } from "node:stream";
import type { ImportField } from "@/db/values/import";
import { checkRow, type CheckedRow, type Defect, type RowRules } from "./check-row";
import { proposeMapping } from "./column-mapping";
import { readSlices, recordsOf, type CsvSlice } from "./csv-records";
import { decoded, FileRefused } from "./csv-source";

const SMALL_SLICE = 200_000;

export interface ReadRow {
  line: number;
  result: CheckedRow | Defect[];
}

export interface FileHead {
  headers: string[];
  mapping: ImportField[];
}

export type FileRules = Omit<RowRules, "headers" | "mapping">;

/** Settle what every column means: the proposal, overridden by what a person said. @throws {FileRefused} */
export function settleMapping(headers: readonly string[], overrides: Record<string, ImportField>): FileHead {
  const trimmed = headers.map((header) => header.trim());
  const repeated = trimmed.filter((header, i) => trimmed.indexOf(header) !== i);
  if (repeated.length > 0) throw new FileRefused("duplicate-header", repeated);
  const proposed = proposeMapping(trimmed);
  const mapping = trimmed.map((header, i) => overrides[header] ?? proposed[i] ?? null);
  const unknown = trimmed.filter((_, i) => mapping[i] === null);
  if (unknown.length > 0) throw new FileRefused("unknown-header", unknown);
  if (!mapping.includes("ref")) throw new FileRefused("no-ref-column");
  return { headers: trimmed, mapping: mapping as ImportField[] };
}

/**
 * Open a file of people: its head, and its records in slices that are checked by whoever takes them. Reading them fails with {FileRefused} when there are none.
 * @throws {FileRefused}
 */
export async function openFile(source: Readable, overrides: Record<string, ImportField>, size: number, onBytes?: (bytes: number) => void): Promise<{ head: FileHead; slices: AsyncGenerator<CsvSlice> }> {
  const all = readSlices(decoded(source, onBytes) as AsyncIterable<string>, size);
  const first = await all.next();
  if (first.done) throw new FileRefused("empty-file");
  const head = settleMapping(firstCells(first.value), overrides);
  return { head, slices: rest(all) };
}

function firstCells(slice: CsvSlice): string[] {
  const [first] = recordsOf(slice);
  return first?.cells ?? [];
}

async function* rest(all: AsyncGenerator<CsvSlice>): AsyncGenerator<CsvSlice> {
  let empty = true;
  for await (const slice of all) {
    empty &&= slice.text.trim() === "";
    yield slice;
  }
  if (empty) throw new FileRefused("header-only");
}

/** Read a file of people row by row, in order, in one pass: each comes out checked or with its defects. @throws {FileRefused} */
export async function* readFileRows(source: Readable, overrides: Record<string, ImportField>, rules: FileRules, onBytes?: (bytes: number) => void): AsyncGenerator<ReadRow[]> {
  const { head, slices } = await openFile(source, overrides, SMALL_SLICE, onBytes);
  const judge = { ...rules, ...head };
  for await (const slice of slices) {
    yield Array.from(recordsOf(slice), ({ line, cells }) => ({ line, result: cells ? checkRow(cells, line, judge) : [{ column: null, code: "quoting", preview: "" }] }));
  }
}

/** Read no more of a file than its first record: the headers as they stand in it. @throws {FileRefused} */
export async function readHeaders(source: Readable): Promise<string[]> {
  try {
    const first = await readSlices(decoded(source) as AsyncIterable<string>, SMALL_SLICE).next();
    if (first.done) throw new FileRefused("empty-file");
    return firstCells(first.value).map((header) => header.trim());
  } finally {
    source.destroy();
  }
}
