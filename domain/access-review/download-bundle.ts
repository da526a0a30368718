import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { mayExportCampaigns } from "./policy";
import { findBundle } from "./queries";

/** Hand out the evidence of a closed campaign; who took it is written down. @throws {Forbidden} @throws {NotFound} while it is open */
export async function downloadBundle(ctx: Context, campaignId: string): Promise<Buffer> {
  authorise(ctx, mayExportCampaigns);
  return withTransaction(ctx, async (tx) => {
    const archive = await findBundle(tx, campaignId);
    await recordAudit(tx, ctx, { action: "access-review.download", object: { kind: "access-campaign", id: campaignId }, details: { bytes: archive.length } });
    return archive;
  });
}
