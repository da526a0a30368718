import { and, asc, eq, isNotNull } from "drizzle-orm";
import { waves } from "@/db/schema/waves";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Refusal } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { whyNoStanding } from "../staff/why-no-standing";
import { enterReview } from "./enter-review";
import { mayEditWaves, mayRunWaves } from "./policy";
import { changeWave, getWaveForUpdate, readWave } from "./queries/read-wave";

/**
 * Bring every draft that waited for a number to its review in the name of whoever asked, unless that person may not ask any more. What stands in the way is noted at the
 * draft, and approval has to be asked for again. Safe to run twice.
 */
export async function submitCountedWaves(ctx: Context, question: string): Promise<void> {
  authorise(ctx, mayRunWaves);
  const waiting = await ctx.db.select({ id: waves.id }).from(waves).where(and(eq(waves.askedQuestion, Buffer.from(question, "hex")), isNotNull(waves.askedBy), eq(waves.state, "draft"))).orderBy(asc(waves.id));
  for (const { id } of waiting) {
    try {
      await submit(ctx, id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await note(ctx, id, error);
    }
  }
}

async function submit(ctx: Context, waveId: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    // The person is held before the wave, as by an off-boarding, which takes the wave back.
    const { askedBy } = await readWave(tx, waveId);
    if (askedBy === null) return;
    const refusal = await whyNoStanding(tx, askedBy, mayEditWaves);
    const wave = await getWaveForUpdate(tx, waveId);
    // Edited, cancelled or asked for anew meanwhile.
    if (wave.state !== "draft" || wave.askedBy !== askedBy) return;
    if (refusal) throw refusal;
    await enterReview(tx, ctx, wave, askedBy);
  });
}

async function note(ctx: Context, waveId: string, { reason }: Refusal): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    if (wave.askedBy === null) return;
    await changeWave(tx, waveId, { askedBy: null, askedAt: null, askedRefusal: reason });
    await recordAudit(tx, ctx, { action: "wave.ask-refused", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { by: wave.askedBy, why: reason } });
  });
}
