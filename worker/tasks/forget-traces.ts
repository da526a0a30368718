import { forgetTraces } from "@/domain/claims/risk/forget-traces";
import { forgetTracesJob } from "@/domain/claims/risk/jobs";
import { defineTask } from "../define-task";

export const forgetTracesTask = defineTask(forgetTracesJob, async (ctx) => {
  await forgetTraces(ctx);
});
