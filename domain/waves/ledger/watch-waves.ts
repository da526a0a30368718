import { sql } from "drizzle-orm";
import { authorise, type Context } from "../../kernel/context";
import { mayRunWaves } from "../policy";
import { wakeDueFreezings, wakeGovernor, wakeWave } from "../wake-wave";
import { finishWave } from "./finish-wave";

/** How long a wave may stand still while there is something to send. */
const STALL_MINUTES = 2;
/** Messages that a relay could not be reached for are due again within seconds; those it put off come much later and are not waited for. */
const DUE_SOON_SECONDS = 30;

export interface WatchedWave {
  waveId: string;
  /** Its people or its messages do not add up: a fault of ours, and nothing to be sent over. */
  broken: boolean;
  /** Nothing has got through for two minutes while there was something to send. */
  stalled: boolean;
}

/**
 * Look after every wave that is under way: its ranges must hold exactly the frozen audience, the counters of one range, channel by channel, must be what its rows say (each look takes the
 * next range), and it must move. Writes down what it finds and says aloud what is wrong. Reads counters and one range, so it costs the same for any size.
 */
export async function watchWaves(ctx: Context): Promise<WatchedWave[]> {
  authorise(ctx, mayRunWaves);
  const { rows } = await ctx.db.execute<{ wave_id: string; broken: boolean; stalled: boolean; was_broken: boolean | null; was_stalled: boolean | null; still: boolean }>(sql`
    with under_way as materialized (
      select w.id, w.found, coalesce(x.checked_range, -1) as checked_range, x.settled as was_settled, x.moved_at, x.broken as was_broken, x.stalled as was_stalled,
        w.pace -> 'quiet' as quiet, w.state = 'sending' and i.published_version = w.read_version
          and not exists (select 1 from wave_paces p where p.wave_id = w.id and p.domain = '' and (p.per_second = 0 or p.ramp_left = 0)) and exists (select 1 from installation where mode = 'live' and standing = 'confirmed') as sending
      from waves w join incidents i on i.id = w.incident_id left join wave_watches x on x.wave_id = w.id
      where w.state in ('sending', 'paused') and w.frozen_at is not null
    ), sums as materialized (
      select u.id, sum(r.people) as people, sum(r.accepted + r.rejected + r.in_doubt + r.suppressed + r.cancelled) as settled,
        bool_or(r.channel <> 'letter' and (r.handing_over > 0 or (r.pending > 0 or r.next_due_at <= clock_timestamp() + make_interval(secs => ${DUE_SOON_SECONDS})) and not in_quiet_hours(r.time_zone, u.quiet))) as due,
        coalesce(min(r.range_no) filter (where r.range_no > u.checked_range), min(r.range_no)) as next_range
      from under_way u join wave_ranges r on r.wave_id = u.id group by u.id
    ), counted as materialized (
      select s.id, bool_and(r.entered = d.n and r.pending = d.pending and r.handing_over = d.handing_over and r.deferred = d.deferred and r.accepted = d.accepted and r.rejected = d.rejected
        and r.in_doubt = d.in_doubt and r.suppressed = d.suppressed and r.cancelled = d.cancelled
        and r.people = p.n and r.path_open = p.open and r.path_reached = p.reached and r.path_unreachable = p.unreachable and r.path_covered = p.covered
        and r.path_cancelled = p.cancelled and r.path_in_doubt = p.in_doubt) as adds_up
      from sums s join wave_ranges r on r.wave_id = s.id and r.range_no = s.next_range
      cross join lateral (
        select count(*) as n, count(*) filter (where state = 'pending') as pending, count(*) filter (where state = 'handing-over') as handing_over,
          count(*) filter (where state = 'deferred') as deferred, count(*) filter (where state = 'accepted') as accepted, count(*) filter (where state = 'rejected') as rejected,
          count(*) filter (where state = 'in-doubt') as in_doubt, count(*) filter (where state = 'suppressed') as suppressed, count(*) filter (where state = 'cancelled') as cancelled
        from deliveries where wave_id = s.id and range_no = s.next_range and channel = r.channel) d
      cross join lateral (
        select count(*) as n, count(*) filter (where path_state = 'open') as open, count(*) filter (where path_state = 'reached') as reached,
          count(*) filter (where path_state = 'unreachable') as unreachable, count(*) filter (where path_state = 'covered-by') as covered,
          count(*) filter (where path_state = 'cancelled') as cancelled, count(*) filter (where path_state = 'in-doubt') as in_doubt
        from wave_recipients where wave_id = s.id and subject_id between r.subject_from and r.subject_to and range_no = s.next_range and channel = r.channel) p
      group by s.id
    ), found as materialized (
      select u.id, s.settled, s.next_range, s.people is distinct from u.found or not c.adds_up as broken, u.was_broken, u.was_stalled,
        u.was_settled is not distinct from s.settled and u.sending and s.due as still, u.moved_at
      from under_way u join sums s on s.id = u.id join counted c on c.id = u.id
    )
    insert into wave_watches as x (wave_id, settled, checked_range, broken)
      select id, settled, next_range, broken from found
    on conflict (wave_id) do update set settled = excluded.settled, checked_range = excluded.checked_range, checked_at = clock_timestamp(), broken = excluded.broken,
      moved_at = case when (select still from found f where f.id = x.wave_id) then x.moved_at else clock_timestamp() end,
      stalled = (select still from found f where f.id = x.wave_id) and x.moved_at < clock_timestamp() - make_interval(mins => ${STALL_MINUTES})
    returning x.wave_id, x.broken, x.stalled, (select was_broken from found f where f.id = x.wave_id) as was_broken, (select was_stalled from found f where f.id = x.wave_id) as was_stalled, (select still from found f where f.id = x.wave_id) as still`);
  for (const row of rows) {
    if (row.broken && !row.was_broken) ctx.log.error({ waveId: row.wave_id }, "a wave's people or messages do not add up");
    if (row.stalled && !row.was_stalled) ctx.log.error({ waveId: row.wave_id }, "a wave stands still while there is something to send");
  }
  // Lanes and whoever looks after a wave's pace ask for themselves again; should such a chain ever break, it is mended here. A wave that has waited long enough for late bounces ends.
  for (const { wave_id: waveId, still } of rows) {
    await (still ? wakeWave(ctx.db, waveId) : wakeGovernor(ctx.db, waveId));
    await finishWave(ctx, waveId);
  }
  await wakeDueFreezings(ctx.db);
  return rows.map((row) => ({ waveId: row.wave_id, broken: row.broken, stalled: row.stalled }));
}
