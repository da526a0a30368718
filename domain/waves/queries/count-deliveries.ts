import { sql } from "drizzle-orm";
import type { DeliveryState } from "@/db/values/wave-states";
import { authorise, type Context } from "../../kernel/context";
import { mayReadWaves } from "../policy";

export interface DeliveryCount {
  state: DeliveryState;
  count: number;
  tone: "good" | "possible" | "leaked" | "accent" | "none" | "line";
}

const tones: [DeliveryState, DeliveryCount["tone"]][] = [
  ["accepted", "good"],
  ["handing-over", "accent"],
  ["deferred", "possible"],
  ["rejected", "leaked"],
  ["in-doubt", "leaked"],
  ["suppressed", "none"],
  ["cancelled", "none"],
  ["pending", "line"],
];

/** Notices of an incident by what became of them, over all its waves: a sum over the ranges' own counters. @throws {Forbidden} */
export async function countDeliveries(ctx: Context, incidentId: string): Promise<{ total: number; states: DeliveryCount[] }> {
  authorise(ctx, mayReadWaves);
  const { rows } = await ctx.db.execute<Record<string, number | null>>(sql`
    select sum(r.entered)::int as entered, sum(r.pending)::int as pending, sum(r.handing_over)::int as "handing-over", sum(r.deferred)::int as deferred, sum(r.accepted)::int as accepted,
      sum(r.rejected)::int as rejected, sum(r.in_doubt)::int as "in-doubt", sum(r.suppressed)::int as suppressed, sum(r.cancelled)::int as cancelled
    from waves w join wave_ranges r on r.wave_id = w.id where w.incident_id = ${incidentId}::uuid`);
  const [row = {}] = rows;
  return { total: row.entered ?? 0, states: tones.map(([state, tone]) => ({ state, tone, count: row[state] ?? 0 })) };
}
