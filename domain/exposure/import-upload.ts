import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { importUploads, imports } from "@/db/schema/exposure";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { forgetUpload } from "./forget-uploads";
import { startImportInput } from "./input";
import { runImportJob } from "./jobs";
import { mayImportDatasets } from "./policy";
import { startImport, type StartedImport } from "./start-import";

const importUploadInput = startImportInput.omit({ incidentId: true, fileName: true }).extend({ uploadId: z.uuid() });

/**
 * Hand an uploaded file to the worker, which loads it into the next version. The same file again goes on where its run is, or says in which version it is;
 * the bytes uploaded for nothing are forgotten.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict} when another draft is open
 */
export async function importUpload(ctx: Context, raw: unknown): Promise<StartedImport> {
  authorise(ctx, mayImportDatasets);
  const { uploadId, ...input } = parseInput(importUploadInput, raw);
  const [upload] = await ctx.db.select().from(importUploads).where(eq(importUploads.id, uploadId));
  if (!upload) throw new NotFound("upload-incomplete");
  if (!upload.hash) throw new Conflict("upload-incomplete");
  const started = await startImport(ctx, { ...input, incidentId: upload.incidentId, fileName: upload.fileName }, { hash: upload.hash, bytes: upload.bytes });
  if (started.kind === "same-file") {
    await forgetUpload(ctx, uploadId);
    return started;
  }
  await withTransaction(ctx, async (tx) => {
    // A run that lost its process between the two steps, or began at the command line, is given these bytes: they are the same.
    await tx.update(imports).set({ uploadId }).where(and(eq(imports.id, started.importId), eq(imports.state, "loading")));
    await enqueue(tx, runImportJob, { importId: started.importId }, { key: `${runImportJob.name}/${started.importId}` });
  });
  return started;
}
