import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { claimRequests, claims } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { queueClaimMail } from "../mails";
import { mayRemindClaimants } from "../policy";
import { getClaimForUpdate, openAnswers, toClaim } from "../queries/read-claim";
import { isOpenRequest } from "./read-request";

/** So many are looked for at once. */
const AT_ONCE = 500;
/** Days before the end at which a claimant is reminded. */
const REMIND_DAYS = 3;

/**
 * Remind claimants three days before the day they were given ends, and tell them when it has passed: they can still answer until somebody decides. Each is told once, whatever happens to the job, and one that fails
 * keeps nobody else from it: the job fails when all the others are done. Nothing is decided here: what passed stays with its agent.
 */
export async function remindRequests(ctx: Context): Promise<number> {
  authorise(ctx, mayRemindClaimants);
  const now = ctx.clock.now();
  const failed: unknown[] = [];
  let looked = 0;
  for (let after: Due | undefined; ; ) {
    const due = await listDue(ctx, now, after);
    for (const { claimId } of due) await remind(ctx, claimId, now).catch((error: unknown) => failed.push(error));
    looked += due.length;
    after = due.at(-1);
    if (due.length < AT_ONCE || !after) break;
  }
  if (failed.length > 0) throw failed[0];
  return looked;
}

type Due = Pick<typeof claimRequests.$inferSelect, "claimId" | "cureBy">;

/** The next requests whose day is near and of which nobody was reminded, or whose day has passed and nobody was told, behind the last of the look before. */
async function listDue(ctx: Context, now: Date, after: Due | undefined): Promise<Due[]> {
  const { claimId, cureBy } = claimRequests;
  const soon = new Date(now.getTime() + REMIND_DAYS * 86_400_000);
  return ctx.db
    .select({ claimId, cureBy })
    .from(claimRequests)
    .innerJoin(claims, and(eq(claims.id, claimId), eq(claims.state, "needs-information")))
    .where(
      and(
        ...[isNull(claimRequests.answeredAt), isNull(claimRequests.closedAt), isNull(claimRequests.passedAt), lte(cureBy, soon), or(isNull(claimRequests.remindedAt), lte(cureBy, now))],
        after && or(gt(cureBy, after.cureBy), and(eq(cureBy, after.cureBy), gt(claimId, after.claimId))),
      ),
    )
    .orderBy(asc(cureBy), asc(claimId))
    .limit(AT_ONCE);
}

async function remind(ctx: Context, claimId: string, now: Date): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const [request] = await tx.select().from(claimRequests).where(isOpenRequest([claimId])).for("update");
    // It may have been answered, extended or told of since the look.
    if (!request || row.state !== "needs-information") return;
    const passed = request.cureBy <= now;
    if (passed ? request.passedAt !== null : request.remindedAt !== null) return;
    const answers = await openAnswers(ctx, row);
    // A day that was given for less than three days needs no reminder of its own, and whoever is answered by post reads the day in their letter.
    const mails = answers?.contact.kind !== "post" && (passed || request.askedAt.getTime() < request.cureBy.getTime() - (REMIND_DAYS + 1) * 86_400_000);
    await tx.update(claimRequests).set(passed ? { passedAt: sql`clock_timestamp()` } : { remindedAt: sql`clock_timestamp()` }).where(and(eq(claimRequests.claimId, claimId), eq(claimRequests.number, request.number)));
    if (!mails) return;
    await queueClaimMail(tx, ctx, toClaim(row), answers, { kind: passed ? "passed" : "reminded", by: request.cureBy });
    await recordAudit(tx, ctx, { action: passed ? "claim.cure-passed" : "claim.remind", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, details: { request: request.number } });
  });
}
