import { countAudienceJob } from "@/domain/audiences/jobs";
import { runCount } from "@/domain/audiences/run-count";
import { submitCountedWaves } from "@/domain/waves/submit-counted-waves";
import { defineTask } from "../define-task";

export const countAudienceTask = defineTask(countAudienceJob, async (ctx, { question }) => {
  await runCount(ctx, question);
  await submitCountedWaves(ctx, question);
});
