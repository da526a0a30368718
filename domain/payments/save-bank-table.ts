import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { bankTables } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Invalid, parseInput } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { doubledColumns, missingColumns } from "./exports/bank-columns";
import { isWritable } from "./exports/bank-table";
import { saveBankTableInput } from "./input";
import { mayPay } from "./policy";
import { readBankTable } from "./read-payments";

/** Say what each column of a bank's table holds, and how the file is written. Files that were made before are as they were. @throws {Forbidden} @throws {NotFound} @throws {Invalid} */
export async function saveBankTable(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPay);
  const { staffId } = requireStaffActor(ctx);
  const { tableId, name, encoding, hasHeading, statementMost, holds } = parseInput(saveBankTableInput, raw);
  await withTransaction(ctx, async (tx) => {
    const table = await readBankTable(tx, tableId, true);
    await refuseTakenName(tx, name, tableId);
    const unsaid = table.columns.findIndex((_, at) => holds[at] === undefined);
    if (unsaid >= 0) throw new Invalid({ [`column-${unsaid}`]: ["choose-one"] });
    const columns = table.columns.map(({ heading }, at) => ({ heading, holds: holds[at] ?? "empty" }));
    const held = columns.map((column) => column.holds);
    const problems = [...missingColumns(held).map((column) => `bank-table-without-${column}`), ...(doubledColumns(held).length > 0 ? ["bank-table-doubled"] : [])];
    if (problems.length > 0) throw new Invalid({ "column-0": problems });
    if (encoding === "cp949" && hasHeading && !columns.every(({ heading }) => isWritable(heading))) throw new Invalid({ encoding: ["bank-table-heading-letters"] });
    await tx.update(bankTables).set({ name, columns, encoding, hasHeading, statementMost, savedBy: staffId, savedAt: sql`clock_timestamp()` }).where(eq(bankTables.id, tableId));
    await recordAudit(tx, ctx, { action: "payments.save-bank-table", object: { kind: "bank-table", id: tableId }, details: { columns, encoding, hasHeading, statementMost } });
  });
}

/** Two tables of one name could not be told apart where a file is made. @throws {Invalid} */
export async function refuseTakenName(tx: Executor, name: string, but?: string): Promise<void> {
  const [other] = await tx.select({ id: bankTables.id }).from(bankTables).where(and(isNull(bankTables.removedAt), sql`lower(${bankTables.name}) = lower(${name})`, but === undefined ? undefined : ne(bankTables.id, but)));
  if (other) throw new Invalid({ name: ["bank-table-name-taken"] });
}
