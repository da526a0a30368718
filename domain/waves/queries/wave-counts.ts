import { sql } from "drizzle-orm";
import { channels, deliveryStates, pathStates, type Channel, type DeliveryState, type PathState } from "@/db/values/wave-states";
import type { Executor } from "../../kernel/transaction";
import type { WaveOverview } from "../types";

export type WaveCounts = Pick<WaveOverview, "deliveries" | "paths" | "outcomes" | "byChannel" | "people" | "entered" | "nextDueAt">;

type Row = Record<string, number | string | null> & { wave_id: string; channel: Channel; due: string | null };

const column = { "handing-over": "handing_over", "in-doubt": "in_doubt", "covered-by": "covered" } as const;
const outcomes = ["delivered", "bounced", "complained", "resent"] as const;

function columnOf(state: string): string {
  return Object.hasOwn(column, state) ? column[state as keyof typeof column] : state;
}

/** Counts per wave, each a sum over the wave's ranges; waves of which nothing is frozen have none. */
export async function countWaves(db: Executor, waveIds: readonly string[]): Promise<Map<string, WaveCounts>> {
  if (waveIds.length === 0) return new Map();
  const ids = sql.join(waveIds.map((id) => sql`${id}::uuid`), sql`, `);
  const { rows } = await db.execute<Row>(sql`
    select wave_id, channel, sum(people)::int as people, sum(entered)::int as entered, min(next_due_at)::text as due,
      sum(pending)::int as pending, sum(handing_over)::int as handing_over, sum(deferred)::int as deferred, sum(accepted)::int as accepted, sum(rejected)::int as rejected,
      sum(in_doubt)::int as in_doubt, sum(suppressed)::int as suppressed, sum(cancelled)::int as cancelled,
      sum(path_open)::int as path_open, sum(path_reached)::int as path_reached, sum(path_unreachable)::int as path_unreachable, sum(path_covered)::int as path_covered,
      sum(path_cancelled)::int as path_cancelled, sum(path_in_doubt)::int as path_in_doubt,
      sum(delivered)::int as delivered, sum(bounced)::int as bounced, sum(complained)::int as complained, sum(resent)::int as resent
    from wave_ranges where wave_id in (${ids}) group by wave_id, channel`);
  const counts = new Map<string, WaveCounts>();
  for (const waveId of new Set(rows.map((row) => row.wave_id))) {
    const ofWave = rows.filter((row) => row.wave_id === waveId);
    const byChannel = channels.flatMap((channel) => ofWave.filter((row) => row.channel === channel).map((row) => ({ channel, ...countsOf([row]) })));
    const due = ofWave.flatMap((row) => (row.due === null ? [] : [new Date(row.due).getTime()]));
    counts.set(waveId, { ...countsOf(ofWave), outcomes: sums(ofWave, outcomes, ""), byChannel, nextDueAt: due.length === 0 ? null : new Date(Math.min(...due)) });
  }
  return counts;
}

function countsOf(rows: readonly Row[]): Pick<WaveCounts, "deliveries" | "paths" | "people" | "entered"> {
  return { deliveries: sums<DeliveryState>(rows, deliveryStates, ""), paths: sums<PathState>(rows, pathStates, "path_"), ...sums(rows, ["people", "entered"], "") };
}

function sums<K extends string>(rows: readonly Row[], names: readonly K[], prefix: string): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, rows.reduce((sum, row) => sum + Number(row[prefix + columnOf(name)]), 0)])) as Record<K, number>;
}

export function noCounts(): WaveCounts {
  return { ...countsOf([]), outcomes: sums([], outcomes, ""), byChannel: [], nextDueAt: null };
}
