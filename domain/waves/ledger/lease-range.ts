import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { Channel, WaveState } from "@/db/values/wave-states";
import type { Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { DOUBT_WAIT_SECONDS } from "../rules";

/** How long a range stays with a worker that says nothing. A worker that was killed leaves its ranges to others after this. */
export const LEASE_SECONDS = 9;

export interface RangeLease {
  waveId: string;
  rangeNo: number;
  channel: Channel;
  /** The fence: every batch names it, and one whose range has been leased again changes nothing. */
  leaseNo: number;
  waveState: WaveState;
}

/** The ranges that turns of this process work on. */
export type WorkedRanges = Set<string>;

export function rangeName({ waveId, rangeNo, channel }: Pick<RangeLease, "waveId" | "rangeNo" | "channel">): string {
  return `${waveId} ${rangeNo} ${channel}`;
}

/**
 * When the pace of wave `w` has a message to give next: at once where it has none, never while it is at nothing. The database's `draw_pace` fills its stock in the same way.
 */
const paceGives = sql`coalesce((select case when p.per_second = 0 or p.ramp_left = 0 then 'infinity'::timestamptz when p.per_second is null or p.stock >= 1 then '-infinity' else p.filled_at + make_interval(secs => (1 - p.stock) / p.per_second) end
  from wave_paces p where p.wave_id = w.id and p.domain = ''), '-infinity')`;
/** A wave whose pace has nothing for so long is not worth a lane, which others could use meanwhile. */
export const PACE_PATIENCE_SECONDS = 1;

/** What must hold for messages of a range `r` of wave `w` of incident `i` to go out now. */
const maySendNow = sql`w.state = 'sending' and i.published_version = w.read_version and not in_quiet_hours(r.time_zone, w.pace -> 'quiet')
  and ${paceGives} <= clock_timestamp() + make_interval(secs => ${PACE_PATIENCE_SECONDS})`;

/**
 * Lease any range of a wave, of a channel that this worker can send over, in which there is something to do, and clear up after the holder before: what was being handed
 * over when it died is in doubt. In a cancelled wave what was not sent is cancelled, whatever its channel. Null when there is nothing to do now. A range `worked` on is not
 * taken though its lease has lapsed: where the database could not write it down, its holder still knows what the relay said.
 */
export async function leaseRange(ctx: Context, waveId: string, channels: readonly Channel[], worked: WorkedRanges = new Set()): Promise<RangeLease | null> {
  const mine = sql`r.channel in (${sql.join(channels.map((channel) => sql`${channel}`), sql`, `)})`;
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ range_no: number; channel: Channel; lease_no: number; handing_over: number; open: number; state: WaveState }>(sql`
      with picked as (
        select r.range_no, r.channel, w.state from wave_ranges r join waves w on w.id = r.wave_id join incidents i on i.id = w.incident_id
        where r.wave_id = ${waveId} and (r.lease_until is null or r.lease_until < clock_timestamp())
          and concat_ws(' ', r.wave_id, r.range_no, r.channel) <> all(${sql.param([...worked])}::text[])
          and ((r.handing_over > 0 and r.channel <> 'letter') or (w.state = 'cancelled' and r.pending + r.deferred > 0) or (${mine} and r.next_due_at <= clock_timestamp() and ${maySendNow}))
        order by r.range_no limit 1 for update of r skip locked)
      update wave_ranges r set lease_no = r.lease_no + 1, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      from picked where r.wave_id = ${waveId} and r.range_no = picked.range_no and r.channel = picked.channel
      returning r.range_no, r.channel, r.lease_no, r.handing_over, r.pending + r.deferred as open, picked.state`);
    const [row] = rows;
    if (!row) return null;
    const lease = { waveId, rangeNo: row.range_no, channel: row.channel, leaseNo: row.lease_no, waveState: row.state };
    if (row.handing_over > 0) await doubtLost(tx, lease);
    if (row.state === "cancelled" && row.open > 0) await cancelOpen(tx, lease);
    return lease;
  });
}

async function doubtLost(tx: Transaction, { waveId, rangeNo, channel }: RangeLease): Promise<void> {
  await tx.execute(sql`
    with lost as (
      update deliveries d set state = 'in-doubt', settled_at = clock_timestamp(),
        next_at = case when w.doubt_policy = 'resend-once' and d.resent = 0 then clock_timestamp() + make_interval(secs => ${DOUBT_WAIT_SECONDS}) end
      from waves w where w.id = ${waveId} and d.wave_id = ${waveId} and d.range_no = ${rangeNo} and d.channel = ${channel} and d.state = 'handing-over' returning d.subject_id
    ), walked as (
      update wave_recipients p set path_state = 'in-doubt' from lost where p.wave_id = ${waveId} and p.subject_id = lost.subject_id
    ), counted as (select count(*)::int as n from lost)
    update wave_ranges r set handing_over = r.handing_over - n, in_doubt = r.in_doubt + n, path_open = r.path_open - n, path_in_doubt = r.path_in_doubt + n
    from counted where r.wave_id = ${waveId} and r.range_no = ${rangeNo} and r.channel = ${channel}`);
}

async function cancelOpen(tx: Transaction, { waveId, rangeNo, channel }: RangeLease): Promise<void> {
  await tx.execute(sql`
    with ended as (
      update deliveries d set state = 'cancelled', next_at = null, settled_at = clock_timestamp() from deliveries old
      where d.wave_id = ${waveId} and d.range_no = ${rangeNo} and d.channel = ${channel} and d.state in ('pending', 'deferred')
        and old.wave_id = d.wave_id and old.range_no = d.range_no and old.subject_id = d.subject_id and old.channel = d.channel
      returning d.subject_id, old.state as was
    ), walked as (
      update wave_recipients p set path_state = 'cancelled' from ended where p.wave_id = ${waveId} and p.subject_id = ended.subject_id
    ), counted as (select count(*)::int as n, count(*) filter (where was = 'pending')::int as pending from ended)
    update wave_ranges r set pending = r.pending - c.pending, deferred = r.deferred - (n - c.pending), cancelled = r.cancelled + n, path_open = r.path_open - n, path_cancelled = r.path_cancelled + n,
      next_due_at = null
    from counted c where r.wave_id = ${waveId} and r.range_no = ${rangeNo} and r.channel = ${channel}`);
}

/** Give a range back, saying when it is due again. `restSeconds` keeps it quiet after the relay could not be reached. A lease that was lost is nobody's to give back. */
export async function releaseRange(ctx: Context, { waveId, rangeNo, channel, leaseNo }: RangeLease, restSeconds: number): Promise<void> {
  await ctx.db.execute(sql`
    update wave_ranges r set lease_until = null, next_due_at = case
      when r.pending > 0 then clock_timestamp() + make_interval(secs => ${restSeconds})
      when r.deferred + r.in_doubt > 0 then (
        select min(d.next_at) from deliveries d where d.wave_id = ${waveId} and d.range_no = ${rangeNo} and d.channel = ${channel} and d.state in ('deferred', 'in-doubt')) end
    where r.wave_id = ${waveId} and r.range_no = ${rangeNo} and r.channel = ${channel} and r.lease_no = ${leaseNo}`);
}

/**
 * When there is something to do in a wave next, by the database's clock; null when nothing is foreseen. Quiet hours put it off to their end; a wave whose pace is at
 * nothing has nothing foreseen, because whoever lets it go on wakes it.
 */
export async function nextDue(ctx: Context, waveId: string): Promise<Date | null> {
  const { rows } = await ctx.db.execute<{ due: string | null }>(sql`
    select min(greatest(coalesce(r.lease_until, '-infinity'), case
      when r.handing_over > 0 or w.state = 'cancelled' then clock_timestamp()
      when in_quiet_hours(r.time_zone, w.pace -> 'quiet') then greatest(r.next_due_at, quiet_hours_end(r.time_zone, w.pace -> 'quiet'), ${paceGives})
      else greatest(r.next_due_at, ${paceGives}) end))::text as due
    from wave_ranges r join waves w on w.id = r.wave_id join incidents i on i.id = w.incident_id
    where r.wave_id = ${waveId} and r.channel <> 'letter' and (r.handing_over > 0 or (w.state = 'cancelled' and r.pending + r.deferred > 0)
      or (w.state = 'sending' and i.published_version = w.read_version and r.next_due_at is not null
        and ${paceGives} < 'infinity'))`);
  const due = rows[0]?.due;
  return due ? new Date(due) : null;
}
