import { and, desc, eq, sql } from "drizzle-orm";
import { postingChecks, postings } from "@/db/schema/postings";
import type { PostingCheckResult } from "@/db/values/posting-states";
import { sha256 } from "@/lib/crypto";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { mayRunPostings } from "./policy";
import { listServedFiles, type ServedFile } from "./queries";
import { postingPath } from "./rules";
import type { FetchedPage, PageFetcher } from "./types";

export interface PostingKeeping {
  pages: PageFetcher;
  /** For pages that people named: it opens nothing of the inside. */
  outside: PageFetcher;
  portalUrl: string;
}

/**
 * Look at every posting by its public address, as a stranger would, and write down what was found. One look that finds something else is repeated at once, so that a
 * connection that broke by chance is no gap; a second one is, and is said aloud when it begins and when it ends.
 */
export async function checkPostings(ctx: Context, { pages, portalUrl }: Pick<PostingKeeping, "pages" | "portalUrl">): Promise<void> {
  authorise(ctx, mayRunPostings);
  for (const file of await listServedFiles(ctx.db)) {
    const url = portalUrl.replace(/\/$/, "") + postingPath(file);
    let found = judgePage(await pages.fetch(url), file.hash);
    if (found.result !== "stands") found = judgePage(await pages.fetch(url), file.hash);
    await recordCheck(ctx, file, found);
  }
}

interface Found {
  result: PostingCheckResult;
  detail: string;
}

function judgePage(page: FetchedPage, hash: string): Found {
  if ("fault" in page) return { result: "unreachable", detail: page.fault };
  if (page.status >= 300 && page.status < 400) return { result: "moved", detail: String(page.status) };
  if (page.status !== 200) return { result: "refused", detail: String(page.status) };
  const met = sha256(page.body).toString("hex");
  return met === hash ? { result: "stands", detail: "" } : { result: "differs", detail: met };
}

/** The same as at the last look carries that row on; anything else begins another. */
async function recordCheck(ctx: Context, { postingId, locale }: ServedFile, { result, detail }: Found): Promise<void> {
  const at = ctx.clock.now();
  const before = await withTransaction(ctx, async (tx) => {
    // Two processes may look at the same time; the rows of one posting are written one after the other.
    const [posting] = await tx.select({ state: postings.state }).from(postings).where(eq(postings.id, postingId)).for("update");
    const newest = and(eq(postingChecks.postingId, postingId), eq(postingChecks.locale, locale));
    const [last] = await tx.select().from(postingChecks).where(newest).orderBy(desc(postingChecks.id)).limit(1);
    if (last && last.result === result && last.detail === detail) {
      await tx.update(postingChecks).set({ lastAt: sql`greatest(${postingChecks.lastAt}, ${at.toISOString()}::timestamptz)`, checks: last.checks + 1 }).where(eq(postingChecks.id, last.id));
    } else await tx.insert(postingChecks).values({ postingId, locale, result, detail, firstAt: at, lastAt: at });
    return { result: last?.result ?? "stands", state: posting?.state };
  });
  if (result !== "stands" && before.result === "stands") ctx.log.error({ postingId, locale, result, detail, state: before.state }, "a posting is not found as it was published");
  if (result === "stands" && before.result !== "stands") ctx.log.warn({ postingId, locale }, "a posting is found again");
}
