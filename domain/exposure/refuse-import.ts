import { eq } from "drizzle-orm";
import { imports } from "@/db/schema/exposure";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { emptyDraft } from "./empty-draft";
import type { FileRefused } from "./files/csv-source";
import { mayImportDatasets } from "./policy";

/** Give up a run whose file is no table of people: its draft is dropped and the reason kept, as a key without a word of the file, both or neither. @throws {Forbidden} @throws {NotFound} @throws {Conflict} when there is no draft of it any more */
export async function refuseImport(ctx: Context, importId: string, refused: FileRefused): Promise<void> {
  authorise(ctx, mayImportDatasets);
  await withTransaction(ctx, async (tx) => {
    const [run] = await tx.update(imports).set({ error: refused.reason }).where(eq(imports.id, importId)).returning({ incidentId: imports.incidentId, version: imports.version });
    if (!run) throw new NotFound("import");
    await emptyDraft(tx, run);
    await recordAudit(tx, ctx, { action: "dataset.refuse-import", object: { kind: "dataset", id: `${run.incidentId}/${run.version}` }, incidentId: run.incidentId, details: { version: run.version, refused: refused.reason } });
  });
}
