import { and, eq, ne } from "drizzle-orm";
import { bannerPages } from "@/db/schema/postings";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import type { PostingId } from "../../kernel/ids";
import { withTransaction } from "../../kernel/transaction";
import { bannerPageInput } from "../input";
import { mayKeepPostings } from "../policy";
import { readPosting } from "../queries";
import { getBannerPageForUpdate } from "./queries";

/** Have a page not looked at any more. Its log stays. @throws {Forbidden} @throws {Conflict} @throws {NotFound} */
export async function removeBannerPage(ctx: Context, raw: unknown): Promise<PostingId> {
  authorise(ctx, mayKeepPostings);
  const { staffId } = requireStaffActor(ctx);
  const { pageId } = parseInput(bannerPageInput, raw);
  return withTransaction(ctx, async (tx) => {
    const page = await getBannerPageForUpdate(tx, pageId);
    const removed = await tx
      .update(bannerPages)
      .set({ state: "removed", removedBy: staffId, removedAt: ctx.clock.now() })
      .where(and(eq(bannerPages.id, pageId), ne(bannerPages.state, "removed")))
      .returning({ id: bannerPages.id });
    if (removed.length === 0) throw new Conflict("banner-not-proposed");
    const { incidentId } = await readPosting(tx, page.postingId);
    await recordAudit(tx, ctx, { action: "banner.remove", object: { kind: "posting", id: page.postingId }, incidentId, details: { pageId, url: page.url } });
    return page.postingId;
  });
}
