import { askForBatch } from "@/domain/letters/find-due-letters";
import { makeLetterBatchJob } from "@/domain/letters/jobs";
import { makeLetterBatch } from "@/domain/letters/make-letter-batch";
import { defineTask } from "../define-task";

export const makeLetterBatchTask = defineTask(makeLetterBatchJob, async (ctx, { waveId }, { letters }) => {
  if (await makeLetterBatch(ctx, letters, waveId)) await askForBatch(ctx, waveId);
});
