import { FileRefused } from "@/domain/exposure/files/csv-source";
import { runImportJob } from "@/domain/exposure/jobs";
import { getImport } from "@/domain/exposure/queries";
import { readUpload } from "@/domain/exposure/read-upload";
import { refuseImport } from "@/domain/exposure/refuse-import";
import { runImport } from "@/domain/exposure/run-import";
import { Conflict } from "@/domain/kernel/errors";
import { defineTask, Later } from "../define-task";

export const runImportTask = defineTask(runImportJob, async (ctx, { importId }) => {
  const { uploadId } = await getImport(ctx, importId);
  // Done, dropped meanwhile, or begun at the command line: its bytes are not here.
  if (uploadId === null) return;
  try {
    await runImport(ctx, importId, readUpload(ctx, uploadId));
  } catch (error) {
    if (error instanceof FileRefused) await refuseImport(ctx, importId, error);
    else if (error instanceof Conflict && error.reason === "import-running-elsewhere") throw new Later();
    else if ((await getImport(ctx, importId)).state !== "failed") throw error;
  }
});
