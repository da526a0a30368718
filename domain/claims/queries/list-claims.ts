import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { claimCounts, claimHours, claims } from "@/db/schema/claims";
import type { ClaimState } from "@/db/values/claim-states";
import { authorise, type Context } from "../../kernel/context";
import { claimListInput, type ClaimFilter, type ClaimListInput, type ClaimSort } from "../desk/input";
import { mayReadClaims } from "../policy";
import type { Claim } from "../types";
import { findClaimIds, isPlaceValue, type ClaimPlace } from "./find-claim-ids";
import { toClaim } from "./read-claim";

const PAGE = 50;

export interface ClaimPage {
  claims: Claim[];
  /** Cursors for the links "next" and "previous"; null where there is no such page. */
  next: string | null;
  previous: string | null;
}

/** List the queue by a filter, in its order, a page at a time by position, so that a claim filed meanwhile moves nothing. Nothing here counts. Days are read in `timeZone`. @throws {Forbidden} */
export async function listClaims(ctx: Context, incidentId: string, typed: ClaimListInput, timeZone = "Asia/Seoul"): Promise<ClaimPage> {
  authorise(ctx, mayReadClaims);
  const { after, before, ...filter } = claimListInput.parse(typed);
  const backwards = before !== undefined;
  const from = readCursor(filter.sort, backwards ? before : after);
  const found = await findClaimIds(ctx.db, { incidentId, filter, staffId: staffIdOf(ctx), timeZone, from, backwards, limit: PAGE + 1 });
  const more = found.length > PAGE;
  const page = found.slice(0, PAGE);
  if (backwards) page.reverse();
  const [first, last] = [page[0], page.at(-1)];
  const hasNext = backwards || more;
  const hasPrevious = backwards ? more : from !== null;
  return {
    claims: await readClaims(ctx, page),
    next: hasNext && last ? writeCursor(last) : null,
    previous: hasPrevious && first ? writeCursor(first) : null,
  };
}

/** The claims before and behind one in a list, whether or not it stands in the list any more; null at either end. @throws {Forbidden} */
export async function findNeighbours(ctx: Context, claim: Pick<Claim, "id" | "incidentId">, filter: ClaimFilter, timeZone: string): Promise<{ previous: string | null; next: string | null }> {
  authorise(ctx, mayReadClaims);
  const value = { amount: sql<string>`${claims.amountMinor}::text`, due: sql<string | null>`${claims.nextDueAt}::text`, oldest: sql<string>`${claims.submittedAt}::text`, newest: sql<string>`${claims.submittedAt}::text` }[filter.sort];
  const [row] = await ctx.db.select({ value }).from(claims).where(eq(claims.id, claim.id));
  if (!row?.value) return { previous: null, next: null };
  const from: ClaimPlace = { id: claim.id, value: row.value };
  const walk = { incidentId: claim.incidentId, filter, staffId: staffIdOf(ctx), timeZone, from, limit: 1 };
  const [[previous], [next]] = [await findClaimIds(ctx.db, { ...walk, backwards: true }), await findClaimIds(ctx.db, walk)];
  return { previous: previous?.id ?? null, next: next?.id ?? null };
}

/** The claims of some places, in their order. */
async function readClaims(ctx: Context, places: ClaimPlace[]): Promise<Claim[]> {
  if (places.length === 0) return [];
  const rows = await ctx.db.select().from(claims).where(inArray(claims.id, places.map(({ id }) => id)));
  const byId = new Map(rows.map((row) => [row.id, toClaim(row)]));
  return places.flatMap(({ id }) => byId.get(id) ?? []);
}

function staffIdOf(ctx: Context): string | null {
  return ctx.actor.kind === "staff" ? ctx.actor.staffId : null;
}

/** The time as the database writes it: a JavaScript Date would drop the microseconds and skip or repeat claims filed in the same millisecond. */
function writeCursor({ value, id }: ClaimPlace): string {
  return Buffer.from(`${value}|${id}`).toString("base64url");
}

function readCursor(sort: ClaimSort, cursor: string | undefined): ClaimPlace | null {
  if (!cursor) return null;
  const [value, id] = Buffer.from(cursor, "base64url").toString("utf8").split("|");
  return value !== undefined && id !== undefined && isPlaceValue(sort, value) && /^[0-9a-f-]{36}$/.test(id) ? { value, id } : null;
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
