import { bannerPages } from "@/db/schema/postings";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { proposeBannerPageInput } from "../input";
import { mayProposeBannerPages } from "../policy";
import { readPosting } from "../queries";

/** Name a page of the organisation's own site that points to a posting, for somebody else to register. @throws {Forbidden} @throws {Invalid} @throws {Conflict} @throws {NotFound} */
export async function proposeBannerPage(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayProposeBannerPages);
  const { staffId } = requireStaffActor(ctx);
  const { postingId, url } = parseInput(proposeBannerPageInput, raw);
  await withTransaction(ctx, async (tx) => {
    const posting = await readPosting(tx, postingId);
    if (posting.state !== "standing") throw new Conflict("posting-not-standing");
    const [page] = await tx.insert(bannerPages).values({ postingId, url, proposedBy: staffId, proposedAt: ctx.clock.now() }).onConflictDoNothing().returning({ id: bannerPages.id });
    if (!page) throw new Invalid({ url: ["banner-known"] });
    await recordAudit(tx, ctx, { action: "banner.propose", object: { kind: "posting", id: postingId }, incidentId: posting.incidentId, details: { pageId: page.id, url } });
  });
}
