import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { cancelWaveInput } from "./input";
import { mayControlWaves } from "./policy";
import { changeWave, getWaveForUpdate } from "./queries/read-wave";
import { whyNotCancellable } from "./rules";
import type { Wave } from "./types";
import { wakeWave } from "./wake-wave";

/** End a wave for good. What was sent stays sent; the worker turns what was not into cancelled, range by range. @throws {Forbidden} @throws {Conflict} when it has ended */
export async function cancelWave(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayControlWaves);
  const { waveId, reason } = parseInput(cancelWaveInput, raw);
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const refusal = whyNotCancellable(wave);
    if (refusal) throw refusal;
    const cancelled = await changeWave(tx, waveId, { state: "cancelled", pausedReason: null, endedAt: sql`clock_timestamp()` });
    await recordAudit(tx, ctx, { action: "wave.cancel", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, reason, details: { from: wave.state } });
    // Also one whose audience was being taken: what has been entered is cancelled too.
    if (wave.datasetVersion !== null) await wakeWave(tx, waveId);
    return cancelled;
  });
}
