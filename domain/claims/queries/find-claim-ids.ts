import { sql, type SQL } from "drizzle-orm";
import { currencyDigits } from "@/content/formats";
import { facetCondition, meetsFacet } from "@/db/values/claim-facets";
import type { Executor } from "../../kernel/transaction";
import type { ClaimFilter, ClaimSort } from "../desk/input";
import { OPEN_STATES } from "../rules";

/** A place in a list: the value that it is ordered by, and the claim. */
export interface ClaimPlace {
  value: string;
  id: string;
}

export interface ClaimWalk {
  incidentId: string;
  filter: ClaimFilter;
  /** Another order than the filter's, of the same claims. */
  order?: ClaimSort;
  /** Whoever "me" is. */
  staffId: string | null;
  /** In which the filter's days are read. */
  timeZone: string;
  /** Behind this place, or before it, nearest first; from the list's beginning where there is none. */
  from: ClaimPlace | null;
  backwards?: boolean;
  limit: number;
  /** Claims filed later are left out. */
  filedBefore?: Date;
}

const ORDERS: Record<ClaimSort, { key: SQL; cast: SQL; descending: boolean }> = {
  oldest: { key: sql`c.submitted_at`, cast: sql`timestamptz`, descending: false },
  newest: { key: sql`c.submitted_at`, cast: sql`timestamptz`, descending: true },
  amount: { key: sql`c.amount_minor`, cast: sql`bigint`, descending: true },
  // Claims that nothing runs for are not in it.
  due: { key: sql`c.next_due_at`, cast: sql`timestamptz`, descending: false },
};

/** Whether some text can be the value that a list in this order is read from. */
export function isPlaceValue(sort: ClaimSort, value: string): boolean {
  return sort === "amount" ? /^\d{1,18}$/.test(value) : !Number.isNaN(Date.parse(value));
}

/**
 * Find the claims of a filter in the filter's order, a few from a place on. Each combination of state, language, benefits and so on that occurs is walked in that order by an index, and the
 * nearest of them are taken: so page 20,000 costs what page 1 costs, and a filter that nearly nothing fits costs no more than one that all fits.
 */
export async function findClaimIds(db: Executor, walk: ClaimWalk): Promise<ClaimPlace[]> {
  const read = await readWalk(db, walk);
  if (read === null) return [];
  const { list, agent, narrowed } = read;
  const { key, cast, descending } = ORDERS[walk.order ?? walk.filter.sort];
  const down = descending !== (walk.backwards ?? false);
  const order = down ? sql`order by ${key} desc, c.id desc` : sql`order by ${key}, c.id`;
  const from = walk.from && (down ? sql`and (${key}, c.id) < (${walk.from.value}::${cast}, ${walk.from.id}::uuid)` : sql`and (${key}, c.id) > (${walk.from.value}::${cast}, ${walk.from.id}::uuid)`);
  const { rows } = await db.execute<{ id: string; value: string }>(
    agent === undefined
      ? sql`
        select c.id, ${key}::text as value from ${list} cross join lateral (
          select c.id, c.submitted_at, c.amount_minor, c.next_due_at from claims c
          where c.programme_id = p.programme_id and c.facet = p.facet and c.state <> 'draft' ${narrowed} ${from ?? sql``} ${order} limit ${walk.limit}) c
        ${order} limit ${walk.limit}`
      : sql`
        select c.id, ${key}::text as value from claims c join ${list} on p.programme_id = c.programme_id and p.facet = c.facet
        where c.assigned_to = ${agent}::uuid and c.state <> 'draft' ${narrowed} ${from ?? sql``} ${order} limit ${walk.limit}`,
  );
  return rows;
}

/** Count the claims of a filter one by one, and no further than a limit: in no order, so that it ends where the first combinations have so many. */
export async function countClaimsUpTo(db: Executor, limit: number, walk: Pick<ClaimWalk, "incidentId" | "filter" | "staffId" | "timeZone">): Promise<number> {
  const read = await readWalk(db, walk);
  if (read === null) return 0;
  const { list, agent, narrowed } = read;
  const fits = sql`c.programme_id = p.programme_id and c.facet = p.facet and c.state <> 'draft' ${narrowed}`;
  // Each combination by its index, as in a list: a filter that few fit must not look through them all.
  const found = agent === undefined ? sql`select from ${list} cross join lateral (select from claims c where ${fits} limit ${limit}) c` : sql`select from ${list} join claims c on ${fits} where c.assigned_to = ${agent}::uuid`;
  const { rows } = await db.execute<{ count: number }>(sql`select count(*)::int as count from (${found} limit ${limit}) c`);
  return rows[0]?.count ?? 0;
}

/** What a walk goes through: the programmes and combinations that its filter fits, one agent's claims alone where it asks for these, and the rest of the filter. Null where nothing can fit. */
async function readWalk(db: Executor, { incidentId, filter, staffId, timeZone, filedBefore }: Pick<ClaimWalk, "incidentId" | "filter" | "staffId" | "timeZone" | "filedBefore">): Promise<{ list: SQL; agent: string | undefined; narrowed: SQL } | null> {
  const programmes = await programmesOf(db, incidentId, filter);
  const agent = filter.assigned === "me" ? staffId : filter.assigned === "nobody" || filter.assigned === "somebody" ? undefined : filter.assigned;
  if (programmes.length === 0 || agent === null) return null;
  const due = filter.sort === "due";
  // Nothing runs for a claim that nobody works on: those are not looked through one by one.
  const states = due ? OPEN_STATES.filter((state) => filter.state.length === 0 || filter.state.some((one) => one === state)) : filter.state;
  if (due && states.length === 0) return null;
  const wanted = facetCondition({ states, locale: filter.locale, benefits: filter.benefit, flags: filter.flag, assigned: filter.assigned === undefined ? undefined : filter.assigned !== "nobody" });
  const places = (await occurringFacets(db, programmes.map(({ id }) => id))).filter(({ facet }) => meetsFacet(facet, wanted)).map((place) => ({ ...place, least: programmes.find(({ id }) => id === place.programmeId)?.least ?? "0" }));
  if (places.length === 0) return null;
  const list = sql`unnest(string_to_array(${places.map(({ programmeId }) => programmeId).join()}, ',')::uuid[], string_to_array(${places.map(({ facet }) => facet).join()}, ',')::integer[], string_to_array(${places.map(({ least }) => least).join()}, ',')::bigint[]) p (programme_id, facet, least)`;
  // A draft that was thrown away is withdrawn too, and was never filed.
  const narrowed = sql`
    and c.submitted_at is not null
    ${due ? sql`and c.next_due_at is not null` : sql``}
    ${filter.from === undefined ? sql`` : sql`and c.submitted_at >= ${filter.from}::date::timestamp at time zone ${timeZone}`}
    ${filter.until === undefined ? sql`` : sql`and c.submitted_at < (${filter.until}::date + 1)::timestamp at time zone ${timeZone}`}
    ${filedBefore === undefined ? sql`` : sql`and c.submitted_at < ${filedBefore.toISOString()}::timestamptz`}
    ${filter.over === undefined ? sql`` : sql`and c.amount_minor >= p.least`}`;
  return { list, agent, narrowed };
}

/** The programmes of an incident that a filter asks for, with the amount that it asks for in the minor units of each. */
async function programmesOf(db: Executor, incidentId: string, filter: ClaimFilter): Promise<{ id: string; least: string }[]> {
  const { rows } = await db.execute<{ id: string; currency: string }>(sql`
    select p.id, v.terms ->> 'currency' as currency from programmes p cross join lateral (select terms from programme_versions where programme_id = p.id order by number desc limit 1) v
    where p.incident_id = ${incidentId} ${filter.programme === undefined ? sql`` : sql`and p.slug = ${filter.programme}`}`);
  return rows.map(({ id, currency }) => ({ id, least: `${filter.over ?? "0"}${"0".repeat(currencyDigits(currency))}` }));
}

/** Which facets the claims of some programmes have: from each, one step down the index to the next, so it costs by how many there are and not by how many claims have them. */
async function occurringFacets(db: Executor, programmeIds: string[]): Promise<{ programmeId: string; facet: number }[]> {
  const { rows } = await db.execute<{ programme_id: string; facet: number }>(sql`
    with recursive steps as (
      select p.programme_id, (select c.facet from claims c where c.programme_id = p.programme_id and c.state <> 'draft' order by c.facet limit 1) as facet
      from unnest(string_to_array(${programmeIds.join()}, ',')::uuid[]) p (programme_id)
      union all
      select s.programme_id, (select c.facet from claims c where c.programme_id = s.programme_id and c.facet > s.facet and c.state <> 'draft' order by c.facet limit 1) from steps s where s.facet is not null
    )
    select programme_id, facet from steps where facet is not null`);
  return rows.map((row) => ({ programmeId: row.programme_id, facet: row.facet }));
}
