import { and, asc, desc, eq, isNull, sql, type SQL } from "drizzle-orm";
import { claimClocks } from "@/db/schema/claim-clocks";
import { claims } from "@/db/schema/claims";
import { clockKinds, type ClockKind } from "@/db/values/claim-clocks";
import { authorise, type Context } from "../../kernel/context";
import { requireUuid, type ClaimId } from "../../kernel/ids";
import { mayReadClaims } from "../policy";
import type { BoardRow, ClaimClock } from "../types";
import { closedDaysAhead } from "./business-time";
import type { BoardFilter } from "./input";
import { ourKinds } from "./our-kinds";
import { clockReader, countsOffice } from "./read-clock";
import { officeOf } from "./reckon-clock";

const PAGE = 50;
/** Counted up to here, and one more is "and more". */
export const MOST_CLOCKS = 100;
/** Agents that the board names: counting the clocks of all of them reads fewer than 10,000 rows. */
const MOST_AGENTS = 90;

/** The clocks of a claim, the one that started first at the head. @throws {Forbidden} @throws {NotFound} */
export async function listClaimClocks(ctx: Context, claim: { id: string; incidentId: string }): Promise<ClaimClock[]> {
  authorise(ctx, mayReadClaims);
  const [rows, read] = await Promise.all([
    ctx.db.select().from(claimClocks).where(eq(claimClocks.claimId, requireUuid(claim.id, "claim"))).orderBy(asc(claimClocks.startedAt), desc(claimClocks.kind), asc(claimClocks.round)),
    clockReader(ctx.db, claim.incidentId, ctx.clock.now()),
  ]);
  return rows.map(({ kind, round, stage, startedAt, dueAt, pausedAt, metAt, breachedAt }) => ({
    kind, round, stage, startedAt, dueAt, pausedAt, metAt, breachedAt,
    business: countsOffice(kind),
    reading: stage === "paused" || stage === "ended" ? null : read(dueAt, kind),
  }));
}

export interface BoardPage {
  rows: BoardRow[];
  next: string | null;
  previous: string | null;
}

/** What is late, or soon late, the oldest first, a page at a time by position. Nothing here counts. @throws {Forbidden} */
export async function listBoard(ctx: Context, incidentId: string, filter: BoardFilter): Promise<BoardPage> {
  authorise(ctx, mayReadClaims);
  const backwards = filter.before !== undefined;
  const cursor = readCursor(backwards ? filter.before : filter.after);
  const place = sql`(claim_clocks.due_at, claim_clocks.claim_id, claim_clocks.kind, claim_clocks.round)`;
  const from = cursor && sql`(${cursor.at}::timestamptz, ${cursor.claimId}::uuid, ${cursor.kind}::text, ${cursor.round}::smallint)`;
  const where: (SQL | undefined)[] = [
    eq(claimClocks.incidentId, incidentId),
    eq(claimClocks.stage, filter.stage),
    // The indexes hold these stages alone, and a prepared statement does not know which one is asked for.
    sql`claim_clocks.stage in ('soon', 'late')`,
    filter.kind && eq(claimClocks.kind, filter.kind),
    filter.agent === undefined ? undefined : filter.agent === "none" ? isNull(claimClocks.agentId) : eq(claimClocks.agentId, filter.agent),
    from ? (backwards ? sql`${place} < ${from}` : sql`${place} > ${from}`) : undefined,
  ];
  const direction = backwards ? desc : asc;
  const [found, read] = await Promise.all([
    ctx.db
      .select({ clock: claimClocks, at: sql<string>`claim_clocks.due_at::text`, reference: claims.reference, state: claims.state })
      .from(claimClocks)
      .innerJoin(claims, eq(claims.id, claimClocks.claimId))
      .where(and(...where))
      .orderBy(direction(claimClocks.dueAt), direction(claimClocks.claimId), direction(claimClocks.kind), direction(claimClocks.round))
      .limit(PAGE + 1),
    clockReader(ctx.db, incidentId, ctx.clock.now()),
  ]);
  const more = found.length > PAGE;
  const page = found.slice(0, PAGE);
  if (backwards) page.reverse();
  const [first, last] = [page[0], page.at(-1)];
  const cursorOf = ({ at, clock }: NonNullable<typeof first>) => Buffer.from([at, clock.claimId, clock.kind, clock.round].join("|")).toString("base64url");
  return {
    rows: page.map(({ clock, reference, state }) => ({ claimId: clock.claimId as ClaimId, reference, state, kind: clock.kind, round: clock.round, agentId: clock.agentId, reading: read(clock.dueAt, clock.kind) })),
    next: (backwards || more) && last ? cursorOf(last) : null,
    previous: (backwards ? more : cursor !== null) && first ? cursorOf(first) : null,
  };
}

function readCursor(text: string | undefined): { at: string; claimId: string; kind: string; round: number } | null {
  const [at = "", claimId = "", kind = "", round = ""] = Buffer.from(text ?? "", "base64url").toString("utf8").split("|");
  const valid = !Number.isNaN(Date.parse(at)) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(claimId) && (clockKinds as readonly string[]).includes(kind) && /^\d{1,4}$/.test(round);
  return valid ? { at, claimId, kind, round: Number(round) } : null;
}

export interface BoardCounts {
  /** Each up to `MOST_CLOCKS` and one. */
  late: number;
  soon: number;
  kinds: Record<ClockKind, { late: number; soon: number }>;
  /** Agents with anything on the board; null stands for claims that nobody has taken. */
  agents: { agentId: string | null; late: number; soon: number }[];
}

/**
 * Count what is on the board, each figure up to a hundred and no further: a hundred entries of an index are read, whatever there is. They are asked for in the index's order, or a table of which most is late would be read for what it has none of; and the stage
 * by a question of its own, or the index of what is to be late, which says neither incident nor stage, would be taken for the soon ones and read to its end. @throws {Forbidden}
 */
export async function countBoard(ctx: Context, incidentId: string): Promise<BoardCounts> {
  authorise(ctx, mayReadClaims);
  const few = (stage: "late" | "soon", where: SQL) => sql`(select count(*)::int from (select from claim_clocks k where k.incident_id = ${incidentId} and k.stage = (select ${stage}::text) and k.stage in ('soon', 'late') ${where} order by k.due_at limit ${MOST_CLOCKS + 1}) few)`;
  const both = (where: SQL) => sql`${few("late", where)} as late, ${few("soon", where)} as soon`;
  const [all, kinds, agents] = await Promise.all([
    ctx.db.execute<{ late: number; soon: number }>(sql`select ${both(sql``)}`),
    ctx.db.execute<{ kind: ClockKind; late: number; soon: number }>(sql`select n.kind, ${both(sql`and k.kind = n.kind`)} from unnest(${sql.param([...clockKinds])}::text[]) n (kind)`),
    // Steps from one agent to the next by the index, however many clocks lie between them.
    ctx.db.execute<{ agent_id: string | null; late: number; soon: number }>(sql`
      with recursive agents as (
        (select agent_id from claim_clocks where incident_id = ${incidentId} and stage in ('soon', 'late') and agent_id is not null order by agent_id limit 1)
        union all
        select (select k.agent_id from claim_clocks k where k.incident_id = ${incidentId} and k.stage in ('soon', 'late') and k.agent_id > a.agent_id order by k.agent_id limit 1) from agents a where a.agent_id is not null
      ), few as (select agent_id from agents where agent_id is not null limit ${MOST_AGENTS})
      select n.agent_id, ${both(sql`and k.agent_id = n.agent_id`)} from few n
      union all select null, ${both(sql`and k.agent_id is null`)}`),
  ]);
  const none = { late: 0, soon: 0 };
  return {
    ...(all.rows[0] ?? none),
    kinds: Object.fromEntries(clockKinds.map((kind) => [kind, kinds.rows.find((row) => row.kind === kind) ?? none])) as BoardCounts["kinds"],
    agents: agents.rows.map(({ agent_id, late, soon }) => ({ agentId: agent_id, late, soon })).filter(({ late, soon }) => late + soon > 0),
  };
}

/** How many clocks that are ours to answer for are late: of each kind up to `MOST_CLOCKS` and one. @throws {Forbidden} */
export async function countOurLate(ctx: Context, incidentId: string): Promise<number> {
  authorise(ctx, mayReadClaims);
  const { rows } = await ctx.db.execute<{ late: number }>(sql`
    select coalesce(sum(few.clocks), 0)::int as late from unnest(${sql.param(ourKinds)}::text[]) n (kind)
    cross join lateral (select count(*) as clocks from (select from claim_clocks k where k.incident_id = ${incidentId} and k.kind = n.kind and k.stage = 'late' order by k.due_at limit ${MOST_CLOCKS + 1}) first) few`);
  return rows[0]?.late ?? 0;
}

/** How an incident's working days are counted: whose calendar, and which days off lie ahead; null where there is no calendar for its country. */
export async function getOfficeDays(ctx: Context, incidentId: string): Promise<{ country: { ko: string; en: string }; hours: { from: string; to: string }; knownTo: number; closed: { date: string; name: { ko: string; en: string } }[] } | null> {
  authorise(ctx, mayReadClaims);
  const office = await officeOf(ctx.db, incidentId);
  if (!office) return null;
  const { name, hours, known, closed } = office.calendar;
  return { country: name, hours, knownTo: known.to, closed: closedDaysAhead(office, ctx.clock.now(), 45).flatMap((date) => { const day = closed.get(date); return day ? [{ date, name: day.name }] : []; }) };
}
