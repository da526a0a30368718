import { and, asc, eq, gt, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { bankTables, paymentBatches, paymentPayers, payments } from "@/db/schema/payments";
import { defaultLocale } from "@/db/values/locales";
import { payoutAccount, type PayoutAccount } from "../claims/types";
import type { Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { openJson, type SealedPlace } from "../keys/sealed";
import { findProgrammeById } from "../programmes/queries";
import { payer, type BankLine, type Payer, type PaymentBatch, type SavedBankTable } from "./types";

export function payerPlace(programmeId: string, incidentId: string): SealedPlace {
  return { table: "payment_payers", column: "sealed", scope: incidentId, recordId: programmeId };
}

export function accountPlace(paymentId: string, incidentId: string): SealedPlace {
  return { table: "payments", column: "sealed_account", scope: incidentId, recordId: paymentId };
}

export function codePlace(codeId: string, incidentId: string): SealedPlace {
  return { table: "payment_codes", column: "sealed", scope: incidentId, recordId: codeId };
}

/** Whether a claim is of a person: nobody is paid for a planted record, and none has a share of a pool. */
export const ofAPerson = sql<boolean>`${claims.subjectId} > 0`;

/** Read a batch, and hold its row where it is about to change. @throws {NotFound} */
export async function readBatch(db: Executor, batchId: string, hold = false): Promise<PaymentBatch> {
  const query = db.select().from(paymentBatches).where(eq(paymentBatches.id, requireUuid(batchId, "batch")));
  const [row] = await (hold ? query.for("update") : query);
  if (!row) throw new NotFound("batch");
  return row;
}

/** Read a bank's table, also one that is not offered any more, and hold its row where it is about to change. @throws {NotFound} */
export async function readBankTable(db: Executor, tableId: string, hold = false): Promise<SavedBankTable> {
  const query = db.select().from(bankTables).where(eq(bankTables.id, requireUuid(tableId, "bank-table")));
  const [row] = await (hold ? query.for("update") : query);
  if (!row) throw new NotFound("bank-table");
  return row;
}

/** The account from which a programme pays; null while nobody has said so. */
export async function readPayer(ctx: Context, programmeId: string, incidentId: string): Promise<Payer | null> {
  const [row] = await ctx.db.select({ sealed: paymentPayers.sealed }).from(paymentPayers).where(eq(paymentPayers.programmeId, programmeId));
  return row ? payer.parse(await openJson(ctx.keys, payerPlace(programmeId, incidentId), row.sealed)) : null;
}

/** Open the account of a payment, as it was approved; null where it goes by codes alone. */
export async function openAccount(ctx: Context, row: Pick<typeof payments.$inferSelect, "id" | "sealedAccount">, incidentId: string): Promise<PayoutAccount | null> {
  return row.sealedAccount ? payoutAccount.parse(await openJson(ctx.keys, accountPlace(row.id, incidentId), row.sealedAccount)) : null;
}

/** What of a batch goes to the bank: its payments of money in one state, by their references, accounts opened. They leave in a file that is audited, and nowhere else. */
export async function openLines(ctx: Context, { id, incidentId }: Pick<PaymentBatch, "id" | "incidentId">, state: "draft" | "released"): Promise<BankLine[]> {
  const rows = await ctx.db.select().from(payments).where(and(eq(payments.batchId, id), gt(payments.cashMinor, 0n), eq(payments.state, state))).orderBy(asc(payments.reference));
  return Promise.all(
    rows.map(async (row): Promise<BankLine> => {
      const account = await openAccount(ctx, row, incidentId);
      if (!account) throw new Error("money without an account");
      return { reference: row.reference, minor: row.cashMinor, account };
    }),
  );
}

/** What stands on the statements of those whom a programme pays. @throws {NotFound} */
export async function readPurpose(db: Executor, programmeId: string): Promise<string> {
  const programme = await findProgrammeById(db, programmeId);
  if (!programme) throw new NotFound("programme");
  return programme.terms.texts.signedBy[defaultLocale];
}
