import { eq, lt } from "drizzle-orm";
import { accessCampaigns } from "@/db/schema/access-review";
import { staffMembers } from "@/db/schema/staff";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { beginCampaign } from "./begin-campaign";
import { mayWatchAccess } from "./policy";
import { OPENS_WITHIN_DAYS, quarterOf } from "./rules";

/** Open the campaign of a quarter that has just begun, once; null where there was one, one of before is still open, the quarter began long ago, or nobody worked here before it began: what was just set up is no news. @throws {Forbidden} */
export async function openQuarterlyCampaign(ctx: Context): Promise<string | null> {
  authorise(ctx, mayWatchAccess);
  const { name, began, days } = quarterOf(ctx.clock.now());
  if (days >= OPENS_WITHIN_DAYS) return null;
  return withTransaction(ctx, async (tx) => {
    const known = await tx.select({ id: accessCampaigns.id }).from(accessCampaigns).where(eq(accessCampaigns.quarter, name)).limit(1);
    const before = await tx.select({ id: staffMembers.id }).from(staffMembers).where(lt(staffMembers.createdAt, began)).limit(1);
    return known.length > 0 || before.length === 0 ? null : beginCampaign(tx, ctx, { by: null, reason: null });
  });
}
