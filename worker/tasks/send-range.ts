import { sendRangeJob } from "@/domain/waves/jobs";
import { sendRange } from "@/domain/waves/ledger/send-range";
import { wakeLane, wakeWave } from "@/domain/waves/wake-wave";
import { defineTask } from "../define-task";

/** When a lane comes back whose turn failed. The queue's own pauses grow to hours, and a wave would stand still long after the fault is gone. */
const AFTER_FAULT_SECONDS = 5;

export const sendRangeTask = defineTask(sendRangeJob, async (ctx, { waveId, lane }, { waves }) => {
  const sent = await sendRange(ctx, waves, waveId).catch((error: unknown) => {
    ctx.log.error({ waveId, err: error }, "a turn of a wave failed; it comes back in a moment");
    return { kind: "failed" } as const;
  });
  if (sent.kind === "failed") await wakeLane(ctx.db, waveId, lane, AFTER_FAULT_SECONDS);
  else if (sent.kind === "held") await wakeLane(ctx.db, waveId, "later", sent.seconds);
  else if (sent.kind === "worked") await (lane === "later" ? wakeWave(ctx.db, waveId) : wakeLane(ctx.db, waveId, lane));
  else if (sent.nextDueAt) await wakeLane(ctx.db, waveId, "later", sent.nextDueAt);
});
