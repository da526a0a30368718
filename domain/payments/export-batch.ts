import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { paymentBatches, paymentExports as exportsTable } from "@/db/schema/payments";
import type { PaymentFormat } from "@/db/values/payments";
import { recordAudit } from "../audit/record-audit";
import type { ExportTicket } from "../audit/types";
import { whySendingIsLocked } from "../installation/why-sending-is-locked";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { isOffered } from "./exports/bank-columns";
import { bankTableExport } from "./exports/bank-table";
import { paymentExports } from "./exports/formats";
import { exportBatchInput } from "./input";
import { mayExportPayments } from "./policy";
import { openLines, readBankTable, readBatch, readPayer, readPurpose } from "./read-payments";
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
  const payer = await readPayer(ctx, batch.programmeId, batch.incidentId);
  if (!payer) throw new Conflict("payer-missing");
  const { kind, table, form } = await findForm(ctx, format);
  const lines = await openLines(ctx, batch, "released");
  if (lines.length === 0) throw new Conflict("batch-without-money");
  const about = { message: messageName(batch), payer, currency: batch.currency, payOn: batch.payOn, purpose: await readPurpose(ctx.db, batch.programmeId), madeAt: ctx.clock.now() };
  return { batch, kind, table, form, lines, write: (ordered, comment) => form.write({ ...about, comment }, ordered) };
}

async function findForm(ctx: Context, format: z.infer<typeof exportBatchInput>["format"]): Promise<{ kind: PaymentFormat; table: SavedBankTable | null; form: PaymentExport }> {
  if (format === "pain.001" || format === "kr-transfer") return { kind: format, table: null, form: paymentExports[format] };
  const table = await readBankTable(ctx.db, format.slice("bank-table:".length));
  if (!isOffered(table)) throw new Conflict("bank-table-not-ready");
  return { kind: "bank-table", table, form: bankTableExport(table) };
}
