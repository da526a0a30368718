import { and, asc, desc, eq, inArray, ne } from "drizzle-orm";
import { bannerChecks, bannerPages, postings } from "@/db/schema/postings";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid, type PostingId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { mayReadPostings } from "../policy";
import type { BannerPage } from "../types";

/** List the pages of the organisation's site that point to a posting, or are to. @throws {Forbidden} @throws {NotFound} */
export async function listBannerPages(ctx: Context, postingId: string): Promise<BannerPage[]> {
  authorise(ctx, mayReadPostings);
  const pages = await ctx.db.select().from(bannerPages).where(and(eq(bannerPages.postingId, requireUuid(postingId, "posting")), ne(bannerPages.state, "removed"))).orderBy(asc(bannerPages.proposedAt), asc(bannerPages.id));
  if (pages.length === 0) return [];
  const checks = await ctx.db.select().from(bannerChecks).where(inArray(bannerChecks.pageId, pages.map(({ id }) => id))).orderBy(desc(bannerChecks.id));
  return pages.map((page) => ({ ...page, postingId: page.postingId as PostingId, checks: checks.filter(({ pageId }) => pageId === page.id) }));
}

/** A page that the worker opens, with what it must point to. */
interface PageToCheck {
  id: string;
  url: string;
  postingId: string;
}

/** List the pages that are registered for postings that stand. For the job alone. */
export function listPagesToCheck(db: Executor): Promise<PageToCheck[]> {
  return db
    .select({ id: bannerPages.id, url: bannerPages.url, postingId: bannerPages.postingId })
    .from(bannerPages)
    .innerJoin(postings, and(eq(postings.id, bannerPages.postingId), eq(postings.state, "standing")))
    .where(eq(bannerPages.state, "registered"))
    .orderBy(asc(bannerPages.id));
}

/** Read a page and hold its row to the end of the transaction. @throws {NotFound} */
export async function getBannerPageForUpdate(tx: Executor, pageId: string): Promise<Omit<BannerPage, "checks">> {
  const [row] = await tx.select().from(bannerPages).where(eq(bannerPages.id, pageId)).for("update");
  if (!row) throw new NotFound("banner-page");
  return { ...row, postingId: row.postingId as PostingId };
}
