import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { z } from "zod";
import { paymentBatches, paymentExports as exportsTable, payments } from "@/db/schema/payments";
import { defaultLocale } from "@/db/values/locales";
import type { PaymentFormat } from "@/db/values/payments";
import { recordAudit } from "../audit/record-audit";
import type { ExportTicket } from "../audit/types";
import { whySendingIsLocked } from "../installation/why-sending-is-locked";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { findProgrammeById } from "../programmes/queries";
import { missingColumns } from "./exports/bank-columns";
import { bankTableExport } from "./exports/bank-table";
import { paymentExports } from "./exports/formats";
import { exportBatchInput } from "./input";
import { mayExportPayments } from "./policy";
import { openAccount, readBankTable, readBatch, readPayer } from "./read-payments";
import { messageName, whyNotExportable } from "./rules";
import type { BankLine, PaymentBatch, PaymentExport, SavedBankTable } from "./types";

export interface PaymentFile {
  fileName: string;
  contentType: string;
  bytes: Buffer;
}

interface Prepared {
  batch: PaymentBatch;
  kind: PaymentFormat;
  table: SavedBankTable | null;
  form: PaymentExport;
  lines: BankLine[];
  write: (lines: readonly BankLine[], comment: string) => Buffer;
}

/** How many payments a released batch has in it, for who asks for its file: whatever the bank's form cannot carry is said here, before somebody agrees to it. @throws {Forbidden} @throws {Conflict} @throws {Invalid} */
export async function measureBatch(ctx: Context, raw: unknown): Promise<{ people: number; incidentId: string }> {
  authorise(ctx, mayExportPayments);
  const { batch, lines, write } = await prepare(ctx, raw);
  write(lines, "");
  return { people: lines.length, incidentId: batch.incidentId };
}

/**
 * Make the file of a released batch for the bank. It names people and their accounts, so the reason and how many there are is audited before a byte of it leaves. However often it is taken out, a payment keeps its reference and the file
 * its name, by which a bank refuses a second time; what the bank has answered is not in it any more. The order is the ticket's, and means nothing to a bank. A restored copy gives out none: the real installation has. @throws {Forbidden} @throws {Conflict} @throws {Invalid}
 */
export async function exportBatch(ctx: Context, raw: unknown, ticket: ExportTicket): Promise<PaymentFile> {
  authorise(ctx, mayExportPayments);
  const { staffId } = requireStaffActor(ctx);
  const { batch, kind, table, form, lines, write } = await prepare(ctx, raw);
  if (lines.length > ticket.people) throw new Conflict("export-grew");
  const bytes = write(ticket.sort(lines, ({ reference }) => reference), ticket.mark);
  await withTransaction(ctx, async (tx) => {
    await ticket.spend(tx);
    await tx.insert(exportsTable).values({ batchId: batch.id, format: kind, tableId: table?.id ?? null, payments: lines.length, exportedBy: staffId });
    const [open] = await tx.update(paymentBatches).set({ exportedAt: sql`coalesce(${paymentBatches.exportedAt}, clock_timestamp())` }).where(and(eq(paymentBatches.id, batch.id), eq(paymentBatches.state, "released"))).returning({ id: paymentBatches.id });
    if (!open) throw new Conflict("batch-answered");
    await recordAudit(tx, ctx, { action: "payments.export", object: { kind: "payment-batch", id: batch.id }, incidentId: batch.incidentId, reason: ticket.reason, details: { format: kind, ...(table && { table: table.id }), reads: lines.length, export: ticket.id } });
  });
  // A bank's table has no place for whose it is but its name.
  return { fileName: `${messageName(batch)}-${ticket.id}.${form.extension}`, contentType: form.contentType, bytes };
}

async function prepare(ctx: Context, raw: unknown): Promise<Prepared> {
  const { batchId, format } = parseInput(exportBatchInput, raw);
  const batch = await readBatch(ctx.db, batchId);
  const refusal = whyNotExportable(batch);
  if (refusal) throw refusal;
  const locked = await whySendingIsLocked(ctx);
  if (locked !== null && locked !== "trial") throw new Conflict("payments-locked");
  const [payer, programme] = [await readPayer(ctx, batch.programmeId, batch.incidentId), await findProgrammeById(ctx.db, batch.programmeId)];
  if (!payer || !programme) throw new Conflict("payer-missing");
  const { kind, table, form } = await findForm(ctx, format);
  const rows = await ctx.db.select().from(payments).where(and(eq(payments.batchId, batchId), gt(payments.cashMinor, 0n), eq(payments.state, "released"))).orderBy(asc(payments.reference));
  if (rows.length === 0) throw new Conflict("batch-without-money");
  const lines = await Promise.all(
    rows.map(async (row): Promise<BankLine> => {
      const account = await openAccount(ctx, row, batch.incidentId);
      if (!account) throw new Error("money without an account");
      return { reference: row.reference, minor: row.cashMinor, account };
    }),
  );
  if (lines.some(({ account }) => !form.accounts.includes(account.kind))) throw new Conflict("format-not-for-accounts");
  const about = { message: messageName(batch), payer, currency: batch.currency, payOn: batch.payOn, purpose: programme.terms.texts.signedBy[defaultLocale], madeAt: ctx.clock.now() };
  return { batch, kind, table, form, lines, write: (ordered, comment) => form.write({ ...about, comment }, ordered) };
}

async function findForm(ctx: Context, format: z.infer<typeof exportBatchInput>["format"]): Promise<{ kind: PaymentFormat; table: SavedBankTable | null; form: PaymentExport }> {
  if (format === "pain.001" || format === "kr-transfer") return { kind: format, table: null, form: paymentExports[format] };
  const table = await readBankTable(ctx.db, format.slice("bank-table:".length));
  if (table.removedAt || missingColumns(table.columns.map(({ holds }) => holds)).length > 0) throw new Conflict("bank-table-not-ready");
  return { kind: "bank-table", table, form: bankTableExport(table) };
}
