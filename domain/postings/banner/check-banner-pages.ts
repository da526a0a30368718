import { desc, eq, sql } from "drizzle-orm";
import { bannerChecks, bannerPages } from "@/db/schema/postings";
import type { BannerCheckResult } from "@/db/values/posting-states";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayRunPostings } from "../policy";
import { listServedFiles } from "../queries";
import { linksTo, postingPath } from "../rules";
import type { FetchedPage, PageFetcher } from "../types";
import { listPagesToCheck } from "./queries";

/** Open every registered page of the organisation's own site, as a stranger would, and look for a link to the posting in any language. As with postings, one bad look is repeated at once. */
export async function checkBannerPages(ctx: Context, { outside, portalUrl }: { outside: PageFetcher; portalUrl: string }): Promise<void> {
  authorise(ctx, mayRunPostings);
  const pages = await listPagesToCheck(ctx.db);
  if (pages.length === 0) return;
  const files = await listServedFiles(ctx.db);
  for (const page of pages) {
    const addresses = files.filter(({ postingId }) => postingId === page.postingId).map((file) => portalUrl.replace(/\/$/, "") + postingPath(file));
    let found = judge(await outside.fetch(page.url), addresses);
    if (found.result !== "linked") found = judge(await outside.fetch(page.url), addresses);
    await record(ctx, page.id, found);
  }
}

interface Found {
  result: BannerCheckResult;
  detail: string;
}

function judge(page: FetchedPage, addresses: readonly string[]): Found {
  if ("fault" in page) return { result: "unreachable", detail: page.fault };
  if (page.status >= 300 && page.status < 400) return { result: "moved", detail: String(page.status) };
  if (page.status !== 200) return { result: "refused", detail: String(page.status) };
  return { result: linksTo(page.body.toString("utf8"), addresses) ? "linked" : "not-linked", detail: "" };
}

async function record(ctx: Context, pageId: string, { result, detail }: Found): Promise<void> {
  const at = ctx.clock.now();
  const before = await withTransaction(ctx, async (tx) => {
    await tx.select({ id: bannerPages.id }).from(bannerPages).where(eq(bannerPages.id, pageId)).for("update");
    const [last] = await tx.select().from(bannerChecks).where(eq(bannerChecks.pageId, pageId)).orderBy(desc(bannerChecks.id)).limit(1);
    if (last && last.result === result && last.detail === detail) {
      await tx.update(bannerChecks).set({ lastAt: sql`greatest(${bannerChecks.lastAt}, ${at.toISOString()}::timestamptz)`, checks: last.checks + 1 }).where(eq(bannerChecks.id, last.id));
    } else await tx.insert(bannerChecks).values({ pageId, result, detail, firstAt: at, lastAt: at });
    return last?.result ?? "linked";
  });
  if (result !== "linked" && before === "linked") ctx.log.error({ pageId, result, detail }, "a page of the organisation's site does not point to its posting");
  if (result === "linked" && before !== "linked") ctx.log.warn({ pageId }, "a page of the organisation's site points to its posting again");
}
