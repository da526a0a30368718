import { z } from "zod";
import { importFields, importModes } from "@/db/values/import";

export const MEGABYTE = 1_000_000;
/** What the console takes: the reference case is 8 GB. Ten times that still goes through the command line. */
export const MAX_UPLOAD_MB = 20_000;
/** Rows that a dry run reads while somebody waits for it, about a second's work. */
export const DRY_RUN_ROWS = 50_000;

export const startImportInput = z.object({
  incidentId: z.uuid(),
  mode: z.enum(importModes, { error: "choose-one" }),
  asOf: z.coerce.date({ error: "as-of" }),
  fileName: z.string().min(1, "required").max(200, "too-long"),
  /** Overrides of the proposed mapping: header → field. */
  mapping: z.record(z.string(), z.enum(importFields)).default({}),
});

export const datasetVersionInput = z.object({ incidentId: z.uuid(), version: z.coerce.number().int().min(1) });

export const publishDatasetInput = datasetVersionInput.extend({
  /** The number of people a replacement removes, typed by the person who publishes; asked for above 1 %. */
  removed: z.coerce.number().int().optional().catch(undefined),
});

/** The version that an address names; null when it names none. */
export function versionOf(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
