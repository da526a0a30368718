import { sql } from "drizzle-orm";
import { mayReadInstallation } from "../../installation/policy";
import { authorise, type Context } from "../../kernel/context";

export interface WaitingWaves {
  /** Approved ones, whether their hour has come or not; those that a person paused stay paused. */
  waves: number;
  /** Messages still to be sent; of a wave that is not frozen, the people it was approved for. */
  messages: number;
}

/** Count what goes once the installation lets it: the sums lie in the ranges, so it costs the same for any size. @throws {Forbidden} */
export async function countWaitingWaves(ctx: Context): Promise<WaitingWaves> {
  authorise(ctx, mayReadInstallation);
  const { rows } = await ctx.db.execute<{ waves: number; messages: string }>(sql`
    select count(*)::int as waves, coalesce(sum(coalesce(r.open, w.expected, 0)), 0)::text as messages
    from waves w left join lateral (select sum(pending + deferred + handing_over) as open from wave_ranges where wave_id = w.id) r on true
    where w.state in ('approved', 'scheduled', 'freezing', 'sending')`);
  return { waves: rows[0]?.waves ?? 0, messages: Number(rows[0]?.messages ?? 0) };
}
