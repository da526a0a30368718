import { and, asc, desc, eq, sql, type SQL } from "drizzle-orm";
import { claimCounts, claimHours, claims } from "@/db/schema/claims";
import type { ClaimState } from "@/db/values/claim-states";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import type { ClaimFilter } from "../input";
import { mayReadClaims } from "../policy";
import type { Claim } from "../types";
import { toClaim } from "./read-claim";

const PAGE = 50;

export interface ClaimPage {
  claims: Claim[];
  /** Cursors for the links "next" and "previous"; null where there is no such page. */
  next: string | null;
  previous: string | null;
}

/**
 * List the queue, oldest filed first, a page at a time by position (`submitted_at`, `id`), so that page 20,000 costs what page 1 costs and a claim
 * filed meanwhile moves nothing. Nothing here counts. @throws {Forbidden}
 */
export async function listClaims(ctx: Context, incidentId: string, filter: ClaimFilter): Promise<ClaimPage> {
  authorise(ctx, mayReadClaims);
  const backwards = filter.before !== undefined;
  const cursor = readCursor(backwards ? filter.before : filter.after);
  const where: (SQL | undefined)[] = [
    eq(claims.incidentId, incidentId),
    filter.state ? eq(claims.state, filter.state as ClaimState) : sql`${claims.state} <> 'draft'`,
    filter.state ? sql`${claims.state} <> 'draft'` : undefined,
    filter.locale ? eq(claims.locale, filter.locale) : undefined,
    filter.benefit ? sql`exists (select from claim_benefits b where b.claim_id = ${claims.id} and b.kind = ${filter.benefit})` : undefined,
    filter.mine ? eq(claims.assignedTo, requireStaffActor(ctx).staffId) : undefined,
    cursor === null ? undefined : (backwards
      ? sql`(${claims.submittedAt}, ${claims.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
      : sql`(${claims.submittedAt}, ${claims.id}) > (${cursor.at}::timestamptz, ${cursor.id}::uuid)`),
  ];
  const order = backwards ? [desc(claims.submittedAt), desc(claims.id)] : [asc(claims.submittedAt), asc(claims.id)];
  const rows = await ctx.db
    .select({ claim: claims, at: sql<string>`${claims.submittedAt}::text` })
    .from(claims)
    .where(and(...where))
    .orderBy(...order)
    .limit(PAGE + 1);
  const more = rows.length > PAGE;
  const page = rows.slice(0, PAGE);
  if (backwards) page.reverse();
  const first = page[0];
  const last = page.at(-1);
  const hasNext = backwards || more;
  const hasPrevious = backwards ? more : cursor !== null;
  return {
    claims: page.map((row) => toClaim(row.claim)),
    next: hasNext && last ? writeCursor(last.at, last.claim.id) : null,
    previous: hasPrevious && first ? writeCursor(first.at, first.claim.id) : null,
  };
}

/** Read the text form of the time: a JavaScript Date would drop the microseconds and skip or repeat claims filed in the same millisecond. */
function writeCursor(at: string, id: string): string {
  return Buffer.from(`${at}|${id}`).toString("base64url");
}

function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (!cursor) return null;
  const [at, id] = Buffer.from(cursor, "base64url").toString("utf8").split("|");
  const valid = at !== undefined && id !== undefined && !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id);
  return valid ? { at, id } : null;
}

/** Claims per state, a sum over counters. */
export async function countClaims(ctx: Context, incidentId: string): Promise<Partial<Record<ClaimState, number>>> {
  authorise(ctx, mayReadClaims);
  const rows = await ctx.db
    .select({ state: claimCounts.state, claims: sql<number>`sum(${claimCounts.claims})::int` })
    .from(claimCounts)
    .where(eq(claimCounts.incidentId, incidentId))
    .groupBy(claimCounts.state);
  return Object.fromEntries(rows.map((row) => [row.state, row.claims]));
}

/** Claims filed and decided per hour since a moment, oldest first; hours in which nothing happened are absent. */
export async function countClaimsByHour(ctx: Context, incidentId: string, since: Date): Promise<{ hour: Date; filed: number; decided: number }[]> {
  authorise(ctx, mayReadClaims);
  return ctx.db
    .select({ hour: claimHours.hour, filed: sql<number>`sum(${claimHours.filed})::int`, decided: sql<number>`sum(${claimHours.decided})::int` })
    .from(claimHours)
    .where(and(eq(claimHours.incidentId, incidentId), sql`${claimHours.hour} >= ${since.toISOString()}::timestamptz`))
    .groupBy(claimHours.hour)
    .orderBy(asc(claimHours.hour));
}
