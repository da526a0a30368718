import { sql } from "drizzle-orm";
import { authorise, type Context } from "../kernel/context";
import { mayRunWaves } from "./policy";
import type { RelayReport } from "./types";

/**
 * Write down how one worker process finds its relays, in place of what it said before. `process` names it among all on all machines. What processes that are gone have left behind is
 * taken away after an hour.
 */
export async function recordRelayStates(ctx: Context, process: string, reports: readonly RelayReport[]): Promise<void> {
  authorise(ctx, mayRunWaves);
  const rows = reports.map((each, place) => ({ ...each, place, restsFor: each.restsFor / 1000 }));
  await ctx.db.execute(sql`
    insert into relay_states (process, relay, place, lanes, phase, reason, words, rests_until, in_flight, mean_ms, accepted, failed)
    select ${process}, r->>'name', (r->>'place')::int, array(select jsonb_array_elements_text(r->'lanes')), r->>'phase', r->>'why', r->>'words',
      case when r->>'phase' <> 'closed' then clock_timestamp() + make_interval(secs => (r->>'restsFor')::float) end, (r->>'inFlight')::int, (r->>'meanMs')::float, (r->>'accepted')::bigint, (r->>'failed')::bigint
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) r
    on conflict (process, relay) do update set place = excluded.place, lanes = excluded.lanes, phase = excluded.phase, reason = excluded.reason, words = excluded.words, rests_until = excluded.rests_until,
      in_flight = excluded.in_flight, mean_ms = excluded.mean_ms, accepted = excluded.accepted, failed = excluded.failed, seen_at = clock_timestamp()`);
  await ctx.db.execute(sql`delete from relay_states where seen_at < clock_timestamp() - interval '1 hour'`);
}
