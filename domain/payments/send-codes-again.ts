import { and, eq, inArray } from "drizzle-orm";
import { paymentCodes, payments } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { getClaimForUpdate } from "../claims/queries/read-claim";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { sendCodesAgainInput } from "./input";
import { tellPaymentsJob } from "./jobs";
import { maySendCodesAgain } from "./policy";

/**
 * Send a claimant the codes once more that were given to their claim: the same ones, to the contact that it was filed from and nowhere else. Codes that wait to be sent are not sent twice. @throws {Forbidden} @throws {NotFound} @throws {Conflict}
 */
export async function sendCodesAgain(ctx: Context, raw: unknown): Promise<{ claimId: string }> {
  authorise(ctx, maySendCodesAgain);
  requireStaffActor(ctx);
  const { claimId } = parseInput(sendCodesAgainInput, raw);
  return withTransaction(ctx, async (tx) => {
    const { incidentId, erasedAt } = await getClaimForUpdate(tx, claimId);
    const given = tx.select({ id: paymentCodes.paymentId }).from(paymentCodes).where(eq(paymentCodes.claimId, claimId));
    const rows = await tx.select({ id: payments.id, batchId: payments.batchId, told: payments.codesTold }).from(payments).where(and(eq(payments.claimId, claimId), inArray(payments.id, given))).for("update");
    if (rows.length === 0 || erasedAt) throw new Conflict("codes-not-given");
    const sent = rows.filter(({ told }) => told);
    if (sent.length === 0) throw new Conflict("codes-on-their-way");
    await tx.update(payments).set({ codesTold: false }).where(inArray(payments.id, sent.map(({ id }) => id)));
    await recordAudit(tx, ctx, { action: "payments.send-codes-again", object: { kind: "claim", id: claimId }, incidentId, details: { payments: sent.length } });
    for (const batchId of new Set(sent.map((row) => row.batchId))) await enqueue(tx, tellPaymentsJob, { batchId }, { key: `payments-${batchId}` });
    return { claimId };
  });
}
