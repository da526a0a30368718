import { bankTables } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { guessColumn } from "./exports/bank-columns";
import { makeBankTableInput } from "./input";
import { mayPay } from "./policy";
import { refuseTakenName } from "./save-bank-table";

/** Set up the table of a bank from the headings of its sample. What each column holds is guessed; it is not offered before somebody has looked and everything is there. @throws {Forbidden} @throws {Invalid} */
export async function makeBankTable(ctx: Context, raw: unknown): Promise<{ tableId: string }> {
  authorise(ctx, mayPay);
  const { staffId } = requireStaffActor(ctx);
  const { name, headings } = parseInput(makeBankTableInput, raw);
  return withTransaction(ctx, async (tx) => {
    await refuseTakenName(tx, name);
    const columns = headings.map((heading) => ({ heading, holds: guessColumn(heading) }));
    const [row] = await tx.insert(bankTables).values({ name, columns, hasHeading: true, encoding: "cp949", statementMost: 7, savedBy: staffId }).returning({ id: bankTables.id });
    if (!row) throw new Error("no table");
    await recordAudit(tx, ctx, { action: "payments.make-bank-table", object: { kind: "bank-table", id: row.id }, details: { columns } });
    return { tableId: row.id };
  });
}
