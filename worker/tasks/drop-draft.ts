import { dropDraft } from "@/domain/exposure/drop-draft";
import { dropDraftJob } from "@/domain/exposure/jobs";
import { Conflict } from "@/domain/kernel/errors";
import { defineTask } from "../define-task";

export const dropDraftTask = defineTask(dropDraftJob, async (ctx, draft) => {
  try {
    await dropDraft(ctx, draft);
  } catch (error) {
    // Dropped by somebody meanwhile, or published at the very moment of the off-boarding.
    if (!(error instanceof Conflict && error.reason === "not-a-draft")) throw error;
  }
});
