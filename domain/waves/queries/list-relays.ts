import { sql } from "drizzle-orm";
import type { RelayLane, RelayReason } from "@/db/values/relay-states";
import { authorise, type Context } from "../../kernel/context";
import { mayReadWaves } from "../policy";
import type { RelayOverview } from "../types";

/** Processes say how their relays are every three seconds; one that has been silent for ten of these says nothing any more. */
const FRESH_SECONDS = 30;

/**
 * List the relays as all workers find them now, in the order of their file. A relay that only some find resting is `partly` in use; until when and why is then told of the one that
 * rests longest. @throws {Forbidden}
 */
export async function listRelays(ctx: Context): Promise<RelayOverview[]> {
  authorise(ctx, mayReadWaves);
  const { rows } = await ctx.db.execute<{ relay: string; lanes: RelayLane[]; workers: number; resting: number; reason: RelayReason | null; words: string; rests: number | null; in_flight: number; mean_ms: number | null }>(sql`
    select relay, (array_agg(to_json(lanes) order by seen_at desc))[1] as lanes,
      count(*)::int as workers, count(*) filter (where phase <> 'closed')::int as resting,
      (array_agg(reason order by rests_until desc nulls last))[1] as reason, coalesce((array_agg(words order by rests_until desc nulls last))[1], '') as words,
      greatest(0, ceil(extract(epoch from max(rests_until) - clock_timestamp())))::int as rests, sum(in_flight)::int as in_flight, avg(mean_ms) filter (where phase = 'closed') as mean_ms
    from relay_states where seen_at > clock_timestamp() - make_interval(secs => ${FRESH_SECONDS})
    group by relay order by min(place), relay`);
  return rows.map((row) => ({
    name: row.relay,
    lanes: row.lanes,
    state: row.resting === 0 ? "in-use" : row.resting < row.workers ? "partly" : (row.rests ?? 0) > 0 ? "resting" : "to-be-tried",
    why: row.resting === 0 ? null : row.reason,
    words: row.resting === 0 ? "" : row.words,
    restsFor: row.resting > 0 ? row.rests : null,
    inFlight: row.in_flight,
    meanMs: row.mean_ms,
  }));
}
