import { and, eq } from "drizzle-orm";
import { paymentBatches, payments } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { batchIdInput } from "./input";
import { mayPay } from "./policy";
import { readBatch } from "./read-payments";

/** Give up a batch that was not released. Its claims stay approved and can be collected again. @throws {Forbidden} @throws {Conflict} */
export async function cancelBatch(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPay);
  requireStaffActor(ctx);
  const { batchId } = parseInput(batchIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const batch = await readBatch(tx, batchId, true);
    if (batch.state !== "draft") throw new Conflict("batch-not-draft");
    await tx.update(payments).set({ state: "cancelled" }).where(and(eq(payments.batchId, batchId), eq(payments.state, "draft")));
    await tx.update(paymentBatches).set({ state: "cancelled", endedAt: ctx.clock.now() }).where(eq(paymentBatches.id, batchId));
    await recordAudit(tx, ctx, { action: "payments.cancel", object: { kind: "payment-batch", id: batchId }, incidentId: batch.incidentId });
  });
}
