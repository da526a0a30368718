import { keepRetentionJob } from "@/domain/retention/jobs";
import { keepRetention } from "@/domain/retention/keep-retention";
import { enqueue } from "@/domain/kernel/job";
import { defineTask } from "../define-task";

export const keepRetentionTask = defineTask(keepRetentionJob, async (ctx, _, { evidence }) => {
  if (await keepRetention(ctx, evidence.store)) await enqueue(ctx.db, keepRetentionJob, {}, { key: keepRetentionJob.name });
});
