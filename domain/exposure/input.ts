import { z } from "zod";
import { importFields, importModes } from "@/db/values/import";

export const startImportInput = z.object({
  incidentId: z.uuid(),
  mode: z.enum(importModes, { error: "choose-one" }),
  asOf: z.coerce.date({ error: "as-of" }),
  fileName: z.string().min(1, "required").max(200, "too-long"),
  /** Overrides of the proposed mapping: header → field. */
  mapping: z.record(z.string(), z.enum(importFields)).default({}),
});
export type StartImport = z.output<typeof startImportInput>;

export const datasetVersionInput = z.object({ incidentId: z.uuid(), version: z.coerce.number().int().min(1) });

export const publishDatasetInput = datasetVersionInput.extend({
  /** The number of people a replacement removes, typed by the person who publishes; asked for above 1 %. */
  removed: z.coerce.number().int().optional().catch(undefined),
});
