import { eq } from "drizzle-orm";
import { accessCampaigns } from "@/db/schema/access-review";
import { Conflict, NotFound } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";

/** Hold an open campaign to the end of the transaction, so that an answer comes before its closing or not at all. @throws {NotFound} @throws {Conflict} when it is closed, or is being closed */
export async function holdOpenCampaign(tx: Executor, campaignId: string): Promise<void> {
  const [campaign] = await tx.select({ closedAt: accessCampaigns.closedAt, closingAt: accessCampaigns.closingAt }).from(accessCampaigns).where(eq(accessCampaigns.id, campaignId)).for("share");
  if (!campaign) throw new NotFound("access-campaign");
  if (campaign.closedAt !== null || campaign.closingAt !== null) throw new Conflict("campaign-closed");
}
