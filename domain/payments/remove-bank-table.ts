import { eq, sql } from "drizzle-orm";
import { bankTables } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { bankTableIdInput } from "./input";
import { mayPay } from "./policy";
import { readBankTable } from "./read-payments";
import { refuseTakenName } from "./save-bank-table";

/** Offer a bank's table no more. What was taken out by it still names it, and it can be brought back. @throws {Forbidden} @throws {NotFound} */
export async function removeBankTable(ctx: Context, raw: unknown): Promise<void> {
  await setRemoved(ctx, raw, true);
}

/** Offer it again. @throws {Forbidden} @throws {NotFound} @throws {Invalid} another one has its name */
export async function bringBackBankTable(ctx: Context, raw: unknown): Promise<void> {
  await setRemoved(ctx, raw, false);
}

async function setRemoved(ctx: Context, raw: unknown, removed: boolean): Promise<void> {
  authorise(ctx, mayPay);
  const { tableId } = parseInput(bankTableIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const table = await readBankTable(tx, tableId, true);
    if ((table.removedAt !== null) === removed) return;
    if (!removed) await refuseTakenName(tx, table.name, tableId);
    await tx.update(bankTables).set({ removedAt: removed ? sql`clock_timestamp()` : null }).where(eq(bankTables.id, tableId));
    await recordAudit(tx, ctx, { action: removed ? "payments.remove-bank-table" : "payments.bring-back-bank-table", object: { kind: "bank-table", id: tableId } });
  });
}
