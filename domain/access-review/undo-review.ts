import { and, eq } from "drizzle-orm";
import { accessReviews } from "@/db/schema/access-review";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Forbidden, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { holdOpenCampaign } from "./hold-open-campaign";
import { undoReviewInput } from "./input";
import { mayReview } from "./policy";

/** Take an answer back, as if nobody had given one. Not of one's own role, whoever answered. @throws {Forbidden} @throws {Conflict} when there is none, or the campaign is closed */
export async function undoReview(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReview);
  const { staffId: by } = requireStaffActor(ctx);
  const { campaignId, reviewId } = parseInput(undoReviewInput, raw);
  await withTransaction(ctx, async (tx) => {
    await holdOpenCampaign(tx, campaignId);
    const [row] = await tx.select().from(accessReviews).where(and(eq(accessReviews.campaignId, campaignId), eq(accessReviews.id, reviewId))).for("update");
    if (!row) throw new NotFound("access-review");
    if (row.staffId === by) throw new Forbidden("review-oneself");
    if (row.decision === null) throw new Conflict("review-unanswered");
    await tx.update(accessReviews).set({ decision: null, decidedBy: null, decidedAt: null, reason: null }).where(eq(accessReviews.id, reviewId));
    await recordAudit(tx, ctx, { action: "access-review.undo", object: { kind: "access-review", id: reviewId }, details: { campaign: campaignId, of: row.staffId, role: row.role, before: row.decision } });
  });
}
