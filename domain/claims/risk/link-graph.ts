import { eq, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import type { ClaimState } from "@/db/values/claim-states";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import type { ClaimRow } from "../queries/read-claim";
import { mayReadRisk } from "./policy";
import { MOST_LINKED } from "./rules";
import type { GraphClaim, LinkGraph, Tie } from "./types";
import { weighClaim } from "./weigh-claim";

/** How far links are followed: claims that share something with claims that share something with this one. */
const ROUNDS = 3;
const MOST_TIES = 20;

/** Read the claims that hang together with one, this one first: at most sixty, and whether there are more. References alone; nothing in it says who anybody is. @throws {Forbidden} @throws {NotFound} */
export async function getLinkGraph(ctx: Context, claimId: string): Promise<LinkGraph> {
  authorise(ctx, mayReadRisk);
  const [row] = await ctx.db.select().from(claims).where(eq(claims.id, requireUuid(claimId, "claim")));
  if (!row || row.state === "draft") throw new NotFound("claim");
  const reasons = await weighClaim(ctx.db, ctx, row);
  const found = new Set([row.id, ...reasons.filter(({ kind }) => kind !== "burst").flatMap(({ claims: linked }) => linked.map(({ id }) => id))]);
  let frontier = [...found];
  for (let round = 0; round < ROUNDS && frontier.length > 0 && found.size <= MOST_LINKED; round++) {
    frontier = (await findNext(ctx.db, row, frontier)).filter((id) => !found.has(id));
    for (const id of frontier) found.add(id);
  }
  const shown = [...found].slice(0, MOST_LINKED);
  const alike = reasons.flatMap(({ kind, claims: linked }): Tie[] => (kind === "words" || kind === "look" ? [{ kind, claims: [row.id, ...linked.map(({ id }) => id).filter((id) => shown.includes(id))] }] : []));
  const ties = [...(await findTies(ctx.db, row, shown)), ...alike];
  return { incidentId: row.incidentId, claims: await readClaims(ctx.db, shown), ties: ties.slice(0, MOST_TIES), more: found.size > MOST_LINKED || ties.length > MOST_TIES };
}

const list = (ids: readonly string[]) => sql.join(ids.map((id) => sql`${id}::uuid`), sql`, `);

async function findNext(db: Executor, { incidentId, programmeId }: Pick<ClaimRow, "incidentId" | "programmeId">, ids: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct o.claim_id as id
    from (select distinct kind, trace from claim_traces where claim_id in (${list(ids)}) and kind in ('account', 'device', 'phone', 'paper')) t
    cross join lateral (
      select x.claim_id from claim_traces x join claims c on c.id = x.claim_id
      where x.incident_id = ${incidentId} and x.programme_id = ${programmeId} and x.kind = t.kind and x.trace = t.trace and c.state <> 'withdrawn'
      order by x.at desc limit ${MOST_LINKED + 1}) o
    limit ${2 * MOST_LINKED}`);
  return rows.map(({ id }) => id);
}

/** What the shown claims share with each other; what would be no reason by itself comes last. */
async function findTies(db: Executor, { incidentId }: Pick<ClaimRow, "incidentId">, ids: string[]): Promise<Tie[]> {
  const { rows } = await db.execute<Tie & Record<string, unknown>>(sql`
    select kind, array_agg(claim_id::text order by claim_id) as claims from claim_traces
    where claim_id in (${list(ids)}) and incident_id = ${incidentId} and kind in ('account', 'device', 'phone', 'paper', 'network', 'address')
    group by kind, trace having count(*) > 1
    order by kind in ('network', 'address'), count(*) desc, kind limit ${MOST_TIES + 1}`);
  return rows.map(({ kind, claims: tied }) => ({ kind, claims: tied }));
}

async function readClaims(db: Executor, ids: string[]): Promise<GraphClaim[]> {
  const { rows } = await db.execute<{ id: string; reference: string; state: ClaimState }>(sql`select id, reference, state from claims where id in (${list(ids)})`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
