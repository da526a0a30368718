import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { Executor } from "../../kernel/transaction";
import type { PaceNow, WaveSample } from "./types";

/** After this the samples of a minute are thinned to its first. */
const FINE_MINUTES = 10;

/** Write down where a wave stands, if it has moved since the last look: a sum over its ranges. Returns the moment by the database's clock. */
export async function takeSample(tx: Transaction, waveId: string, { perSecond, why }: Pick<PaceNow, "perSecond" | "why">): Promise<Date> {
  const { rows } = await tx.execute<{ at: string }>(sql`
    with sums as (
      select sum(entered) as entered, sum(accepted + rejected + in_doubt + suppressed + cancelled) as settled, sum(accepted) as accepted, sum(rejected) as rejected, sum(bounced) as bounced, sum(complained) as complained
      from wave_ranges where wave_id = ${waveId}
    ), last as (select * from wave_samples where wave_id = ${waveId} order by at desc limit 1), written as (
      insert into wave_samples (wave_id, entered, settled, accepted, rejected, bounced, complained, per_second, why)
      select ${waveId}, s.entered, s.settled, s.accepted, s.rejected, s.bounced, s.complained, ${perSecond}, ${why} from sums s left join last l on true
      where s.entered is not null and (s.entered, s.settled, s.accepted, s.rejected, s.bounced, s.complained) is distinct from (l.entered, l.settled, l.accepted, l.rejected, l.bounced, l.complained)
      returning at)
    select coalesce((select at from written), clock_timestamp())::text as at`);
  await tx.execute(sql`
    delete from wave_samples s where s.wave_id = ${waveId} and s.at < clock_timestamp() - make_interval(mins => ${FINE_MINUTES}) and s.at >= clock_timestamp() - make_interval(mins => ${2 * FINE_MINUTES})
      and exists (select 1 from wave_samples o where o.wave_id = s.wave_id and o.at >= date_trunc('minute', s.at) and o.at < s.at)`);
  return new Date(rows[0]?.at ?? Date.now());
}

/** A wave's samples since a moment, in the order of time. */
export async function listSamples(db: Executor, waveId: string, since: Date): Promise<WaveSample[]> {
  const { rows } = await db.execute<Record<keyof WaveSample, string>>(sql`
    select at::text, entered, settled, accepted, rejected, bounced, complained from wave_samples where wave_id = ${waveId} and at >= ${since.toISOString()}::timestamptz order by at`);
  return rows.map(({ at, ...counts }) => ({ at: new Date(at), ...(Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)])) as Omit<WaveSample, "at">) }));
}
