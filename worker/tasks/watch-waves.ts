import { watchWavesJob } from "@/domain/waves/jobs";
import { watchWaves } from "@/domain/waves/ledger/watch-waves";
import { defineTask } from "../define-task";

export const watchWavesTask = defineTask(watchWavesJob, async (ctx) => {
  await watchWaves(ctx);
});
