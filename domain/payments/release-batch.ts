import { and, eq, inArray, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { paymentBatches, payments } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { moveClaims } from "../claims/move-claim";
import { toClaim } from "../claims/queries/read-claim";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Forbidden, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { refusedBy, withTransaction, type Executor } from "../kernel/transaction";
import { postEntries } from "../ledger/post-entries";
import { assignCodes } from "./codes/assign-codes";
import { batchIdInput } from "./input";
import { tellPaymentsJob } from "./jobs";
import { lockMoney } from "../ledger/lock-money";
import { mayReleasePayments } from "./policy";
import { readBatch } from "./read-payments";
import { whyNotPayable, whyNotReleasable } from "./rules";
import { settleBatches } from "./settle-batches";
import type { PaymentBatch } from "./types";

/**
 * Release a batch that somebody else collected: its claims are in payment from here on, and codes belong to whom they are given. All of it or nothing: where one claim's account changed since it was approved, where the
 * pool does not suffice, or codes are lacking, the database refuses and nobody is paid. Whoever decided one of its claims may not release it. @throws {Forbidden} @throws {Conflict}
 */
export async function releaseBatch(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReleasePayments);
  const { staffId } = requireStaffActor(ctx);
  const { batchId } = parseInput(batchIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const pool = await lockMoney(tx, (await readBatch(tx, batchId)).programmeId);
    const batch = await readBatch(tx, batchId, true);
    const refusal = whyNotReleasable(batch, staffId) ?? whyNotPayable(pool);
    if (refusal) throw refusal;
    await tx.update(paymentBatches).set({ state: "released", releasedBy: staffId, releasedAt: ctx.clock.now() }).where(and(eq(paymentBatches.id, batchId), eq(paymentBatches.state, "draft")));
    await markReleased(tx, batchId);
    const rows = await tx.select({ claim: claims, payment: payments }).from(payments).innerJoin(claims, eq(claims.id, payments.claimId)).where(and(eq(payments.batchId, batchId), eq(payments.state, "released")));
    if (rows.length === 0) throw new Conflict("batch-empty");
    await moveClaims(tx, ctx, rows.map(({ claim }) => toClaim(claim)), "in-payment");
    await handOutCodes(tx, ctx, batch, rows);
    await recordAudit(tx, ctx, { action: "payments.release", object: { kind: "payment-batch", id: batchId }, incidentId: batch.incidentId, details: { payments: rows.length, cashMinor: rows.reduce((sum, { payment }) => sum + payment.cashMinor, 0n).toString(), currency: batch.currency } });
    await settleBatches(tx, [batchId]);
    await enqueue(tx, tellPaymentsJob, { batchId }, { key: `payments-${batchId}` });
  });
}

/** A statement of its own, because the database looks at each payment once more when it is released. */
async function markReleased(tx: Executor, batchId: string): Promise<void> {
  try {
    await tx.update(payments).set({ state: "released" }).where(and(eq(payments.batchId, batchId), eq(payments.state, "draft")));
  } catch (error) {
    if (refusedBy(error, "payments_as_approved")) throw new Conflict("payments-changed");
    if (refusedBy(error, "payments_three_people")) throw new Forbidden("payment-decided-yourself");
    throw error;
  }
}

/** Codes are paid when they are given out, so that what waits for the bank is money alone; a claim that gets nothing but codes is paid with that. */
async function handOutCodes(tx: Executor, ctx: Context, batch: PaymentBatch, rows: { claim: typeof claims.$inferSelect; payment: typeof payments.$inferSelect }[]): Promise<void> {
  const given = await assignCodes(tx, ctx, batch);
  if (given.size > 0) await tx.update(payments).set({ codesTold: false }).where(inArray(payments.id, [...given]));
  const mixed = rows.filter(({ payment }) => payment.cashMinor > 0n && payment.codesMinor > 0n);
  await postEntries(tx, mixed.map(({ payment }) => ({ kind: "codes", claimId: payment.claimId, programmeId: batch.programmeId, lines: [{ account: "in-payment", minor: -payment.codesMinor }, { account: "paid", minor: payment.codesMinor }] })));
  const done = rows.filter(({ payment }) => payment.cashMinor === 0n);
  if (done.length === 0) return;
  // The mail with the codes says it all.
  await tx.update(payments).set({ state: "paid", told: "paid", answeredAt: sql`clock_timestamp()` }).where(inArray(payments.id, done.map(({ payment }) => payment.id)));
  await moveClaims(tx, ctx, done.map(({ claim }) => ({ ...toClaim(claim), state: "in-payment" as const })), "paid");
}
