import { and, eq, isNotNull } from "drizzle-orm";
import { paymentBatches } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Forbidden, parseInput } from "../kernel/errors";
import { refusedBy, withTransaction } from "../kernel/transaction";
import { batchIdInput } from "./input";
import { mayReleasePayments } from "./policy";
import { readBatch } from "./read-payments";
import { whyNotReleasableAgain } from "./rules";

/** Release once more a batch whose first release does not count, because whoever gave it was off-boarded before a file of it left. Neither who collected it nor who decided or proposed to decide one of its claims may; the database refuses. @throws {Forbidden} @throws {Conflict} */
export async function releaseBatchAgain(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReleasePayments);
  const { staffId } = requireStaffActor(ctx);
  const { batchId } = parseInput(batchIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const batch = await readBatch(tx, batchId, true);
    const refusal = whyNotReleasableAgain(batch, staffId);
    if (refusal) throw refusal;
    try {
      await tx.update(paymentBatches).set({ heldAt: null, releasedBy: staffId, releasedAt: ctx.clock.now() }).where(and(eq(paymentBatches.id, batchId), isNotNull(paymentBatches.heldAt)));
    } catch (error) {
      if (refusedBy(error, "payments_three_people")) throw new Forbidden("payment-decided-yourself");
      throw error;
    }
    await recordAudit(tx, ctx, { action: "payments.release-again", object: { kind: "payment-batch", id: batchId }, incidentId: batch.incidentId, details: { before: batch.releasedBy } });
  });
}
