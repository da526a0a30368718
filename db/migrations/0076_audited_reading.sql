-- What the read-only role reads of people, it reads in two steps: it asks, with a reason, and that is written down; the rows come in a later transaction. One step would be undone, event and alarm with it, by a reader who rolls back.
alter table canary_hits
  drop constraint canary_hits_kind_check,
  add constraint canary_hits_kind_check check (kind in ('asked', 'proven', 'claimed', 'searched', 'revealed', 'imported', 'queried'));
--> statement-breakpoint
-- Write down that rows are asked for, and raise the alarm for planted ones among them, as `recordAudit` and `noticeCanary` do.
create function note_reading(what text, incident uuid, reason text, range jsonb, planted bigint[]) returns uuid language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  ticket uuid;
  request text := format('sql-%s', pg_current_xact_id());
  one bigint;
  hit uuid;
begin
  if incident is null or length(btrim(coalesce(reason, ''))) < 10 then raise exception 'say which incident, and why, in ten characters or more' using errcode = 'check_violation', constraint = 'reading_has_a_reason'; end if;
  insert into public.audit_events (actor_kind, actor_id, action, object_kind, incident_id, reason, details, request_id)
    values ('operator', session_user, 'sql.read', what, incident, reason, range, request) returning id into ticket;
  foreach one in array planted loop
    insert into public.canary_hits (incident_id, subject_id, kind) values (incident, one, 'queried') returning id into hit;
    insert into public.audit_events (actor_kind, actor_id, action, object_kind, object_id, incident_id, details, request_id)
      values ('operator', session_user, 'canary.hit', 'canary', one::text, incident, jsonb_build_object('kind', 'queried'), request);
    perform graphile_worker.add_job(identifier => 'exposure/tell-canary-hit', payload => json_build_object('hitId', hit), priority => -10);
  end loop;
  return ticket;
end $$;
--> statement-breakpoint
revoke all on function note_reading(text, uuid, text, jsonb, bigint[]) from public;
--> statement-breakpoint
-- The range that a ticket is for: of the caller's own, at most ten minutes old, and committed before.
create function reading_of(ticket uuid, what text) returns table (incident uuid, range jsonb) language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  return query select e.incident_id, e.details from public.audit_events e
    where e.id = ticket and e.action = 'sql.read' and e.object_kind = what and e.actor_id = session_user and e.at > clock_timestamp() - interval '10 minutes'
      and e.xid is distinct from pg_current_xact_id_if_assigned();
  if not found then raise exception 'no such ticket: ask first, in a transaction of its own, and take within ten minutes' using errcode = 'check_violation', constraint = 'reading_was_asked_for'; end if;
end $$;
--> statement-breakpoint
revoke all on function reading_of(uuid, text) from public;
--> statement-breakpoint
-- People of the published state in the order of their keyed references, which is no order a reader knows: planted records stand anywhere among them.
create function ask_people(incident uuid, reason text, after bytea default '', most integer default 100) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found_rows integer;
  last_ref bytea;
  planted bigint[];
  ticket uuid;
  before text := coalesce(current_setting('amends.incident', true), '');
begin
  perform set_config('amends.incident', '*', true);
  select count(*), max(ref_index), coalesce(array_agg(subject_id) filter (where subject_id < 0), '{}') into found_rows, last_ref, planted from (
    select s.subject_id, s.ref_index from public.subjects s join public.incidents i on i.id = s.incident_id and s.from_version <= i.published_version and s.to_version > i.published_version
    where s.incident_id = incident and s.ref_index > after order by s.ref_index limit least(greatest(most, 1), 1000)) page;
  ticket := public.note_reading('people', incident, reason, jsonb_build_object('after', encode(after, 'hex'), 'last', encode(coalesce(last_ref, after), 'hex'), 'rows', found_rows), planted);
  perform set_config('amends.incident', before, true);
  return ticket;
end $$;
--> statement-breakpoint
create function take_people(ticket uuid) returns table (record_id uuid, kind text, locale text, country text, time_zone text, confirmed bigint, possible bigint, cleared bigint, ref bytea)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  before text := coalesce(current_setting('amends.incident', true), '');
begin
  perform set_config('amends.incident', '*', true);
  return query select s.record_id, s.kind, s.locale, s.country, s.time_zone, s.confirmed, s.possible, s.cleared, s.ref_index
    from public.reading_of(ticket, 'people') r
    join public.incidents i on i.id = r.incident
    join public.subjects s on s.incident_id = i.id and s.from_version <= i.published_version and s.to_version > i.published_version
    where s.ref_index > decode(r.range ->> 'after', 'hex') and s.ref_index <= decode(r.range ->> 'last', 'hex') order by s.ref_index;
  perform set_config('amends.incident', before, true);
end $$;
--> statement-breakpoint
create function ask_claims(incident uuid, reason text, after uuid default '00000000-0000-0000-0000-000000000000', most integer default 100) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found_rows integer;
  last_id uuid;
  planted bigint[];
  ticket uuid;
  before text := coalesce(current_setting('amends.incident', true), '');
begin
  perform set_config('amends.incident', '*', true);
  select count(*), (array_agg(id order by id desc))[1], coalesce(array_agg(distinct subject_id) filter (where subject_id < 0), '{}') into found_rows, last_id, planted from (
    select c.id, c.subject_id from public.claims c where c.incident_id = incident and c.id > after order by c.id limit least(greatest(most, 1), 1000)) page;
  ticket := public.note_reading('claims', incident, reason, jsonb_build_object('after', after, 'last', coalesce(last_id, after), 'rows', found_rows), planted);
  perform set_config('amends.incident', before, true);
  return ticket;
end $$;
--> statement-breakpoint
create function take_claims(ticket uuid) returns table (id uuid, reference text, programme_id uuid, state text, locale text, amount_minor bigint, approved_minor bigint, currency text, submitted_at timestamptz, decided_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  before text := coalesce(current_setting('amends.incident', true), '');
begin
  perform set_config('amends.incident', '*', true);
  return query select c.id, c.reference, c.programme_id, c.state, c.locale, c.amount_minor, c.approved_minor, c.currency::text, c.submitted_at, c.decided_at
    from public.reading_of(ticket, 'claims') r join public.claims c on c.incident_id = r.incident
    where c.id > (r.range ->> 'after')::uuid and c.id <= (r.range ->> 'last')::uuid order by c.id;
  perform set_config('amends.incident', before, true);
end $$;
