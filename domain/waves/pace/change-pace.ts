import { and, eq, notInArray, sql } from "drizzle-orm";
import { wavePaces } from "@/db/schema/waves";
import type { Transaction } from "@/db/client";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { changePaceInput } from "../input";
import { mayControlWaves } from "../policy";
import { changeWave, getWaveForUpdate } from "../queries/read-wave";
import { whyPaceStays } from "../rules";
import type { Wave } from "../types";
import { wakeWave } from "../wake-wave";

/**
 * Change how fast an approved wave goes, also while it sends: its own limit, those of single providers, quiet hours, whether it follows the portal. Holds from the next batch on. Messages that
 * have been given their turn at a provider keep it, so that its limit is never exceeded. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when it has ended or is not approved yet
 */
export async function changePace(ctx: Context, raw: unknown): Promise<Wave> {
  authorise(ctx, mayControlWaves);
  const { waveId, pace } = parseInput(changePaceInput, raw);
  return withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const refusal = whyPaceStays(wave);
    if (refusal) throw refusal;
    const changed = await changeWave(tx, waveId, { pace });
    // Before that there are no lines: they are written when sending begins.
    if (wave.frozenAt) await changeLines(tx, changed);
    await recordAudit(tx, ctx, { action: "wave.change-pace", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { before: wave.pace, after: changed.pace } });
    if (wave.state === "sending") await wakeWave(tx, waveId);
    return changed;
  });
}

async function changeLines(tx: Transaction, { id, pace }: Wave): Promise<void> {
  const { perSecond, followPortal, domains } = pace;
  // What holds the wave for the portal's sake goes on holding it, under the new limit; whoever governs its pace lets go by and by.
  const held = followPortal ? sql`${wavePaces.why} like 'portal-%'` : sql`false`;
  await tx
    .update(wavePaces)
    .set({
      perSecond: sql`case when ${held} then least(${wavePaces.perSecond}, ${perSecond}::float8) else ${perSecond}::float8 end`,
      why: sql`case when ${held} or ${wavePaces.why} = 'ramp-hold' then ${wavePaces.why} else ${perSecond === null ? "free" : "limit"} end`,
      detail: sql`case when ${held} then ${wavePaces.detail} else '{}' end`,
    })
    .where(and(eq(wavePaces.waveId, id), eq(wavePaces.domain, "")));
  await tx.delete(wavePaces).where(and(eq(wavePaces.waveId, id), notInArray(wavePaces.domain, ["", ...domains.map(({ domain }) => domain)])));
  for (const { domain, perSecond: limit } of domains) {
    await tx
      .insert(wavePaces)
      .values({ waveId: id, domain, perSecond: limit, why: "limit" })
      .onConflictDoUpdate({ target: [wavePaces.waveId, wavePaces.domain], set: { perSecond: limit } });
  }
}
