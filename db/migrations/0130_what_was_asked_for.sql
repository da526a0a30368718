-- A ticket is for the rows that were written down: of the version that was published when somebody asked, and no more of them. Another version that is published within its ten minutes may hold anybody in the same range.
create or replace function ask_people(incident uuid, reason text, after bytea default '', most integer default 100) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found_rows integer;
  last_ref bytea;
  planted bigint[];
  version integer;
  ticket uuid;
  before text := coalesce(current_setting('amends.incident', true), '');
begin
  perform set_config('amends.incident', '*', true);
  select i.published_version into version from public.incidents i where i.id = incident;
  select count(*), max(ref_index), coalesce(array_agg(subject_id) filter (where subject_id < 0), '{}') into found_rows, last_ref, planted from (
    select s.subject_id, s.ref_index from public.subjects s
    where s.incident_id = incident and s.from_version <= version and s.to_version > version and s.ref_index > after order by s.ref_index limit least(greatest(most, 1), 1000)) page;
  ticket := public.note_reading('people', incident, reason, jsonb_build_object('after', encode(after, 'hex'), 'last', encode(coalesce(last_ref, after), 'hex'), 'rows', found_rows, 'version', version), planted);
  perform set_config('amends.incident', before, true);
  return ticket;
end $$;
--> statement-breakpoint
create or replace function take_people(ticket uuid) returns table (record_id uuid, kind text, locale text, country text, time_zone text, confirmed bigint, possible bigint, cleared bigint, ref bytea)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare asked record; before text := coalesce(current_setting('amends.incident', true), '');
begin
  perform set_config('amends.incident', '*', true);
  select * into asked from public.reading_of(ticket, 'people');
  return query select s.record_id, s.kind, s.locale, s.country, s.time_zone, s.confirmed, s.possible, s.cleared, s.ref_index
    from public.subjects s
    where s.incident_id = asked.incident and s.from_version <= (asked.range ->> 'version')::integer and s.to_version > (asked.range ->> 'version')::integer
      and s.ref_index > decode(asked.range ->> 'after', 'hex') and s.ref_index <= decode(asked.range ->> 'last', 'hex') order by s.ref_index limit (asked.range ->> 'rows')::integer;
  perform set_config('amends.incident', before, true);
end $$;
--> statement-breakpoint
create or replace function take_claims(ticket uuid) returns table (id uuid, reference text, programme_id uuid, state text, locale text, amount_minor bigint, approved_minor bigint, currency text, submitted_at timestamptz, decided_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare asked record; before text := coalesce(current_setting('amends.incident', true), '');
begin
  perform set_config('amends.incident', '*', true);
  select * into asked from public.reading_of(ticket, 'claims');
  return query select c.id, c.reference, c.programme_id, c.state, c.locale, c.amount_minor, c.approved_minor, c.currency::text, c.submitted_at, c.decided_at
    from public.claims c where c.incident_id = asked.incident and c.id > (asked.range ->> 'after')::uuid and c.id <= (asked.range ->> 'last')::uuid order by c.id limit (asked.range ->> 'rows')::integer;
  perform set_config('amends.incident', before, true);
end $$;
