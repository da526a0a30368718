import { and, asc, eq, gt, ne, sql } from "drizzle-orm";
import { paymentBatches, paymentExports as exportsTable, payments } from "@/db/schema/payments";
import { defaultLocale } from "@/db/values/locales";
import { recordAudit } from "../audit/record-audit";
import { whySendingIsLocked } from "../installation/why-sending-is-locked";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { findProgrammeById } from "../programmes/queries";
import { paymentExports } from "./exports/formats";
import { exportBatchInput } from "./input";
import { mayExportPayments } from "./policy";
import { openAccount, readBatch, readPayer } from "./read-payments";
import { messageName, whyNotExportable } from "./rules";
import type { BankLine } from "./types";

export interface PaymentFile {
  fileName: string;
  contentType: string;
  bytes: Buffer;
}

/**
 * Make the file of a released batch for the bank. It names people and their accounts, so the reason and how many there are is audited before a byte of it exists. The same batch gives the same payments however often it is taken out, with
 * the same references, by which a bank refuses a second time. A restored copy gives out none: the real installation has. @throws {Forbidden} @throws {Conflict} @throws {Invalid}
 */
export async function exportBatch(ctx: Context, raw: unknown): Promise<PaymentFile> {
  authorise(ctx, mayExportPayments);
  const { staffId } = requireStaffActor(ctx);
  const { batchId, format, reason } = parseInput(exportBatchInput, raw);
  const batch = await readBatch(ctx.db, batchId);
  const refusal = whyNotExportable(batch);
  if (refusal) throw refusal;
  const locked = await whySendingIsLocked(ctx);
  if (locked !== null && locked !== "trial") throw new Conflict("payments-locked");
  const [payer, programme] = [await readPayer(ctx, batch.programmeId, batch.incidentId), await findProgrammeById(ctx.db, batch.programmeId)];
  if (!payer || !programme) throw new Conflict("payer-missing");
  const form = paymentExports[format];
  const rows = await ctx.db.select().from(payments).where(and(eq(payments.batchId, batchId), gt(payments.cashMinor, 0n), ne(payments.state, "cancelled"))).orderBy(asc(payments.reference));
  if (rows.length === 0) throw new Conflict("batch-without-money");
  const lines = await Promise.all(
    rows.map(async (row): Promise<BankLine> => {
      const account = await openAccount(ctx, row, batch.incidentId);
      if (!account) throw new Error("money without an account");
      return { reference: row.reference, minor: row.cashMinor, account };
    }),
  );
  if (lines.some(({ account }) => !form.accounts.includes(account.kind))) throw new Conflict("format-not-for-accounts");
  await withTransaction(ctx, async (tx) => {
    await tx.insert(exportsTable).values({ batchId, format, payments: lines.length, exportedBy: staffId });
    await tx.update(paymentBatches).set({ exportedAt: sql`coalesce(${paymentBatches.exportedAt}, clock_timestamp())` }).where(eq(paymentBatches.id, batchId));
    await recordAudit(tx, ctx, { action: "payments.export", object: { kind: "payment-batch", id: batchId }, incidentId: batch.incidentId, reason, details: { format, reads: lines.length } });
  });
  const message = messageName(batch);
  const bytes = form.write({ message, payer, currency: batch.currency, payOn: batch.payOn, purpose: programme.terms.texts.signedBy[defaultLocale], madeAt: ctx.clock.now() }, lines);
  return { fileName: `${message}.${form.extension}`, contentType: form.contentType, bytes };
}
