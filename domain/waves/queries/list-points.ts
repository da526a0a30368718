import { sql } from "drizzle-orm";
import { authorise, type Context } from "../../kernel/context";
import { mayReadWaves } from "../policy";

export interface WavePoint {
  at: Date;
  entered: number;
  settled: number;
}

/** As many points as a chart can show apart. */
const SHOWN = 120;
/** What the rate of late is told from. */
const RECENT_SECONDS = 300;

/** Where a wave stood over its life, evenly thinned, and of late in full; both in the order of time. @throws {Forbidden} */
export async function listPoints(ctx: Context, waveId: string): Promise<{ life: WavePoint[]; recent: WavePoint[] }> {
  authorise(ctx, mayReadWaves);
  const { rows } = await ctx.db.execute<{ at: string; entered: string; settled: string; recent: boolean; shown: boolean }>(sql`
    with span as materialized (
      select (select at from wave_samples where wave_id = ${waveId} order by at limit 1) as first, (select at from wave_samples where wave_id = ${waveId} order by at desc limit 1) as last
    ), points as (
      select s.at, s.entered, s.settled, s.at > span.last - make_interval(secs => ${RECENT_SECONDS}) as recent,
        s.at in (span.first, span.last) or row_number() over (partition by floor(extract(epoch from s.at - span.first) * ${SHOWN} / greatest(1, extract(epoch from span.last - span.first))) order by s.at desc) = 1 as shown
      from wave_samples s, span where s.wave_id = ${waveId})
    select at::text, entered, settled, recent, shown from points where recent or shown order by at`);
  const points = rows.map(({ at, entered, settled, recent, shown }) => ({ at: new Date(at), entered: Number(entered), settled: Number(settled), recent, shown }));
  const plain = ({ at, entered, settled }: WavePoint): WavePoint => ({ at, entered, settled });
  return { life: points.filter(({ shown }) => shown).map(plain), recent: points.filter(({ recent }) => recent).map(plain) };
}
