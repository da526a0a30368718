import { checkRow, type CheckedRow, type Defect, type RowRules } from "./check-row";
import { recordsOf, type CsvSlice } from "./csv-records";
import { prepareRows, type PrepareKeys, type PreparedRows } from "./prepare-rows";

/** What is the same for every slice of one run. */
export interface PrepareSetup {
  incidentId: string;
  version: number;
  rules: RowRules;
  keys: PrepareKeys;
  /** Lines up to and including this one are loaded already. */
  after: number;
}

export interface PreparedSlice extends PreparedRows {
  accepted: number;
  rejects: { line: number; defects: Defect[] }[];
  /** Line on which its last record begins; 0 when it has none that is not loaded already. */
  lastLine: number;
}

/** Split, judge, seal and index the rows of one slice: everything that costs time and needs nothing but the slice. */
export function prepareSlice(slice: CsvSlice, setup: PrepareSetup): PreparedSlice {
  const rows: CheckedRow[] = [];
  const rejects: PreparedSlice["rejects"] = [];
  let lastLine = 0;
  for (const { line, cells } of recordsOf(slice)) {
    if (line <= setup.after) continue;
    lastLine = line;
    const judged = cells ? checkRow(cells, line, setup.rules) : ([{ column: null, code: "quoting", preview: "" }] satisfies Defect[]);
    if (Array.isArray(judged)) rejects.push({ line, defects: judged });
    else rows.push(judged);
  }
  return { ...prepareRows(rows, setup.incidentId, setup.version, setup.keys), accepted: rows.length, rejects, lastLine };
}
