import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { decideBatch } from "./decide-batch";
import { handOverLettersInput } from "./input";
import { mayHandOverLetters } from "./policy";
import { whyNotHandedOn } from "./rules";

/**
 * Confirm that a batch is with the mail house: its letters count as accepted and its people as reached. The files go, because nobody needs the addresses here a second time.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it does not wait any more, or cannot have been handed over on that day
 */
export async function handOverLetters(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayHandOverLetters);
  const { staffId } = requireStaffActor(ctx);
  const { batchId, handedOn } = parseInput(handOverLettersInput, raw);
  return decideBatch(ctx, batchId, async (tx, batch, wave) => {
    const day = (at: Date) => new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: wave.sender?.timeZone }).format(at);
    const refusal = whyNotHandedOn(handedOn, day(batch.createdAt), day(ctx.clock.now()));
    if (refusal) throw refusal;
    await recordAudit(tx, ctx, { action: "letters.hand-over", object: { kind: "wave", id: wave.id }, incidentId: wave.incidentId, details: { batch: batch.number, letters: batch.letters, handedOn } });
    return { state: "accepted", changes: { state: "handed-over", handedOn, decidedBy: staffId, decidedAt: ctx.clock.now() } };
  });
}
