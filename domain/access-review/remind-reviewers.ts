import { and, isNull, lt, sql } from "drizzle-orm";
import type { AccessPeriods } from "@/content/access-review/periods";
import { accessCampaigns } from "@/db/schema/access-review";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { mayWatchAccess } from "./policy";
import { writeToReviewers } from "./write-to-reviewers";

/** Write once more to whoever has not answered, on each of the days that are meant for it. Days that went by without a worker make one mail. @throws {Forbidden} */
export async function remindReviewers(ctx: Context, { campaign: { remind } }: Pick<AccessPeriods, "campaign">): Promise<void> {
  authorise(ctx, mayWatchAccess);
  await withTransaction(ctx, async (tx) => {
    const passed = sql<number>`(select count(*)::int from unnest(${sql.param([...remind])}::int[]) d where ${accessCampaigns.openedAt} <= clock_timestamp() - make_interval(days => d))`;
    const [due] = await tx
      .update(accessCampaigns)
      .set({ reminded: passed })
      .where(and(isNull(accessCampaigns.closedAt), lt(accessCampaigns.reminded, passed), sql`${accessCampaigns.answerBy} > clock_timestamp()`))
      .returning({ id: accessCampaigns.id });
    if (due) await writeToReviewers(tx, ctx, due.id, "remind");
  });
}
