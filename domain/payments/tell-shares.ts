import { and, eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { listClaimBenefits, openAnswers } from "../claims/queries/read-claim";
import { findPublishedIncident } from "../incidents/queries";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { cutsOf } from "../ledger/post-claim-moves";
import { findProgrammeById } from "../programmes/queries";
import { isCash } from "../programmes/rules";
import { codesWorth } from "./codes/codes-worth";
import { queuePaymentMail } from "./mails";
import { mayTellPayments } from "./policy";

/** So many are written in one transaction, as of payments. */
const AT_ONCE = 50;

/** Write to everybody whose part of a shared pool is less than what was approved for them: why, what was approved and what is paid, nothing as well. Who is still to be told stands with the claim and changes in the transaction of the mail. */
export async function tellShares(ctx: Context, programmeId: string): Promise<number> {
  authorise(ctx, mayTellPayments);
  const programme = await findProgrammeById(ctx.db, programmeId);
  if (!programme) return 0;
  const incident = await findPublishedIncident(ctx.db, programme.incidentId);
  for (let told = 0; ; ) {
    const written = await withTransaction(ctx, async (tx) => {
      // Whoever holds one of them, as a collection of payments does, is waited for: nothing begins this anew for those that were passed over.
      const rows = await tx.select().from(claims).where(and(eq(claims.programmeId, programmeId), eq(claims.shareUntold, true))).orderBy(claims.id).limit(AT_ONCE).for("update");
      const ids = rows.map(({ id }) => id);
      const [cuts, codes] = [await cutsOf(tx, ids), await codesWorth(tx, ids)];
      for (const claim of rows) {
        const approvedMinor = (claim.approvedMinor ?? 0n) - (codes.get(claim.id) ?? 0n);
        const minor = approvedMinor - (cuts.get(claim.id) ?? 0n);
        await queuePaymentMail(tx, ctx, { claim, answers: await openAnswers(ctx, claim), programme, incident, kind: minor > 0n ? "share" : "share-nothing", minor, approvedMinor, codes: (await listClaimBenefits(tx, claim.id)).some((line) => !isCash(line) && line.approvedMinor !== null) });
        await tx.update(claims).set({ shareUntold: false }).where(eq(claims.id, claim.id));
      }
      return rows.length;
    });
    told += written;
    if (written === 0) return told;
  }
}
