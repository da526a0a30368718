import { eq } from "drizzle-orm";
import { imports } from "@/db/schema/exposure";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import type { FileRefused } from "./files/csv-source";
import { dropDraft } from "./drop-draft";
import { mayImportDatasets } from "./policy";

/** Give up a run whose file is no table of people: its draft is dropped and the reason kept, as a key without a word of the file. @throws {Forbidden} @throws {NotFound} */
export async function refuseImport(ctx: Context, importId: string, refused: FileRefused): Promise<void> {
  authorise(ctx, mayImportDatasets);
  const [run] = await ctx.db.update(imports).set({ error: refused.reason }).where(eq(imports.id, importId)).returning({ incidentId: imports.incidentId, version: imports.version });
  if (!run) throw new NotFound("import");
  await dropDraft(ctx, run);
}
