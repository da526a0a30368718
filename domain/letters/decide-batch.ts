import { and, asc, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { letterBatches, letterPieces, letters } from "@/db/schema/letters";
import type { Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { finishWave } from "../waves/ledger/finish-wave";
import { getWaveForUpdate } from "../waves/queries/read-wave";
import type { Wave } from "../waves/types";
import { whyNotDecidable } from "./rules";
import { settleLetters, type SettledLetter } from "./settle-letters";

export type LetterBatchRow = typeof letterBatches.$inferSelect;

/** @throws {NotFound} */
export async function findBatch(ctx: Pick<Context, "db">, batchId: string): Promise<LetterBatchRow> {
  const [batch] = await ctx.db.select().from(letterBatches).where(eq(letterBatches.id, batchId));
  if (!batch) throw new NotFound("letters");
  return batch;
}

/**
 * Bring a waiting batch to an end: every letter of it to one state, its files away, the batch changed, all in one transaction. `decide` says what to; it may refuse.
 * @throws {NotFound} @throws {Conflict} when it does not wait any more, so that a double click decides once
 */
export async function decideBatch(
  ctx: Context,
  batchId: string,
  decide: (tx: Transaction, batch: LetterBatchRow, wave: Wave) => Promise<{ state: SettledLetter["state"]; changes: Partial<typeof letterBatches.$inferInsert> }>,
): Promise<string> {
  const { waveId } = await findBatch(ctx, batchId);
  await withTransaction(ctx, async (tx) => {
    const wave = await getWaveForUpdate(tx, waveId);
    const [batch] = await tx.select().from(letterBatches).where(eq(letterBatches.id, batchId)).for("update");
    if (!batch) throw new NotFound("letters");
    const refusal = whyNotDecidable(batch);
    if (refusal) throw refusal;
    const { state, changes } = await decide(tx, batch, wave);
    const rows = await tx.select().from(letters).where(eq(letters.batchId, batchId)).orderBy(asc(letters.sequence));
    const settled = rows.map(({ rangeNo, subjectId }) => ({ rangeNo, subjectId: subjectId.toString(), state, reply: null }));
    if ((await settleLetters(tx, waveId, settled)) !== batch.letters) throw new Error("letters of the batch are not as it left them");
    await tx.update(letterBatches).set(changes).where(and(eq(letterBatches.id, batchId), eq(letterBatches.state, "waiting")));
    await tx.delete(letterPieces).where(eq(letterPieces.batchId, batchId));
  });
  await finishWave(ctx, waveId);
  return waveId;
}
