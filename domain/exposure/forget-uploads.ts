import { and, eq, isNull, lt, notExists, or, sql, type SQL } from "drizzle-orm";
import { liftStatementLimit } from "@/db/client";
import { importUploads, imports } from "@/db/schema/exposure";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { mayImportDatasets } from "./policy";

/** Forget one uploaded file with all its pieces, because it broke off or its bytes are here already. @throws {Forbidden} */
export async function forgetUpload(ctx: Context, uploadId: string): Promise<void> {
  authorise(ctx, mayImportDatasets);
  await forget(ctx, eq(importUploads.id, uploadId));
}

/** Forget what was uploaded a day ago and never imported: leaked data lies here only as long as it is needed. @throws {Forbidden} */
export async function forgetAbandonedUploads(ctx: Context): Promise<void> {
  authorise(ctx, mayImportDatasets);
  const used = ctx.db.select({ one: sql`1` }).from(imports).where(eq(imports.uploadId, importUploads.id));
  await forget(ctx, and(lt(importUploads.createdAt, sql`clock_timestamp() - interval '1 day'`), or(isNull(importUploads.hash), notExists(used))));
}

async function forget(ctx: Context, which: SQL | undefined): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    // The pieces go with it: of a large file thousands of megabytes.
    await liftStatementLimit(tx);
    const gone = await tx.delete(importUploads).where(which).returning({ id: importUploads.id });
    if (gone.length > 0) await recordAudit(tx, ctx, { action: "dataset.forget-uploads", object: { kind: "import-upload", id: null }, details: { uploads: gone.map(({ id }) => id) } });
  });
}
