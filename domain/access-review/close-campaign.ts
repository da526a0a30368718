import { and, count, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
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
    if (campaign.closedAt !== null || campaign.closingAt !== null) throw new Conflict("campaign-closed");
    const [open] = await tx.select({ count: count() }).from(accessReviews).where(and(eq(accessReviews.campaignId, campaignId), isNull(accessReviews.decision)));
    if (open && open.count > 0) throw new Conflict("campaign-unanswered");
    await beginClosing(tx, campaignId, staffId);
  });
  await finishCampaign(ctx, campaignId);
}

/** Close every campaign whose time is over, in which a role about which nobody said anything goes; and go on with one whose closing broke off. @throws {Forbidden} */
export async function closeDueCampaigns(ctx: Context): Promise<{ closed: number }> {
  authorise(ctx, mayWatchAccess);
  const due = await withTransaction(ctx, async (tx) => {
    const { closedAt, closingAt, answerBy } = accessCampaigns;
    const rows = await tx.select().from(accessCampaigns).where(and(isNull(closedAt), or(isNotNull(closingAt), sql`${answerBy} <= clock_timestamp()`))).for("update");
    for (const campaign of rows) {
      await tx.update(accessReviews).set({ decision: "no-answer", decidedAt: ctx.clock.now() }).where(and(eq(accessReviews.campaignId, campaign.id), isNull(accessReviews.decision)));
      if (campaign.closingAt === null) await beginClosing(tx, campaign.id, null);
    }
    return rows;
  });
  let closed = 0;
  for (const { id } of due) if (await finishCampaign(ctx, id)) closed += 1;
  return { closed };
}

async function beginClosing(tx: Executor, campaignId: string, by: string | null): Promise<void> {
  await tx.update(accessCampaigns).set({ closingAt: sql`clock_timestamp()`, closingBy: by }).where(eq(accessCampaigns.id, campaignId));
}
