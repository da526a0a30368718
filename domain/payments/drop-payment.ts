import { and, eq } from "drizzle-orm";
import { payments } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { paymentIdInput } from "./input";
import { mayPay } from "./policy";
import { readBatch } from "./read-payments";

/** Take one claim out of a draft batch, so that the others need not wait for it. Returns its batch. @throws {Forbidden} @throws {NotFound} @throws {Conflict} */
export async function dropPayment(ctx: Context, raw: unknown): Promise<{ batchId: string }> {
  authorise(ctx, mayPay);
  requireStaffActor(ctx);
  const { paymentId } = parseInput(paymentIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [found] = await tx.select({ batchId: payments.batchId }).from(payments).where(eq(payments.id, paymentId));
    if (!found) throw new NotFound("payment");
    const batch = await readBatch(tx, found.batchId, true);
    if (batch.state !== "draft") throw new Conflict("batch-not-draft");
    const [row] = await tx.update(payments).set({ state: "cancelled" }).where(and(eq(payments.id, paymentId), eq(payments.state, "draft"))).returning({ claimId: payments.claimId });
    if (!row) throw new Conflict("claims-changed-meanwhile");
    await recordAudit(tx, ctx, { action: "payments.drop", object: { kind: "payment-batch", id: batch.id }, incidentId: batch.incidentId, details: { claimId: row.claimId } });
    return found;
  });
}
