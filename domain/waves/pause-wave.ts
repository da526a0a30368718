import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { waveIdInput } from "./input";
import { mayControlWaves } from "./policy";
import { changeWave, getWaveForUpdate } from "./queries/read-wave";
import { whyNotPausable } from "./rules";
import type { Wave } from "./types";

/** Stop a wave for now. What has been given to the relay is settled; nothing more is given. @throws {Forbidden} @throws {Conflict} when it is not running */
export async function pauseWave(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayControlWaves);
  const { waveId } = parseInput(waveIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const refusal = whyNotPausable(wave);
    if (refusal) throw refusal;
    const paused = await changeWave(tx, waveId, { state: "paused", pausedReason: "person" });
    await recordAudit(tx, ctx, { action: "wave.pause", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { from: wave.state } });
    return paused;
  });
}
