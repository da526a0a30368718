import { createHash } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { bankTables, paymentAnswers, paymentBatches, payments } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { moveClaims } from "../claims/move-claim";
import { toClaim } from "../claims/queries/read-claim";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Invalid } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction, type Executor } from "../kernel/transaction";
import { readAnswer } from "./answers/read-answer";
import { judgeAnswer, type KnownPayment } from "./answers/judge-answer";
import { reasonCode } from "./answers/reason-code";
import { tellPaymentsJob } from "./jobs";
import { lockMoney } from "../ledger/lock-money";
import { mayPay } from "./policy";
import { messageName } from "./rules";
import { settleBatches } from "./settle-batches";
import type { ReadAnswer, UnknownLine } from "./types";

export interface RecordedAnswer {
  paid: number;
  returned: number;
  repeated: number;
  pending: number;
  unknown: UnknownLine[];
  /** Whether the same file was read before; nothing was done this time. */
  before: boolean;
}

/**
 * Read the bank's answer and mark payments by it: paid, or returned, whose claimant is asked for another account. A line that fits to no payment, or contradicts what is known of one, is listed and changes nothing; a
 * file that was read before does nothing, and so does a line that says again what is known. @throws {Forbidden} @throws {Invalid} @throws {Conflict} answer-unreadable
 */
export async function recordAnswer(ctx: Context, incidentId: string, bytes: Buffer | null): Promise<RecordedAnswer> {
  authorise(ctx, mayPay);
  const { staffId } = requireStaffActor(ctx);
  if (!bytes) throw new Invalid({ file: ["required"] });
  const batches = await ctx.db.select().from(paymentBatches).where(and(eq(paymentBatches.incidentId, incidentId), inArray(paymentBatches.state, ["released", "settled"])));
  const tables = await ctx.db.select({ columns: bankTables.columns }).from(bankTables);
  const headings = tables.flatMap(({ columns }) => columns.filter(({ holds }) => holds === "reference").map(({ heading }) => heading));
  const answer = await readAnswer(bytes, headings);
  const fileHash = createHash("sha256").update(bytes).digest();
  return withTransaction(ctx, async (tx) => {
    for (const programmeId of [...new Set(batches.map((batch) => batch.programmeId))].sort()) await lockMoney(tx, programmeId);
    const [earlier] = await tx.select().from(paymentAnswers).where(and(eq(paymentAnswers.incidentId, incidentId), eq(paymentAnswers.fileHash, fileHash)));
    if (earlier) return { paid: 0, returned: 0, repeated: 0, pending: 0, unknown: [], before: true };
    const named = batches.filter((batch) => answer.whole.some(({ message }) => message === messageName(batch)));
    const known = await findPayments(tx, incidentId, answer, named.map(({ id }) => id));
    const { paid, returned, left, repeated, pending, unknown } = judgeAnswer(answer, known, new Map(named.map((batch) => [messageName(batch), batch.id])));
    await mark(tx, ctx, paid, "paid");
    await mark(tx, ctx, returned.map(({ payment }) => payment), "returned", new Map(returned.map(({ payment, reason }) => [payment.id, reason])));
    await noteLeft(tx, left);
    const touched = [...new Set([...paid, ...returned.map(({ payment }) => payment)].map(({ batchId }) => batchId))];
    await settleBatches(tx, touched);
    const counts = { paid: paid.length, returned: returned.length, repeated, pending };
    await tx.insert(paymentAnswers).values({ incidentId, fileHash, format: answer.format, readBy: staffId, ...counts, unknown });
    await recordAudit(tx, ctx, { action: "payments.read-answer", object: { kind: "incident", id: incidentId }, incidentId, details: { format: answer.format, ...counts, unknown: unknown.length } });
    for (const batchId of touched) await enqueue(tx, tellPaymentsJob, { batchId }, { key: `payments-${batchId}` });
    return { ...counts, unknown, before: false };
  });
}

async function findPayments(tx: Executor, incidentId: string, { lines }: ReadAnswer, wholeBatches: readonly string[]): Promise<KnownPayment[]> {
  const references = lines.map(({ reference }) => reference);
  return tx
    .select({ id: payments.id, batchId: payments.batchId, claimId: payments.claimId, reference: payments.reference, state: payments.state, cashMinor: payments.cashMinor, currency: paymentBatches.currency, wasPaid: sql<boolean>`${payments.paidAt} is not null`, booking: payments.booking })
    .from(payments)
    .innerJoin(paymentBatches, eq(paymentBatches.id, payments.batchId))
    .where(and(eq(paymentBatches.incidentId, incidentId), sql`(${payments.reference} = any(${sql.param(references)}::text[]) or ${payments.batchId} = any(${sql.param([...wholeBatches])}::uuid[]))`))
    .for("update", { of: payments });
}

/** Mark payments and move their claims. What comes back is the money alone: codes that were given out stay given out. */
async function mark(tx: Executor, ctx: Context, found: readonly KnownPayment[], to: "paid" | "returned", reasons: ReadonlyMap<string, string | null> = new Map()): Promise<void> {
  if (found.length === 0) return;
  await tx.execute(sql`
    update payments p set state = ${to}, answered_at = clock_timestamp(), bank_reason = n.reason
    from unnest(${sql.param(found.map(({ id }) => id))}::uuid[], ${sql.param(found.map(({ id }) => reasonCode(reasons.get(id) ?? null)))}::text[]) as n(id, reason) where p.id = n.id`);
  const part = new Map(found.map(({ claimId, cashMinor }) => [claimId, cashMinor]));
  const rows = await tx.select().from(claims).where(inArray(claims.id, [...part.keys()]));
  for (const from of ["in-payment", "paid"] as const) {
    const moving = rows.filter(({ state }) => state === from && from !== to).map(toClaim);
    await moveClaims(tx, ctx, moving, to, {}, part);
  }
  if (rows.some(({ state }) => state !== "in-payment" && !(state === "paid" && to === "returned"))) throw new Conflict("claims-changed-meanwhile");
}

/** Note of which payments the money is known to have left, and by which booking: what is said of them later is held against it. */
async function noteLeft(tx: Executor, left: ReadonlyMap<string, string | null>): Promise<void> {
  if (left.size === 0) return;
  await tx.execute(sql`
    update payments p set paid_at = coalesce(p.paid_at, clock_timestamp()), booking = coalesce(p.booking, n.booking)
    from unnest(${sql.param([...left.keys()])}::uuid[], ${sql.param([...left.values()])}::text[]) as n(id, booking) where p.id = n.id and (p.paid_at is null or p.booking is distinct from coalesce(p.booking, n.booking))`);
}
