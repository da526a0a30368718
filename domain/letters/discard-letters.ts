import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { decideBatch } from "./decide-batch";
import { discardLettersInput } from "./input";
import { mayHandOverLetters } from "./policy";

/**
 * Throw a batch away that was not handed over. Its people wait for their letter again, and get another handle with it; in a cancelled wave they get none.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it does not wait any more
 */
export async function discardLetters(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayHandOverLetters);
  const { staffId } = requireStaffActor(ctx);
  const { batchId, reason } = parseInput(discardLettersInput, raw);
  return decideBatch(ctx, batchId, async (tx, batch, wave) => {
    await recordAudit(tx, ctx, { action: "letters.discard", object: { kind: "wave", id: wave.id }, incidentId: wave.incidentId, reason, details: { batch: batch.number, letters: batch.letters } });
    return { state: wave.state === "cancelled" ? "cancelled" : "pending", changes: { state: "discarded", reason, decidedBy: staffId, decidedAt: ctx.clock.now() } };
  });
}
