import { and, asc, count, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { bankTables, paymentAnswers, paymentBatches, paymentCodeLists, paymentCodes, paymentExports, payments } from "@/db/schema/payments";
import type { PaymentFormat } from "@/db/values/payments";
import { incidentToday } from "../claims/queries/incident-time-zone";
import { maskPayout, type MaskedPayout } from "../claims/rules";
import { authorise, type Context } from "../kernel/context";
import { withTransaction, type Executor } from "../kernel/transaction";
import type { Programme } from "../programmes/types";
import { recordLook } from "../reveals/record-look";
import { collectable } from "./collect-payments";
import { staysGood } from "./codes/assign-codes";
import { listCodeParts, type ProgrammePart } from "./codes/list-code-parts";
import { codePartKey } from "./codes/parts";
import { mayReadPayments } from "./policy";
import { tryForms, type TriedForms } from "./exports/try-forms";
import { openAccount, readBankTable, readBatch, readPayer } from "./read-payments";
import { unknownLine, type AnswerSummary, type BatchPayment, type BatchSummary, type SavedBankTable } from "./types";

const BATCHES_SHOWN = 100;
const PAYMENTS_SHOWN = 200;
const ANSWERS_SHOWN = 20;
const TABLES_SHOWN = 200;

/** An incident's batches, the newest first: the last hundred. @throws {Forbidden} */
export async function listBatches(ctx: Context, incidentId: string): Promise<BatchSummary[]> {
  authorise(ctx, mayReadPayments);
  const rows = await ctx.db.select().from(paymentBatches).where(eq(paymentBatches.incidentId, incidentId)).orderBy(desc(paymentBatches.createdAt)).limit(BATCHES_SHOWN);
  return summed(ctx, rows);
}

/** How many batches wait for the person who releases them. @throws {Forbidden} */
export async function countDraftBatches(ctx: Context, incidentId: string): Promise<number> {
  authorise(ctx, mayReadPayments);
  return ctx.db.$count(paymentBatches, and(eq(paymentBatches.incidentId, incidentId), eq(paymentBatches.state, "draft")));
}

async function summed(ctx: Context, rows: (typeof paymentBatches.$inferSelect)[]): Promise<BatchSummary[]> {
  if (rows.length === 0) return [];
  // Payments of some batches, which are bounded; claims are never counted.
  const sums = await ctx.db
    .select({ batchId: payments.batchId, state: payments.state, payments: count(), cash: sql<string>`sum(${payments.cashMinor})::text`, codes: sql<string>`sum(${payments.codesMinor})::text` })
    .from(payments)
    .where(inArray(payments.batchId, rows.map(({ id }) => id)))
    .groupBy(payments.batchId, payments.state);
  return rows.map((row) => {
    const own = sums.filter(({ batchId, state }) => batchId === row.id && (state !== "cancelled" || row.state === "cancelled"));
    return {
      ...row,
      payments: own.reduce((sum, one) => sum + one.payments, 0),
      cashMinor: own.reduce((sum, { cash }) => sum + BigInt(cash), 0n),
      codesMinor: own.reduce((sum, { codes }) => sum + BigInt(codes), 0n),
      byState: Object.fromEntries(own.map((one) => [one.state, one.payments])),
    };
  });
}

export interface BatchDetail extends BatchSummary {
  list: BatchPayment[];
  /** Of a draft: how much of it each form can carry. */
  forms: TriedForms["forms"];
  exports: { format: PaymentFormat; table: string | null; by: string; at: Date; payments: number }[];
}

/**
 * One batch with its payments, accounts masked: the first two hundred, before the rest those that came back, that changed, and that some form cannot carry. It is a look at the people who are paid, and audited: one event, which says how many are shown and how many
 * accounts of a draft were tried in the forms. @throws {Forbidden} @throws {NotFound}
 */
export async function getBatch(ctx: Context, batchId: string): Promise<BatchDetail> {
  authorise(ctx, mayReadPayments);
  const batch = await readBatch(ctx.db, batchId);
  const [summary] = await summed(ctx, [batch]);
  if (!summary) throw new Error("no batch");
  const fits = sql<boolean>`whether_payment_fits(${payments})`;
  const { forms, misfits, tried } = batch.state === "draft" ? await tryForms(ctx, batch, await listBankTables(ctx)) : { forms: [], misfits: new Map<string, BatchPayment["misfits"]>(), tried: 0 };
  const rows = await ctx.db
    .select({ payment: payments, fits, subjectId: claims.subjectId })
    .from(payments)
    .innerJoin(claims, eq(claims.id, payments.claimId))
    .where(and(eq(payments.batchId, batchId), batch.state === "cancelled" ? undefined : ne(payments.state, "cancelled")))
    .orderBy(sql`(${payments.state} = 'returned') desc`, ...(batch.state === "draft" ? [fits] : []), ...(misfits.size > 0 ? [desc(inArray(payments.reference, [...misfits.keys()].slice(0, PAYMENTS_SHOWN)))] : []), asc(payments.reference))
    .limit(PAYMENTS_SHOWN);
  const list = await Promise.all(
    rows.map(async ({ payment, fits: asApproved }) => {
      const account = await openAccount(ctx, payment, batch.incidentId);
      const { id, claimId, reference, state, cashMinor, codesMinor, bankReason, answeredAt } = payment;
      return { id, claimId, reference, state, cashMinor, codesMinor, bankReason, answeredAt, account: account && maskPayout(account), changed: state === "draft" && !asApproved, misfits: misfits.get(reference) ?? [] };
    }),
  );
  const exports = await ctx.db.select({ format: paymentExports.format, table: bankTables.name, by: paymentExports.exportedBy, at: paymentExports.exportedAt, payments: paymentExports.payments }).from(paymentExports).leftJoin(bankTables, eq(bankTables.id, paymentExports.tableId)).where(eq(paymentExports.batchId, batchId)).orderBy(desc(paymentExports.exportedAt)).limit(ANSWERS_SHOWN);
  await withTransaction({ db: ctx.db }, (tx) => recordLook(tx, ctx, { action: "payments.read-batch", object: { kind: "payment-batch", id: batch.id }, incidentId: batch.incidentId, details: { payments: rows.length, ...(tried > 0 && { tried }) }, subjects: rows.map(({ subjectId }) => subjectId), rule: mayReadPayments, costs: 0 }));
  return { ...summary, list, forms, exports };
}

/** The tables that banks take, by name; those that are not offered any more come last. @throws {Forbidden} */
export async function listBankTables(ctx: Context): Promise<SavedBankTable[]> {
  authorise(ctx, mayReadPayments);
  return ctx.db.select().from(bankTables).orderBy(sql`${bankTables.removedAt} is not null`, asc(bankTables.name)).limit(TABLES_SHOWN);
}

/** One of them. @throws {Forbidden} @throws {NotFound} */
export async function getBankTable(ctx: Context, tableId: string): Promise<SavedBankTable> {
  authorise(ctx, mayReadPayments);
  return readBankTable(ctx.db, tableId);
}

/** The last answers of the bank that were read. @throws {Forbidden} */
export async function listAnswers(ctx: Context, incidentId: string): Promise<AnswerSummary[]> {
  authorise(ctx, mayReadPayments);
  const rows = await ctx.db.select().from(paymentAnswers).where(eq(paymentAnswers.incidentId, incidentId)).orderBy(desc(paymentAnswers.readAt)).limit(ANSWERS_SHOWN);
  return rows.map(({ id, format, readAt, readBy, paid, returned, repeated, pending, unknown }) => ({ id, format, readAt, readBy, paid, returned, repeated, pending, unknown: unknownLine.array().parse(unknown) }));
}

/** Whether there is anything to collect of a programme. @throws {Forbidden} */
export async function isAnythingToCollect(ctx: Context, { id, incidentId }: Pick<Programme, "id" | "incidentId">): Promise<boolean> {
  authorise(ctx, mayReadPayments);
  const [first] = await ctx.db.select({ id: claims.id }).from(claims).where(collectable(ctx.db, incidentId, id)).limit(1);
  return first !== undefined;
}

export interface CodeStock extends ProgrammePart {
  /** Those that nobody has got and that are good for as long as the terms promise. */
  free: number;
  uploaded: number;
}

/** How many codes of each part there are, of earlier terms as well. @throws {Forbidden} */
export async function listCodeStock(ctx: Context, { id, incidentId }: Pick<Programme, "id" | "incidentId">): Promise<CodeStock[]> {
  authorise(ctx, mayReadPayments);
  const [parts, today] = [await listCodeParts(ctx.db, id), await incidentToday(ctx.db, ctx, incidentId)];
  const lists = await ctx.db.select({ id: paymentCodeLists.id, benefit: paymentCodeLists.benefit, part: paymentCodeLists.part, valueMinor: paymentCodeLists.valueMinor, codes: paymentCodeLists.codes }).from(paymentCodeLists).where(eq(paymentCodeLists.programmeId, id));
  return Promise.all(
    parts.map(async (part) => {
      const own = lists.filter((list) => codePartKey(list) === codePartKey(part));
      const free = await ctx.db.$count(paymentCodes, and(eq(paymentCodes.programmeId, id), eq(paymentCodes.benefit, part.benefit), eq(paymentCodes.part, part.part), isNull(paymentCodes.claimId), inArray(paymentCodes.listId, own.map((list) => list.id)), staysGood(today, part.validDays)));
      return { ...part, free, uploaded: own.reduce((sum, { codes }) => sum + codes, 0) };
    }),
  );
}

/** From which account a programme pays, masked; null while nobody has said so. @throws {Forbidden} */
export async function getPayer(ctx: Context, { id, incidentId }: Pick<Programme, "id" | "incidentId">): Promise<{ account: MaskedPayout; bic: string } | null> {
  authorise(ctx, mayReadPayments);
  const payer = await readPayer(ctx, id, incidentId);
  return payer && { account: { ...maskPayout(payer.account), holder: payer.account.holder }, bic: payer.bic };
}

/** How many codes were given to a claim, and whether they were sent; null where none were. The caller may read the claim. */
export async function findGivenCodes(db: Executor, claimId: string): Promise<{ codes: number; sent: boolean } | null> {
  const [given] = await db.select({ codes: count(), sent: sql<boolean>`coalesce(bool_and(${payments.codesTold}), true)` }).from(paymentCodes).innerJoin(payments, eq(payments.id, paymentCodes.paymentId)).where(eq(paymentCodes.claimId, claimId));
  return given && given.codes > 0 ? given : null;
}
