import { and, eq, inArray, sql } from "drizzle-orm";
import { liftStatementLimit, type Transaction } from "@/db/client";
import { contactPoints, datasetCells, datasets, imports, importUploads, OPEN_VERSION, subjectLinks, subjects } from "@/db/schema/exposure";
import { Conflict } from "../kernel/errors";

/** Take everything of a draft out in the caller's transaction, as if it had never been loaded; its run has failed, and only its number stays used. The caller audits it. @throws {Conflict} when it is not a draft */
export async function emptyDraft(tx: Transaction, { incidentId, version }: { incidentId: string; version: number }): Promise<void> {
  // Of a large dataset it takes minutes.
  await liftStatementLimit(tx);
  const dropped = await tx
    .update(datasets)
    .set({ state: "dropped", people: 0, added: 0, removed: 0, changed: 0 })
    .where(and(eq(datasets.incidentId, incidentId), eq(datasets.version, version), inArray(datasets.state, ["importing", "draft"])))
    .returning({ version: datasets.version });
  if (dropped.length === 0) throw new Conflict("not-a-draft");
  for (const table of [subjects, contactPoints, subjectLinks]) {
    await tx.delete(table).where(and(eq(table.incidentId, incidentId), eq(table.fromVersion, version)));
    await tx.update(table).set({ toVersion: OPEN_VERSION }).where(and(eq(table.incidentId, incidentId), eq(table.toVersion, version)));
  }
  await tx.delete(datasetCells).where(and(eq(datasetCells.incidentId, incidentId), eq(datasetCells.version, version)));
  const runs = await tx.update(imports).set({ state: "failed", finishedAt: sql`clock_timestamp()` }).where(and(eq(imports.incidentId, incidentId), eq(imports.version, version), inArray(imports.state, ["loading", "merging"]))).returning({ serial: imports.serial, uploadId: imports.uploadId });
  for (const { serial, uploadId } of runs) {
    if (uploadId) await tx.delete(importUploads).where(eq(importUploads.id, uploadId));
    await tx.execute(sql`select drop_staging(${serial})`);
  }
}
