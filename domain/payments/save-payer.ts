import { sql } from "drizzle-orm";
import { paymentPayers } from "@/db/schema/payments";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { savePayerInput } from "./input";
import { lockMoney } from "../ledger/lock-money";
import { mayPay } from "./policy";
import { payerPlace } from "./read-payments";
import type { Payer } from "./types";

/** Say from which account a programme pays. It stands in files that are made from now on. @throws {Forbidden} @throws {NotFound} @throws {Invalid} */
export async function savePayer(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPay);
  const { staffId } = requireStaffActor(ctx);
  const { programmeId, bic, ...account } = parseInput(savePayerInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { incidentId } = await lockMoney(tx, programmeId);
    const sealed = await sealJson(ctx.keys, payerPlace(programmeId, incidentId), { account, bic } satisfies Payer);
    await tx
      .insert(paymentPayers)
      .values({ programmeId, sealed, savedBy: staffId })
      .onConflictDoUpdate({ target: paymentPayers.programmeId, set: { sealed, savedBy: staffId, savedAt: sql`clock_timestamp()` } });
    await recordAudit(tx, ctx, { action: "payments.save-payer", object: { kind: "programme", id: programmeId }, incidentId, details: { kind: account.kind } });
  });
}
