import { inArray, sql } from "drizzle-orm";
import { claimCounts, claims } from "@/db/schema/claims";
import { authorise, requireStaffActor, type Context } from "../../../kernel/context";
import { countClaimsUpTo, findClaimIds } from "../../queries/find-claim-ids";
import { toClaim } from "../../queries/read-claim";
import type { Claim } from "../../types";
import type { ClaimFilter } from "../input";
import { mayReadDesk } from "../policy";
import { takesIntoReview, type BulkAct } from "./bulk-input";
import { openTools, whyNotActed } from "./act-on-claim";

/** So many claims are found one by one; past that the counters say how many there are at most. */
const EXACT = 2_000;
const LOOKED_AT = 200;
const EXAMPLES = 10;

export interface BulkPreview {
  /** How many claims it is for; at most so many where it is not exact. */
  count: number;
  exact: boolean;
  /** Of the first claims looked at, so many would be refused, by reason. */
  lookedAt: number;
  refused: { reason: string; count: number }[];
  examples: { claim: Claim; refusal: string | null }[];
  /** Whether it takes into review: claimants are told, and an undo leaves the claims there. */
  takes: boolean;
  /** Whether a macro would put in a reply, which is left out where many are done at once. */
  leavesReply: boolean;
}

/** Look at what a bulk act would do, without doing it. Nothing is counted row by row past a small number. @throws {Forbidden} @throws {NotFound} */
export async function previewBulk(ctx: Context, incidentId: string, filter: ClaimFilter, picked: string[], act: BulkAct, timeZone: string): Promise<BulkPreview> {
  authorise(ctx, mayReadDesk);
  const tools = await openTools(ctx, act, timeZone);
  const walk = { incidentId, filter, staffId: requireStaffActor(ctx).staffId, timeZone };
  const ids = picked.length > 0 ? picked.slice(0, LOOKED_AT) : (await findClaimIds(ctx.db, { ...walk, from: null, limit: LOOKED_AT })).map(({ id }) => id);
  const count = picked.length > 0 ? picked.length : await countClaimsUpTo(ctx.db, EXACT + 1, walk);
  const exact = count <= EXACT;
  const rows = ids.length === 0 ? [] : (await ctx.db.select().from(claims).where(inArray(claims.id, ids))).filter((row) => row.incidentId === incidentId && row.state !== "draft").sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  const judged = rows.map((row) => ({ claim: toClaim(row), refusal: whyNotActed(ctx, row, tools)?.reason ?? null }));
  const reasons = new Map<string, number>();
  for (const { refusal } of judged) if (refusal !== null) reasons.set(refusal, (reasons.get(refusal) ?? 0) + 1);
  return {
    count: exact ? count : await atMost(ctx, incidentId, filter),
    exact,
    lookedAt: judged.length,
    refused: [...reasons].map(([reason, count]) => ({ reason, count })),
    examples: judged.slice(0, EXAMPLES),
    takes: takesIntoReview(act, tools.macro),
    leavesReply: tools.reply !== null,
  };
}

/** Claims in the states of a filter, a sum over counters. */
async function atMost(ctx: Context, incidentId: string, filter: ClaimFilter): Promise<number> {
  const [row] = await ctx.db
    .select({ claims: sql<number>`coalesce(sum(${claimCounts.claims}), 0)::int` })
    .from(claimCounts)
    .where(sql`${claimCounts.incidentId} = ${incidentId} ${filter.state.length === 0 ? sql`` : sql`and ${claimCounts.state} = any(string_to_array(${filter.state.join()}, ','))`}`);
  return row?.claims ?? 0;
}
