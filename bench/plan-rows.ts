import { sql } from "drizzle-orm";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { insertManyClaims } from "@/test/many-claims";
import { insertManyClocks } from "@/test/many-clocks";

export interface Fill {
  rows: number;
  incidentId: string;
  programmeId: string;
  /** Whoever looks, and colleagues of theirs. */
  staffIds: string[];
}

/** Tables that grow slower than people, claims and looks get one row for so many of theirs. */
export const SLOWER = 10;

/**
 * So many rows in each table that grows with people, claims, looks or time, without going through the verbs: nothing in them can be opened. What happened, happened over a year. Indexes are made afterwards, which is many times faster than keeping them.
 */
export async function fillTables(parts: ProcessParts, fill: Fill): Promise<void> {
  const { rows: indexes } = await parts.db.execute<{ name: string; made: string }>(sql`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition and not i.indisunique`);
  for (const { name } of indexes) await parts.db.$client.query(`drop index ${name}`);
  await fillWithoutIndexes(parts, fill);
  for (const { made } of indexes) await parts.db.$client.query(made);
  await parts.db.execute(sql`analyze`);
}

async function fillWithoutIndexes({ db }: ProcessParts, { rows, incidentId, programmeId, staffIds }: Fill): Promise<void> {
  await insertManyClaims(db, { incidentId, programmeId, rows, staffIds });
  await insertManyClocks(db, incidentId);
  const series = sql`generate_series(1, ${rows}) n`;
  const slower = sql`generate_series(1, ${rows}, ${SLOWER}) n`;
  const ago = sql`(n - ${rows} - 1000) * interval '30 seconds'`;
  const at = sql`clock_timestamp() + ${ago}`;
  const staff = sql`(string_to_array(${staffIds.join()}, ',')::uuid[])[1 + n % ${staffIds.length}]`;
  const hash = sql`sha256(n::text::bytea)`;
  await db.transaction(async (tx) => {
    // States are where they are from the beginning, and the log was numbered as it grew.
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`
      insert into subjects (incident_id, subject_id, from_version, record_id, ref_index, kind, locale, country, time_zone, confirmed, possible, cleared, content_mac, sealed)
      select ${incidentId}::uuid, n, 1, gen_random_uuid(), sha256(('ref' || n)::bytea), 'account-holder', 'ko', 'KR', 'Asia/Seoul', 63, 0, 0, sha256(('mac' || n)::bytea), decode(repeat(md5(n::text), 16), 'hex') from generate_series(100, ${rows}) n`);
    await tx.execute(sql`insert into contact_points (incident_id, kind, contact_index, subject_id, from_version) select ${incidentId}::uuid, 'email', ${hash}, n, 1 from generate_series(100, ${rows}) n`);
    await tx.execute(sql`insert into subject_links (incident_id, account_subject_id, third_party_subject_id, from_version) select ${incidentId}::uuid, n, n + 1, 1 from generate_series(100, ${rows}) n`);
    await tx.execute(sql`
      insert into audit_events (id, at, xid, actor_kind, actor_id, action, object_kind, object_id, incident_id, details, request_id)
      select uuidv7(${ago}), ${at}, (1 + n % 500)::text::xid8, 'staff', ${staff}::text, case when n % 2 = 0 then 'claim.reveal' when n % 1001 = 0 then 'staff.sign-in' else 'claim.search' end, 'claim', 'claim ' || n, ${incidentId}::uuid, '{"role": "support"}', 'r' from ${series}`);
    await tx.execute(sql`insert into audit_leaves (seq, event_id, leaf_hash) select row_number() over (order by id) - 1, id, sha256(id::text::bytea) from audit_events`);
    await tx.execute(sql`insert into audit_nodes (level, index, hash) select level, n, sha256(n::text::bytea) from (values (8), (16), (24)) l (level) cross join lateral generate_series(0, ((select count(*) from audit_leaves) >> level) - 1) n`);
    await tx.execute(sql`update audit_sequencer set size = (select count(*) from audit_leaves), seen = pg_current_snapshot(), server = (select system_identifier::text from pg_control_system())`);
    await tx.execute(sql`insert into alarm_turns (seq, at) select size, clock_timestamp() from audit_sequencer on conflict (one) do update set seq = excluded.seq, at = excluded.at`);
    await tx.execute(sql`insert into audit_subjects (incident_id, subject_id, event_id) select ${incidentId}::uuid, case when n % 100 = 0 then 1 else n end, id from (select id, row_number() over (order by id) as n from audit_events) e`);
    await tx.execute(sql`
      insert into enquiries (reference, incident_id, state, contact_index, locale, sealed, created_at)
      select 'E-' || n, ${incidentId}::uuid, case when n % 10000 = 0 then 'open' else 'closed' end, ${hash}, 'ko', ${hash}, ${at} from ${series}`);
    await tx.execute(sql`insert into code_mails (incident_id, address_index, send_at) select ${incidentId}::uuid, ${hash}, ${at} from ${series}`);
    await tx.execute(sql`
      insert into lookup_codes (incident_id, code_mail_id, browser_hash, contact_kind, contact_index, sealed_contact, expires_at)
      select incident_id, id, address_index, 'email', address_index, address_index, send_at from code_mails`);
    await tx.execute(sql`
      insert into subject_sessions (id, incident_id, contact_kind, contact_index, sealed_contact, expires_at)
      select ${hash}, ${incidentId}::uuid, 'email', ${hash}, ${hash}, ${at} from ${series}`);
    await tx.execute(sql`insert into guidance_ticks (incident_id, contact_index, step_id) select ${incidentId}::uuid, ${hash}, 'step' from ${slower}`);
    await tx.execute(sql`insert into use_counts (budget, began, uses, what) select ${hash}, ${at}, 1, case when n % 2 = 0 then 'network' else 'wrong-code' end from ${series}`);
    await tx.execute(sql`insert into claim_hours (incident_id, hour, shard, filed, decided) select ${incidentId}::uuid, date_trunc('hour', clock_timestamp(), 'UTC') - (1 + n / 8) * interval '1 hour', n % 8, 1, 1 from ${slower}`);
    await tx.execute(sql`insert into lookup_hours (incident_id, hour, shard, requested, proven) select ${incidentId}::uuid, date_trunc('hour', clock_timestamp(), 'UTC') - (1 + n / 8) * interval '1 hour', n % 8, 1, 1 from ${slower}`);
    await tx.execute(sql`insert into correspondence_mails (incident_id, purpose, state, created_at) select ${incidentId}::uuid, 'lookup-code', case when n % 50000 = 0 then 'pending' else 'accepted' end, ${at} from ${series}`);
    await tx.execute(sql`
      insert into alarms (id, kind, severity, object_kind, object_id, first_at, last_at, state, acknowledged_by, acknowledged_at, closed_by, closed_at, closed_words)
      select uuidv7(${ago}), case when n % 50000 = 1 then 'spray' else 'reads' end, case when n % 3 = 0 then 'critical' else 'warning' end, 'staff', 'member ' || n, ${at}, ${at}, s.state,
        case s.state when 'acknowledged' then ${staff} end, case s.state when 'acknowledged' then ${at} end, case s.state when 'closed' then ${staff} end, case s.state when 'closed' then ${at} end, case s.state when 'closed' then 'it was the office' end
      from ${slower} cross join lateral (select case when n % 40000 = 1 then 'open' when n % 30000 = 1 then 'acknowledged' else 'closed' end as state) s`);
    // Each turn of the detectors removes what is older; nobody asks for an address again whose day is over.
    await tx.execute(sql`insert into alarm_occurrences (kind, object_kind, object_id, occurrence, severity, seen_at) select 'reads', 'staff', 'member ' || n, 'o', 'warning', clock_timestamp() - random() * interval '47 hours' from ${slower}`);
    await tx.execute(sql`insert into staff_sign_in_tries (address, failures, last_at) select ${hash}, 1, ${at} from ${slower}`);
    await tx.execute(sql`
      insert into data_exports (id, kind, object_id, incident_id, people, reason, state, asked_by, asked_at, ends_at, takes_left, trace_key)
      select uuidv7(${ago}), case when n % 10000 = 1 then 'letters' else 'rejects' end, 'o' || n, ${incidentId}::uuid, 10, 'as the office asked', case when n % 20000 = 1 then 'waiting' else 'ready' end, ${staff}, ${at}, ${at} + interval '1 day', 1, ${hash} from ${slower}`);
    await tx.execute(sql`
      insert into erasures (incident_id, kind, subject_id, state, ground, proposed_by, proposed_at, decided_by, decided_at, number, done_at)
      select ${incidentId}::uuid, 'person', ${rows} + n, 'done', 'pipa-36', gen_random_uuid(), ${at}, ${staff}, ${at}, n, ${at} from ${slower}`);
    await tx.execute(sql`
      insert into staff_sessions (id, staff_id, created_at, expires_at, last_seen_at, ended_at, ended_for, network)
      select ${hash}, ${staff}, ${at}, ${at} + interval '12 hours', ${at}, case when n % 3 = 0 then ${at} end, case when n % 3 = 0 then 'signed-out' end, '192.0.2.0/24' from ${slower}`);
    // Each turn of the detectors removes what is older.
    await tx.execute(sql`insert into staff_reads (staff_id, span, began, pages, looks) select gen_random_uuid(), (case when recent then 10 else 600 end), clock_timestamp() - random() * (case when recent then interval '1 hour' else interval '59 days' end), 1, 1 from ${slower} cross join lateral (select n % 20 = 1) r (recent)`);
    // Everybody has read all day for eight weeks, so that the day of each is held against their own.
    await tx.execute(sql`insert into staff_reads (staff_id, span, began, pages, looks) select s::uuid, 600, date_bin('10 minutes', clock_timestamp(), 'epoch') - d * interval '1 day' - t * interval '10 minutes', 20, 4 from unnest(string_to_array(${staffIds.join()}, ',')) s, generate_series(0, 55) d, generate_series(0, 35) t`);
    await tx.execute(sql`insert into reveal_days (staff_id, day, used) select gen_random_uuid(), current_date - (n % 365), 1 from ${slower}`);
    await tx.execute(sql`insert into reveal_requests (staff_id, day, people, reason, state, decided_by, decided_at) select gen_random_uuid(), current_date - 1 - n % 3650, 100, 'as the office asked', 'granted', ${staff}, ${at} from ${slower}`);
    await tx.execute(sql`insert into canary_hits (incident_id, subject_id, kind, alarmed_at) select ${incidentId}::uuid, -1, 'searched', ${at} from ${slower}`);
    await tx.execute(sql`insert into suppressions (contact_index, scope, reason) select ${hash}, 'everything', 'bounced' from ${slower}`);
    await tx.execute(sql`insert into claim_events (claim_id, number, to_state, by_kind) select id, 1, 'submitted', 'subject' from claims`);
    await tx.execute(sql`insert into claim_messages (claim_id, number, incident_id, from_kind, sealed_text, read_at) select id, 1, incident_id, 'claimant', sha256('nothing'), case when subject_id % 10000 > 0 then at end from claims cross join clock_timestamp() at where state = 'paid'`);
  });
}
