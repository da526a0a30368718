import { sql } from "drizzle-orm";
import { loadCalendars } from "@/content/calendars/calendars";
import type { Executor } from "../../kernel/transaction";

/** Clocks that are late and soon late, for an operator's monitoring: of each incident no more than 10,000 are counted, so that a bad day costs no scan. */
export async function countClocks(db: Executor): Promise<{ stage: "late" | "soon"; clocks: number }[]> {
  const { rows } = await db.execute<{ stage: "late" | "soon"; clocks: number }>(sql`
    select s.stage, coalesce(sum(k.clocks), 0)::int as clocks from (values ('late'), ('soon')) s (stage) left join incidents i on true
    left join lateral (select count(*) as clocks from (select from claim_clocks where incident_id = i.id and stage = s.stage and stage in ('soon', 'late') limit 10000) few) k on true
    group by s.stage`);
  return rows;
}

export async function oldestLateSeconds(db: Executor): Promise<number> {
  const { rows } = await db.execute<{ seconds: number }>(sql`
    select coalesce(max(extract(epoch from clock_timestamp() - k.due_at)), 0)::float8 as seconds from incidents i
    cross join lateral (select due_at from claim_clocks where incident_id = i.id and stage = 'late' order by due_at limit 1) k`);
  return rows[0]?.seconds ?? 0;
}

/** Days until the end of the calendar that ends first. */
export function calendarDaysLeft(now: Date): number {
  const ends = Math.min(...loadCalendars().map(({ known }) => Date.UTC(known.to + 1, 0, 1)));
  return Math.floor((ends - now.getTime()) / 86_400_000);
}
