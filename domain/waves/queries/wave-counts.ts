import { sql } from "drizzle-orm";
import { deliveryStates, pathStates, type DeliveryState, type PathState } from "@/db/values/wave-states";
import type { Executor } from "../../kernel/transaction";

export interface WaveCounts {
  deliveries: Record<DeliveryState, number>;
  paths: Record<PathState, number>;
  people: number;
  entered: number;
  nextDueAt: Date | null;
}

const column = { "handing-over": "handing_over", "in-doubt": "in_doubt", "covered-by": "covered" } as const;

function columnOf(state: string): string {
  return Object.hasOwn(column, state) ? column[state as keyof typeof column] : state;
}

/** Counts per wave, each a sum over the wave's ranges; waves that are not frozen have none. */
export async function countWaves(db: Executor, waveIds: readonly string[]): Promise<Map<string, WaveCounts>> {
  if (waveIds.length === 0) return new Map();
  const ids = sql.join(waveIds.map((id) => sql`${id}::uuid`), sql`, `);
  const { rows } = await db.execute<Record<string, number | string | null> & { wave_id: string; due: string | null }>(sql`
    select wave_id, sum(people)::int as people, sum(entered)::int as entered, min(next_due_at)::text as due,
      sum(pending)::int as pending, sum(handing_over)::int as handing_over, sum(deferred)::int as deferred, sum(accepted)::int as accepted, sum(rejected)::int as rejected,
      sum(in_doubt)::int as in_doubt, sum(suppressed)::int as suppressed, sum(cancelled)::int as cancelled,
      sum(path_open)::int as path_open, sum(path_reached)::int as path_reached, sum(path_unreachable)::int as path_unreachable, sum(path_covered)::int as path_covered,
      sum(path_cancelled)::int as path_cancelled, sum(path_in_doubt)::int as path_in_doubt
    from wave_ranges where wave_id in (${ids}) group by wave_id`);
  return new Map(
    rows.map((row) => [
      row.wave_id,
      {
        deliveries: Object.fromEntries(deliveryStates.map((state) => [state, Number(row[columnOf(state)])])) as Record<DeliveryState, number>,
        paths: Object.fromEntries(pathStates.map((state) => [state, Number(row[`path_${columnOf(state)}`])])) as Record<PathState, number>,
        people: Number(row.people),
        entered: Number(row.entered),
        nextDueAt: row.due === null ? null : new Date(row.due),
      },
    ]),
  );
}

export function noCounts(): WaveCounts {
  return {
    deliveries: Object.fromEntries(deliveryStates.map((state) => [state, 0])) as Record<DeliveryState, number>,
    paths: Object.fromEntries(pathStates.map((state) => [state, 0])) as Record<PathState, number>,
    people: 0,
    entered: 0,
    nextDueAt: null,
  };
}
