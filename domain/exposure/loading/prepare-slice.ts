import { checkRow, type Defect, type RowRules } from "../files/check-row";
import { recordsOf, type CsvSlice } from "../files/csv-records";
import { isErased, type ErasedReferences } from "./erased-references";
import { RowPreparer, type PrepareKeys, type PreparedRows } from "./prepare-rows";

/** What is the same for every slice of one run. */
export interface PrepareSetup {
  incidentId: string;
  version: number;
  rules: RowRules;
  keys: PrepareKeys;
  /** People who asked to be erased and stay out. */
  erased: ErasedReferences | null;
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
  // Row by row, so that what is made of one is gone before the next.
  const rows = new RowPreparer(setup.incidentId, setup.version, setup.keys, slice.text.length);
  let accepted = 0;
  const rejects: PreparedSlice["rejects"] = [];
  let lastLine = 0;
  for (const { line, cells } of recordsOf(slice)) {
    if (line <= setup.after) continue;
    lastLine = line;
    const judged = cells ? checkRow(cells, line, setup.rules) : ([{ column: null, code: "quoting", preview: "" }] satisfies Defect[]);
    if (Array.isArray(judged)) rejects.push({ line, defects: judged });
    else if (isErased(setup.erased, judged.content.ref)) rejects.push({ line, defects: [{ column: null, code: "erased", preview: "" }] });
    else {
      rows.add(judged);
      accepted += 1;
    }
  }
  return { ...rows.finish(), accepted, rejects, lastLine };
}
