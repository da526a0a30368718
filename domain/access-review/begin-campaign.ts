import { inArray, sql } from "drizzle-orm";
import { loadAccessPeriods } from "@/content/access-review/periods";
import { accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { mayReview } from "./policy";
import { listReviewers } from "./queries";
import { quarterOf, shareOut } from "./rules";
import { takeSnapshot } from "./take-snapshot";
import { writeToReviewers } from "./write-to-reviewers";

/** Open a campaign in the caller's transaction: write down who may do what, share it out among those who may answer, and write to them. Null where one is open. */
export async function beginCampaign(tx: Executor, ctx: Context, { by, reason }: { by: string | null; reason: string | null }): Promise<string | null> {
  const { name: quarter } = quarterOf(ctx.clock.now());
  const answerBy = sql`clock_timestamp() + make_interval(days => ${loadAccessPeriods().campaign.answer})`;
  const [campaign] = await tx.insert(accessCampaigns).values({ quarter, openedBy: by, answerBy }).onConflictDoNothing().returning({ id: accessCampaigns.id });
  if (!campaign) return null;
  const reviews = await takeSnapshot(tx, campaign.id, ctx.clock.now());
  const reviewers = await listReviewers(tx, mayReview.roles);
  const shared = shareOut(reviews, reviewers.map(({ id }) => id));
  for (const { id } of reviewers) {
    const theirs = reviews.filter((review) => shared.get(review.id) === id).map((review) => review.id);
    if (theirs.length > 0) await tx.update(accessReviews).set({ reviewerId: id }).where(inArray(accessReviews.id, theirs));
  }
  await recordAudit(tx, ctx, { action: "access-review.open", object: { kind: "access-campaign", id: campaign.id }, reason, details: { quarter, reviews: reviews.length } });
  await writeToReviewers(tx, ctx, campaign.id, "open");
  return campaign.id;
}
