import type { Readable } from "node:stream";
import type { ImportField, RowDefect } from "@/db/values/import";
import { authorise, type Context } from "../kernel/context";
import { readFileRows } from "./files/import-file";
import { loadRowRules } from "./files/load-row-rules";
import { mayImportDatasets } from "./policy";
import { SeenReferences } from "./files/seen-references";
import type { Reject } from "./types";

export interface DryRun {
  accepted: number;
  rejected: number;
  /** Rows per defect, the most frequent first; a row with two defects is counted under both. */
  defects: { code: RowDefect; rows: number }[];
  /** False when the file has so many references that repeated ones are found only when it is loaded. */
  repeatsChecked: boolean;
  /** False when it stopped at `maxRows` and there was more. */
  whole: boolean;
}

/**
 * Read a file as an import would and load nothing: all of it, or its first `maxRows` rows where somebody waits for the answer. `onReject` is given every
 * defect in the order of lines. What only the database can know is not judged: whether an amendment's people are there.
 * @throws {Forbidden} @throws {FileRefused}
 */
export async function dryRunImport(
  ctx: Context,
  incidentId: string,
  source: Readable,
  options: { mapping?: Record<string, ImportField>; onReject?: (reject: Reject) => void | Promise<void>; onProgress?: (bytes: number) => void; maxRows?: number } = {},
): Promise<DryRun> {
  authorise(ctx, mayImportDatasets);
  const references = new SeenReferences();
  const counts = new Map<RowDefect, number>();
  let accepted = 0;
  let rejected = 0;
  let bytes = 0;
  let whole = true;
  const maxRows = options.maxRows ?? Number.POSITIVE_INFINITY;
  const onBytes = (more: number) => {
    bytes += more;
    options.onProgress?.(bytes);
  };
  for await (const rows of readFileRows(source, options.mapping ?? {}, await loadRowRules(ctx, incidentId), onBytes)) {
    for (const { line, result } of rows) {
      if (accepted + rejected === maxRows) {
        whole = false;
        break;
      }
      const repeated = !Array.isArray(result) && references.seen(result.content.ref);
      const defects = Array.isArray(result) ? result : repeated ? [{ column: null, code: "duplicate-key" as const, preview: "" }] : [];
      if (defects.length === 0) accepted += 1;
      else rejected += 1;
      for (const code of new Set(defects.map((defect) => defect.code))) counts.set(code, (counts.get(code) ?? 0) + 1);
      if (options.onReject) for (const defect of defects) await options.onReject({ line, ...defect });
    }
    if (!whole) break;
  }
  source.destroy();
  const defects = [...counts].map(([code, rows]) => ({ code, rows })).sort((a, b) => b.rows - a.rows || a.code.localeCompare(b.code));
  return { accepted, rejected, defects, repeatsChecked: !references.full, whole };
}
