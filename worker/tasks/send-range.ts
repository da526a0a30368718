import { sendRangeJob } from "@/domain/waves/jobs";
import { sendRange } from "@/domain/waves/send-range";
import { wakeLane, wakeWave } from "@/domain/waves/wake-wave";
import { defineTask } from "../define-task";

export const sendRangeTask = defineTask(sendRangeJob, async (ctx, { waveId, lane }, { waves }) => {
  const sent = await sendRange(ctx, waves, waveId);
  if (sent.kind === "worked") await (lane === "later" ? wakeWave(ctx.db, waveId) : wakeLane(ctx.db, waveId, lane));
  else if (sent.nextDueAt) await wakeLane(ctx.db, waveId, "later", sent.nextDueAt);
});
