import { and, count, eq, isNull, sql } from "drizzle-orm";
import { accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { finishCampaign } from "./finish-campaign";
import { closeCampaignInput } from "./input";
import { mayReview, mayWatchAccess } from "./policy";

/** Close a campaign in which every role has its answer, before its time is over: what was decided happens. @throws {Forbidden} @throws {Conflict} while something is unanswered, or when it is closed */
export async function closeCampaign(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayReview);
  const { staffId } = requireStaffActor(ctx);
  const { campaignId } = parseInput(closeCampaignInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [campaign] = await tx.select().from(accessCampaigns).where(eq(accessCampaigns.id, campaignId)).for("update");
    if (!campaign) throw new NotFound("access-campaign");
    if (campaign.closedAt !== null) throw new Conflict("campaign-closed");
    const [open] = await tx.select({ count: count() }).from(accessReviews).where(and(eq(accessReviews.campaignId, campaignId), isNull(accessReviews.decision)));
    if (open && open.count > 0) throw new Conflict("campaign-unanswered");
    await finishCampaign(tx, ctx, campaign, staffId);
  });
}

/** Close every campaign whose time is over: a role about which nobody said anything goes. @throws {Forbidden} */
export async function closeDueCampaigns(ctx: Context): Promise<{ closed: number }> {
  authorise(ctx, mayWatchAccess);
  return withTransaction(ctx, async (tx) => {
    const due = await tx.select().from(accessCampaigns).where(and(isNull(accessCampaigns.closedAt), sql`${accessCampaigns.answerBy} <= clock_timestamp()`)).for("update");
    for (const campaign of due) await finishCampaign(tx, ctx, campaign, null);
    return { closed: due.length };
  });
}
