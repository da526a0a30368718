import { and, eq, inArray, or, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { payments } from "@/db/schema/payments";
import { openAnswers } from "../claims/queries/read-claim";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { findPublishedIncident } from "../incidents/queries";
import { findProgrammeById } from "../programmes/queries";
import { openGivenCodes } from "./codes/given-codes";
import { queuePaymentMail } from "./mails";
import { mayTellPayments } from "./policy";
import { readBatch } from "./read-payments";

/** So many are written in one transaction: a run that is killed has told nobody twice and loses little. */
const AT_ONCE = 50;

/**
 * Write to the claimants of a batch what became of their money, and send codes to whom they were given. What each was told last stands with the payment and changes in the transaction of the mail, so however often this runs nobody is told the
 * same twice; of two things that happened meanwhile the later is told.
 */
export async function tellPayments(ctx: Context, batchId: string): Promise<number> {
  authorise(ctx, mayTellPayments);
  const batch = await readBatch(ctx.db, batchId);
  const [programme, incident] = await Promise.all([findProgrammeById(ctx.db, batch.programmeId), findPublishedIncident(ctx.db, batch.incidentId)]);
  if (!programme) return 0;
  const untold = and(eq(payments.batchId, batchId), or(eq(payments.codesTold, false), and(inArray(payments.state, ["released", "paid", "returned"]), sql`${payments.told} <> ${payments.state}`)));
  for (let told = 0; ; ) {
    const written = await withTransaction(ctx, async (tx) => {
      const rows = await tx.select({ payment: payments, claim: claims }).from(payments).innerJoin(claims, eq(claims.id, payments.claimId)).where(untold).limit(AT_ONCE).for("update", { of: payments, skipLocked: true });
      for (const { payment, claim } of rows) {
        const answers = await openAnswers(ctx, claim);
        const about = { claim, answers, programme, incident };
        if (answers && !payment.codesTold) await queuePaymentMail(tx, ctx, { ...about, kind: "codes", codes: await openGivenCodes(tx, ctx, payment.id, batch.incidentId) });
        if (answers && payment.told !== payment.state && payment.state !== "draft" && payment.state !== "cancelled") await queuePaymentMail(tx, ctx, { ...about, kind: payment.state, minor: payment.cashMinor, payOn: batch.payOn });
        await tx.update(payments).set({ told: payment.state, codesTold: true }).where(eq(payments.id, payment.id));
      }
      return rows.length;
    });
    told += written;
    if (written < AT_ONCE) return told;
  }
}
