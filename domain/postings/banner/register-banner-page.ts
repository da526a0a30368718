import { and, eq } from "drizzle-orm";
import { bannerPages } from "@/db/schema/postings";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { enqueue } from "../../kernel/job";
import type { PostingId } from "../../kernel/ids";
import { withTransaction } from "../../kernel/transaction";
import { bannerPageInput } from "../input";
import { checkPostingsJob } from "../jobs";
import { mayRegisterBannerPages } from "../policy";
import { readPosting } from "../queries";
import { whyNotRegistrable } from "../rules";
import { getBannerPageForUpdate } from "./queries";

/** Register a page that somebody else named: from now on the worker opens it and looks for the link. @throws {Forbidden} @throws {Conflict} @throws {NotFound} */
export async function registerBannerPage(ctx: Context, raw: unknown): Promise<PostingId> {
  authorise(ctx, mayRegisterBannerPages);
  const { staffId } = requireStaffActor(ctx);
  const { pageId } = parseInput(bannerPageInput, raw);
  return withTransaction(ctx, async (tx) => {
    const page = await getBannerPageForUpdate(tx, pageId);
    const refusal = whyNotRegistrable(page, staffId);
    if (refusal) throw refusal;
    const registered = await tx
      .update(bannerPages)
      .set({ state: "registered", registeredBy: staffId, registeredAt: ctx.clock.now() })
      .where(and(eq(bannerPages.id, pageId), eq(bannerPages.state, "proposed")))
      .returning({ id: bannerPages.id });
    if (registered.length === 0) throw new Conflict("banner-not-proposed");
    const { incidentId } = await readPosting(tx, page.postingId);
    await recordAudit(tx, ctx, { action: "banner.register", object: { kind: "posting", id: page.postingId }, incidentId, details: { pageId, url: page.url } });
    await enqueue(tx, checkPostingsJob, {}, { key: checkPostingsJob.name });
    return page.postingId;
  });
}
