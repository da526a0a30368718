import type { Database } from "@/db/client";
import { LEASE_SECONDS, type RangeLease } from "./lease-range";

/** Where a delivery that was being handed over has got to. */
export interface Settled {
  subjectId: string;
  state: "accepted" | "rejected" | "deferred" | "in-doubt" | "suppressed" | "cancelled";
  reply: string | null;
  /** Seconds until it is tried again; of deferred ones alone. */
  retryAfter: number | null;
  /** False when the relay never got as far as this message, so that an outage uses up nobody's attempts. */
  counted: boolean;
}

/** A delivery that is `handing-over` now, with what is known of the person at this moment; null of everything when they are no longer in the dataset. */
export interface Marked {
  subject_id: string;
  attempt: number;
  covers: string[] | null;
  record_id: string | null;
  sealed: Buffer | null;
  locale: string | null;
  confirmed: string | null;
  possible: string | null;
}

export interface Batch {
  /** False once the wave is paused, cancelled, or another dataset version is published: then nothing more is marked. */
  sending: boolean;
  marked: Marked[];
}

/*
 * One statement is one transaction: the range first, fenced by its lease, then the rows. Rows are read by primary key from the cursor on. Both sets of rows are known
 * to be as this statement sees them, because nobody changes pending, deferred or handing-over rows but the holder of the lease.
 */
const STATEMENT = `
with done as materialized (
  select * from unnest($4::bigint[], $5::text[], $6::text[], $7::int[], $12::bool[]) as f(subject_id, state, reply, retry_after, counted)
), wave as materialized (
  select w.state = 'sending' and i.published_version is not distinct from w.read_version as sending from waves w join incidents i on i.id = w.incident_id where w.id = $1
), next as materialized (
  select d.subject_id, d.state from deliveries d
  where d.wave_id = $1 and d.range_no = $2 and d.subject_id > $8 and (d.state = 'pending' or (d.state = 'deferred' and d.next_at <= clock_timestamp())) and (select sending from wave)
  order by d.subject_id limit $9
), sums as materialized (
  select count(*)::int as n, count(*) filter (where state = 'accepted')::int as accepted, count(*) filter (where state = 'rejected')::int as rejected,
    count(*) filter (where state = 'deferred')::int as deferred, count(*) filter (where state = 'in-doubt')::int as in_doubt,
    count(*) filter (where state = 'suppressed')::int as suppressed, count(*) filter (where state = 'cancelled')::int as cancelled from done
), taken as materialized (
  select count(*)::int as n, count(*) filter (where state = 'pending')::int as pending, count(*) filter (where state = 'deferred')::int as deferred from next
), range as (
  update wave_ranges r set lease_until = clock_timestamp() + interval '${LEASE_SECONDS} seconds',
    pending = r.pending - t.pending, handing_over = r.handing_over + t.n - s.n, deferred = r.deferred - t.deferred + s.deferred,
    accepted = r.accepted + s.accepted, rejected = r.rejected + s.rejected, in_doubt = r.in_doubt + s.in_doubt, suppressed = r.suppressed + s.suppressed, cancelled = r.cancelled + s.cancelled,
    path_open = r.path_open - (s.n - s.deferred), path_reached = r.path_reached + s.accepted, path_unreachable = r.path_unreachable + s.rejected + s.suppressed,
    path_in_doubt = r.path_in_doubt + s.in_doubt, path_cancelled = r.path_cancelled + s.cancelled
  from sums s, taken t where r.wave_id = $1 and r.range_no = $2 and r.lease_no = $3 returning 1 as held
), settled as (
  update deliveries d set state = f.state, relay_reply = f.reply, attempt = d.attempt - case when f.counted then 0 else 1 end, next_at = case when f.state = 'deferred' then clock_timestamp() + make_interval(secs => f.retry_after) end,
    settled_at = case when f.state <> 'deferred' then clock_timestamp() end
  from range, done f where d.wave_id = $1 and d.range_no = $2 and d.subject_id = f.subject_id and d.channel = 'email'
), walked as (
  update wave_recipients p set path_state = case f.state when 'accepted' then 'reached' when 'in-doubt' then 'in-doubt' when 'cancelled' then 'cancelled' else 'unreachable' end
  from range, done f where f.state <> 'deferred' and p.wave_id = $1 and p.subject_id = f.subject_id
), marked as (
  update deliveries d set state = 'handing-over', attempt = d.attempt + 1, next_at = null
  from range, next n where d.wave_id = $1 and d.range_no = $2 and d.subject_id = n.subject_id and d.channel = 'email'
  returning d.subject_id, d.attempt, d.covers
)
select (select sending from wave) as sending, m.subject_id, m.attempt, m.covers, s.record_id, s.sealed, s.locale, s.confirmed, s.possible
from range left join marked m on true left join lateral (
  select record_id, sealed, locale, confirmed, possible from subjects
  where incident_id = $10 and subject_id = m.subject_id and from_version <= $11 and to_version > $11 limit 1) s on true`;

/**
 * Settle what the relay has answered and mark as many next as `handing-over`, in one statement that holds nothing while the relay is spoken to. Also the heartbeat of
 * the lease. Null when the lease is lost: then nothing was changed, and the next holder has these deliveries in doubt.
 */
export async function settleBatch(
  ledger: Database,
  lease: RangeLease,
  wave: { incidentId: string; readVersion: number },
  done: readonly Settled[],
  next: { after: string; count: number },
): Promise<Batch | null> {
  const { rows } = await ledger.$client.query<Omit<Marked, "subject_id"> & { subject_id: string | null; sending: boolean }>({
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
    ],
  });
  const [first] = rows;
  if (!first) return null;
  return { sending: first.sending, marked: rows.filter((row): row is typeof row & Marked => row.subject_id !== null) };
}
