import { erase } from "@/domain/erasure/erase";
import { eraseJob } from "@/domain/erasure/jobs";
import { Conflict } from "@/domain/kernel/errors";
import { defineTask, Later } from "../define-task";

export const eraseTask = defineTask(eraseJob, async (ctx, { erasureId }, { erasure, evidence }) => {
  try {
    await erase(ctx, erasureId, erasure, evidence.store);
  } catch (error) {
    if (error instanceof Conflict) throw new Later(error.reason);
    throw error;
  }
});
