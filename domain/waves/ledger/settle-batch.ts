import type { Database } from "@/db/client";
import type { SubjectKind } from "@/db/values/audience";
import { LEASE_SECONDS, type RangeLease } from "./lease-range";

/** Where a delivery that was being handed over has got to. */
export interface Settled {
  subjectId: string;
  state: "accepted" | "rejected" | "deferred" | "in-doubt" | "suppressed" | "cancelled";
  reply: string | null;
  /** Seconds until it is tried again: of deferred ones, and of those in doubt where the wave's policy sends them once more. */
  retryAfter: number | null;
  /** False when the relay never got as far as this message, so that an outage uses up nobody's attempts. */
  counted: boolean;
  /** Under what it is told apart in the wave's tallies. */
  tally: { domain: string; code: string } | null;
  /** The gateway's own name of an accepted message. */
  handle: string | null;
  /** Whether it speaks for others who share the contact point. */
  covers: boolean;
}

/** A delivery that is `handing-over` now, with what is known of the person at this moment; null of everything when they are no longer in the dataset. */
export interface Marked {
  subject_id: string;
  attempt: number;
  covers: string[] | null;
  /** It has waited for its domain's turn, and this is it. */
  in_turn: boolean;
  record_id: string | null;
  sealed: Buffer | null;
  locale: string | null;
  country: string | null;
  kind: SubjectKind | null;
  confirmed: string | null;
  possible: string | null;
}

export interface Batch {
  /** False once the wave is paused, cancelled, in quiet hours, or another dataset version is published: then nothing more is marked. */
  sending: boolean;
  /** Whether the wave has a pace that has to be drawn on. */
  paced: boolean;
  marked: Marked[];
}

/** The reply of a delivery that waits for its domain's pace: no relay's words, which begin with a code. */
export const WAITS_FOR_DOMAIN = "domain-pace";
/** A turn that came and was not taken, because the wave stood still, is given anew after so long. */
const TURN_SECONDS = 60;

/*
 * One statement is one transaction: the range first, fenced by its lease, then the rows, then the tallies in order. Rows are read by primary key from the cursor on. Both
 * sets of rows are known to be as this statement sees them, because nobody changes pending, deferred or handing-over rows, nor what is in doubt and due, but the holder of the lease
 * or whoever holds the range's row.
 */
const STATEMENT = `
with done as materialized (
  select * from unnest($4::bigint[], $5::text[], $6::text[], $7::int[], $12::bool[], $14::text[], $15::text[], $16::text[], $17::bool[]) as f(subject_id, state, reply, retry_after, counted, domain, code, handle, covers)
), wave as materialized (
  select w.state = 'sending' and i.published_version is not distinct from w.read_version and not in_quiet_hours(r.time_zone, w.pace -> 'quiet') as sending,
    exists (select 1 from wave_paces p where p.wave_id = w.id and p.domain = '' and (p.per_second is not null or p.ramp_left is not null)) as paced
  from waves w join incidents i on i.id = w.incident_id join wave_ranges r on r.wave_id = w.id and r.range_no = $2 and r.channel = $13 where w.id = $1
), next as materialized (
  select d.subject_id, d.state, d.attempt, d.relay_reply, d.settled_at, d.next_at from deliveries d
  where d.wave_id = $1 and d.range_no = $2 and d.channel = $13 and d.subject_id > $8
    and (d.state = 'pending' or (d.state in ('deferred', 'in-doubt') and d.next_at <= clock_timestamp())) and (select sending from wave)
  order by d.subject_id limit $9
), sums as materialized (
  select count(*)::int as n, count(*) filter (where state = 'accepted')::int as accepted, count(*) filter (where state = 'rejected')::int as rejected,
    count(*) filter (where state = 'deferred')::int as deferred, count(*) filter (where state = 'in-doubt')::int as in_doubt,
    count(*) filter (where state = 'suppressed')::int as suppressed, count(*) filter (where state = 'cancelled')::int as cancelled,
    count(*) filter (where state in ('rejected', 'suppressed', 'cancelled') and covers)::int as uncovered from done
), taken as materialized (
  select count(*)::int as n, count(*) filter (where state = 'pending')::int as pending, count(*) filter (where state = 'deferred')::int as deferred,
    count(*) filter (where state = 'in-doubt')::int as in_doubt from next
), range as (
  update wave_ranges r set lease_until = clock_timestamp() + interval '${LEASE_SECONDS} seconds',
    pending = r.pending - t.pending, handing_over = r.handing_over + t.n - s.n, deferred = r.deferred - t.deferred + s.deferred,
    accepted = r.accepted + s.accepted, rejected = r.rejected + s.rejected, in_doubt = r.in_doubt - t.in_doubt + s.in_doubt, suppressed = r.suppressed + s.suppressed,
    cancelled = r.cancelled + s.cancelled, resent = r.resent + t.in_doubt, uncovered = r.uncovered + s.uncovered,
    path_open = r.path_open - (s.n - s.deferred) + t.in_doubt, path_reached = r.path_reached + s.accepted, path_unreachable = r.path_unreachable + s.rejected + s.suppressed,
    path_in_doubt = r.path_in_doubt - t.in_doubt + s.in_doubt, path_cancelled = r.path_cancelled + s.cancelled
  from sums s, taken t where r.wave_id = $1 and r.range_no = $2 and r.channel = $13 and r.lease_no = $3 returning 1 as held
), settled as (
  update deliveries d set state = f.state, relay_reply = f.reply, attempt = d.attempt - case when f.counted then 0 else 1 end,
    next_at = case when f.state = 'deferred' or (f.state = 'in-doubt' and d.resent = 0) then clock_timestamp() + make_interval(secs => f.retry_after) end,
    settled_at = case when f.state <> 'deferred' then clock_timestamp() end
  from range, done f where d.wave_id = $1 and d.range_no = $2 and d.subject_id = f.subject_id and d.channel = $13
), walked as (
  update wave_recipients p set path_state = case f.state when 'accepted' then 'reached' when 'in-doubt' then 'in-doubt' when 'cancelled' then 'cancelled' else 'unreachable' end
  from range, done f where f.state <> 'deferred' and p.wave_id = $1 and p.subject_id = f.subject_id
), reopened as (
  update wave_recipients p set path_state = 'open' from range, next n where n.state = 'in-doubt' and p.wave_id = $1 and p.subject_id = n.subject_id
), superseded as (
  insert into attempts (wave_id, subject_id, channel, attempt, state, relay_reply, settled_at)
  select $1, n.subject_id, $13, n.attempt, n.state, n.relay_reply, n.settled_at from range, next n where n.state = 'in-doubt'
), handled as (
  insert into delivery_handles (channel, handle, wave_id, subject_id) select $13, f.handle, $1, f.subject_id from range, done f where f.handle is not null on conflict do nothing
), tallied as (
  insert into wave_tallies (wave_id, channel, domain, state, code, shard, messages, words)
  select $1, $13, f.domain, f.state, f.code, $2 % 8, count(*), max(f.reply) filter (where f.state <> 'accepted') from range, done f where f.domain is not null group by f.domain, f.state, f.code
  order by f.domain, f.state, f.code
  on conflict (wave_id, channel, domain, state, code, shard) do update set messages = wave_tallies.messages + excluded.messages, words = excluded.words, last_at = clock_timestamp()
), marked as (
  update deliveries d set state = 'handing-over', attempt = d.attempt + 1, next_at = null, resent = d.resent + case when n.state = 'in-doubt' then 1 else 0 end
  from range, next n where d.wave_id = $1 and d.range_no = $2 and d.subject_id = n.subject_id and d.channel = $13
  returning d.subject_id, d.attempt, d.covers, coalesce(n.relay_reply = '${WAITS_FOR_DOMAIN}' and n.next_at > clock_timestamp() - interval '${TURN_SECONDS} seconds', false) as in_turn
)
select (select sending from wave) as sending, (select paced from wave) as paced, m.subject_id, m.attempt, m.covers, m.in_turn, s.record_id, s.sealed, s.locale, s.country, s.kind, s.confirmed, s.possible
from range left join marked m on true left join lateral (
  select record_id, sealed, locale, country, kind, confirmed, possible from subjects
  where incident_id = $10 and subject_id = m.subject_id and from_version <= $11 and to_version > $11 limit 1) s on true`;

/**
 * Settle what the relay has answered and mark as many next as `handing-over`, in one statement that holds nothing while the relay is spoken to. What is in doubt and due is
 * marked again like what was put off; the attempt before is kept. Also the heartbeat of the lease. Null when the lease is lost: then nothing was changed, and the next
 * holder has these deliveries in doubt.
 */
export async function settleBatch(
  ledger: Database,
  lease: RangeLease,
  wave: { incidentId: string; readVersion: number },
  done: readonly Settled[],
  next: { after: string; count: number },
): Promise<Batch | null> {
  const { rows } = await ledger.$client.query<Omit<Marked, "subject_id"> & { subject_id: string | null; sending: boolean; paced: boolean }>({
    name: "wave-settle-batch",
    text: STATEMENT,
    values: [
      lease.waveId,
      lease.rangeNo,
      lease.leaseNo,
      done.map((each) => each.subjectId),
      done.map((each) => each.state),
      done.map((each) => each.reply),
      done.map((each) => each.retryAfter),
      next.after,
      next.count,
      wave.incidentId,
      wave.readVersion,
      done.map((each) => each.counted),
      lease.channel,
      done.map((each) => each.tally?.domain ?? null),
      done.map((each) => each.tally?.code ?? null),
      done.map((each) => each.handle),
      done.map((each) => each.covers),
    ],
  });
  const [first] = rows;
  if (!first) return null;
  return { sending: first.sending, paced: first.paced, marked: rows.filter((row): row is typeof row & Marked => row.subject_id !== null) };
}
