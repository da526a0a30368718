import { sql, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { Channel } from "@/db/values/wave-states";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayRunWaves } from "../policy";
import { readWave } from "../queries/read-wave";
import type { Wave } from "../types";
import { enterDeliveries, placePeople } from "./place-people";

interface StuckRange {
  rangeNo: number;
  channel: Channel;
  uncovered: number;
  low: bigint;
  high: bigint;
}

/**
 * Move people on whom a channel did not reach: to the next of the wave's channels for which they have a contact point, and at last to the end of the cascade, where they count
 * as reached by none. People for whom a failed message spoke are no longer covered by it. One range in each transaction, and running it again changes nothing.
 * In a wave that has ended nobody is written to any more, but whoever shared an address that turned out to be dead has not been reached either. Returns how many ranges it changed.
 */
export async function advancePaths(ctx: Context, waveId: string): Promise<number> {
  authorise(ctx, mayRunWaves);
  const wave = await readWave(ctx.db, waveId);
  if (!["sending", "finished"].includes(wave.state) || wave.readVersion === null) return 0;
  let changed = 0;
  while (await withTransaction(ctx, (tx) => advanceRange(tx, wave, wave.readVersion ?? 0))) changed += 1;
  return changed;
}

/** Any constant: names "moving people on" among advisory locks; the second key is the wave's. It is the only act that holds several ranges, so one at a time cannot lock itself out. */
const LOCK_SPACE = 5_013;

async function advanceRange(tx: Transaction, wave: Wave, version: number): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK_SPACE}, hashtext(${wave.id}))`);
  const stuck = await lockStuckRange(tx, wave);
  if (!stuck) return false;
  if (stuck.uncovered > 0) await uncover(tx, wave, stuck);
  else await moveOn(tx, wave, version, stuck);
  return true;
}

/** The first range with something to decide, with the rows of all its channels held: in order of channels, as everybody takes them. */
async function lockStuckRange(tx: Transaction, { id, channels, state }: Wave): Promise<StuckRange | null> {
  const last = channels.at(-1);
  const moves = state === "sending";
  const { rows } = await tx.execute<{ range_no: number; channel: Channel }>(sql`
    select range_no, channel from wave_ranges where wave_id = ${id} and (uncovered > 0 or (${moves} and path_unreachable > 0 and channel <> ${last})) order by range_no limit 1`);
  const [found] = rows;
  if (!found) return null;
  const { rows: held } = await tx.execute<{ channel: Channel; uncovered: number; stuck: boolean; low: string; high: string }>(sql`
    select channel, uncovered, uncovered > 0 or (${moves} and path_unreachable > 0 and channel <> ${last}) as stuck, subject_from as low, subject_to as high
    from wave_ranges where wave_id = ${id} and range_no = ${found.range_no} order by array_position(${channelList(channels)}, channel) for update`);
  const row = held.find(({ channel, stuck }) => stuck && channel === found.channel);
  return row ? { rangeNo: found.range_no, channel: row.channel, uncovered: row.uncovered, low: BigInt(row.low), high: BigInt(row.high) } : null;
}

function channelList(channels: readonly Channel[]): SQL {
  return sql`array[${sql.join(channels.map((channel) => sql`${channel}`), sql`, `)}]::text[]`;
}

/**
 * Of the failed messages of a range that spoke for others: where the one it was addressed to is gone, the next of them carries a message of their own; where the contact point is
 * dead, none of them was reached by it.
 */
async function uncover(tx: Transaction, { id, own }: Wave, { rangeNo, channel }: StuckRange): Promise<void> {
  await tx.execute(sql`
    create temp table failed on commit drop as
      select d.subject_id as carrier, d.state, d.covers, p.path_state = 'unreachable' as dead from deliveries d join wave_recipients p on p.wave_id = d.wave_id and p.subject_id = d.subject_id
      where d.wave_id = ${id} and d.range_no = ${rangeNo} and d.channel = ${channel} and d.covers is not null and p.path_state in ('unreachable', 'cancelled')`);
  await tx.execute(sql`
    create temp table freed on commit drop as
      select p.subject_id, p.range_no, f.carrier, f.dead, p.subject_id = min(p.subject_id) over (partition by f.carrier) and not f.dead as carries
      from failed f join wave_recipients p on p.wave_id = ${id} and p.subject_id = any(f.covers) and p.path_state = 'covered-by' and p.covered_by = f.carrier and p.channel = ${channel}`);
  await tx.execute(sql`select 1 from wave_ranges where wave_id = ${id} and channel = ${channel} and range_no in (select range_no from freed) order by range_no for update`);
  await tx.execute(sql`
    update wave_recipients p set path_state = case when f.dead then 'unreachable' when f.carries then 'open' else 'covered-by' end,
      covered_by = case when f.dead or f.carries then null else (select n.subject_id from freed n where n.carrier = f.carrier and n.carries) end
    from freed f where p.wave_id = ${id} and p.subject_id = f.subject_id`);
  await tx.execute(sql`
    insert into deliveries (wave_id, range_no, subject_id, channel, covers, own)
    select ${id}, f.range_no, f.subject_id, ${channel}, (select array_agg(o.subject_id order by o.subject_id) from freed o where o.carrier = f.carrier and not o.carries), ${own} from freed f where f.carries`);
  await tx.execute(sql`
    update wave_ranges r set path_covered = r.path_covered - c.freed, path_unreachable = r.path_unreachable + c.dead, path_open = r.path_open + c.carry, entered = r.entered + c.carry, pending = r.pending + c.carry,
      next_due_at = case when c.carry > 0 then clock_timestamp() else r.next_due_at end
    from (select range_no, count(*) filter (where dead or carries) as freed, count(*) filter (where dead) as dead, count(*) filter (where carries) as carry from freed group by range_no) c
    where r.wave_id = ${id} and r.range_no = c.range_no and r.channel = ${channel}`);
  await tx.execute(sql`update deliveries d set covers = null from failed f where d.wave_id = ${id} and d.range_no = ${rangeNo} and d.subject_id = f.carrier and d.channel = ${channel}`);
  await tx.execute(sql`update wave_ranges set uncovered = 0 where wave_id = ${id} and range_no = ${rangeNo} and channel = ${channel}`);
}

/** Take the people whom a channel did not reach out of its row of the range and put each where they can be written to next. */
async function moveOn(tx: Transaction, wave: Wave, version: number, { rangeNo, channel, low, high }: StuckRange): Promise<void> {
  const { id } = wave;
  const people = sql`
    select p.subject_id, '' as time_zone from wave_recipients p
    where p.wave_id = ${id} and p.subject_id between ${low} and ${high} and p.range_no = ${rangeNo} and p.channel = ${channel} and p.path_state = 'unreachable'`;
  await placePeople(tx, wave, version, { people, from: low, to: high, step: wave.channels.indexOf(channel) + 1 });
  await tx.execute(sql`
    update wave_recipients p set channel = f.channel, path_state = case when f.carrier is null or f.dead then 'unreachable' when f.carrier <> f.subject_id then 'covered-by' else 'open' end,
      covered_by = case when not f.dead then nullif(f.carrier, f.subject_id) end
    from placed f where p.wave_id = ${id} and p.subject_id = f.subject_id`);
  await enterDeliveries(tx, wave, sql`${rangeNo}::int`);
  await tx.execute(sql`
    with moved as (
      select channel, count(*) as people, count(*) filter (where carrier = subject_id and not dead) as open, count(*) filter (where carrier is null or dead) as unreachable,
        count(*) filter (where carrier <> subject_id and not dead) as covered from placed group by channel)
    update wave_ranges r set people = r.people + m.people, path_open = r.path_open + m.open, path_unreachable = r.path_unreachable + m.unreachable, path_covered = r.path_covered + m.covered,
      entered = r.entered + m.open, pending = r.pending + m.open, next_due_at = case when m.open > 0 then clock_timestamp() else r.next_due_at end
    from moved m where r.wave_id = ${id} and r.range_no = ${rangeNo} and r.channel = m.channel`);
  await tx.execute(sql`
    update wave_ranges r set people = r.people - n, path_unreachable = r.path_unreachable - n from (select count(*)::int as n from placed) c
    where r.wave_id = ${id} and r.range_no = ${rangeNo} and r.channel = ${channel}`);
}
