import { and, eq, inArray, sql } from "drizzle-orm";
import { accessReviews } from "@/db/schema/access-review";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Forbidden, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { holdOpenCampaign } from "./hold-open-campaign";
import { decideReviewsInput } from "./input";
import { mayReview } from "./policy";

/**
 * Say of some roles that they stay or go, with one reason for all of them. Until the campaign is closed it may be said otherwise, and nothing has happened yet: whoever has to be out at once is off-boarded. Where one of the roles is one's own
 * nothing is written. @throws {Forbidden} @throws {Conflict} when the campaign is closed
 */
export async function decideReviews(ctx: Context, raw: unknown): Promise<{ decided: number }> {
  authorise(ctx, mayReview);
  const { staffId: by } = requireStaffActor(ctx);
  const { campaignId, reviews: ids, decision, reason } = parseInput(decideReviewsInput, raw);
  return withTransaction(ctx, async (tx) => {
    await holdOpenCampaign(tx, campaignId);
    const mine = and(eq(accessReviews.campaignId, campaignId), inArray(accessReviews.id, ids));
    const rows = await tx.select().from(accessReviews).where(mine).orderBy(accessReviews.id).for("update");
    if (rows.length !== new Set(ids).size) throw new NotFound("access-review");
    if (rows.some(({ staffId }) => staffId === by)) throw new Forbidden("review-oneself");
    await tx.update(accessReviews).set({ decision, decidedBy: by, decidedAt: sql`clock_timestamp()`, reason }).where(mine);
    for (const row of rows) {
      await recordAudit(tx, ctx, { action: "access-review.decide", object: { kind: "access-review", id: row.id }, reason, details: { campaign: campaignId, of: row.staffId, role: row.role, before: row.decision, decision } });
    }
    return { decided: rows.length };
  });
}
