import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { beginCampaign } from "./begin-campaign";
import { openCampaignInput } from "./input";
import { mayReview } from "./policy";

/** Open a campaign out of turn, with a reason. It counts as the one of its quarter. @throws {Forbidden} @throws {Conflict} while another is open */
export async function openCampaign(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayReview);
  const { staffId } = requireStaffActor(ctx);
  const { reason } = parseInput(openCampaignInput, raw);
  return withTransaction(ctx, async (tx) => {
    const campaignId = await beginCampaign(tx, ctx, { by: staffId, reason });
    if (campaignId === null) throw new Conflict("campaign-under-way");
    return campaignId;
  });
}
