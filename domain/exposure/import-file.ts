import type { Readable } from "node:stream";
import type { ImportField } from "@/db/values/import";
import { checkRow, type CheckedRow, type Defect, type RowRules } from "./check-row";
import { proposeMapping } from "./column-mapping";
import { readRecords } from "./csv-records";
import { decoded, FileRefused } from "./csv-source";

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
 * Read a file of people block by block, in order, in one pass: each row comes out checked or with its defects. Lines up to and including `after` are
 * passed over, for a run that goes on. @throws {FileRefused}
 */
export async function* readFileRows(source: Readable, overrides: Record<string, ImportField>, rules: FileRules, after = 0, onBytes?: (bytes: number) => void): AsyncGenerator<ReadRow[]> {
  let judge: RowRules | null = null;
  let empty = true;
  for await (const records of readRecords(decoded(source, onBytes) as AsyncIterable<string>)) {
    const rows: ReadRow[] = [];
    for (const { line, cells } of records) {
      if (!judge) {
        judge = { ...rules, ...settleMapping(cells ?? [], overrides) };
        continue;
      }
      empty = false;
      if (line <= after) continue;
      rows.push({ line, result: cells ? checkRow(cells, line, judge) : [{ column: null, code: "quoting", preview: "" }] });
    }
    if (rows.length > 0) yield rows;
  }
  if (!judge) throw new FileRefused("empty-file");
  if (empty) throw new FileRefused("header-only");
}

/** Read no more of a file than its first record: the headers as they stand in it. @throws {FileRefused} */
export async function readHeaders(source: Readable): Promise<string[]> {
  try {
    for await (const [first] of readRecords(decoded(source) as AsyncIterable<string>)) if (first) return (first.cells ?? []).map((header) => header.trim());
    throw new FileRefused("empty-file");
  } finally {
    source.destroy();
  }
}
