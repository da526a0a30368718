import { sql } from "drizzle-orm";
import { publishedVersionOf } from "../audiences/queries";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { waveIdInput } from "./input";
import { mayControlWaves } from "./policy";
import { changeWave, getWaveForUpdate } from "./queries/read-wave";
import { whyNotResumable } from "./rules";
import type { Wave } from "./types";
import { wakeFreezing, wakeWave } from "./wake-wave";

/**
 * Let a paused wave go on from where it stopped. Where other data was published meanwhile, the frozen audience stays and each message says what is published now; people
 * who are not in it any more get none. @throws {Forbidden} @throws {Conflict}
 */
export async function resumeWave(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayControlWaves);
  const { waveId } = parseInput(waveIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const published = await publishedVersionOf(tx, wave.incidentId);
    const refusal = whyNotResumable(wave, published);
    if (refusal) throw refusal;
    const audited = { object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { pausedReason: wave.pausedReason, datasetVersion: published } };
    if (wave.frozenAt) {
      const sending = await changeWave(tx, waveId, { state: "sending", pausedReason: null, readVersion: published, affected: null, judgedFrom: sql`clock_timestamp()` });
      await recordAudit(tx, ctx, { action: "wave.resume", ...audited });
      await wakeWave(tx, waveId);
      return sending;
    }
    const later = wave.scheduledAt !== null && wave.scheduledAt > ctx.clock.now();
    const waiting = await changeWave(tx, waveId, { state: later ? "scheduled" : "approved", pausedReason: null, countedVersion: published });
    await recordAudit(tx, ctx, { action: "wave.resume", ...audited });
    await wakeFreezing(tx, waveId, wave.scheduledAt ?? undefined);
    return waiting;
  });
}
