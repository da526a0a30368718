-- What a statement sees of tables that are kept apart by incident is a setting: one incident's id, `*` for every incident, or nothing. What it is not set to, it does not see.
create function sees_every_incident() returns boolean language sql stable parallel safe
  return coalesce(current_setting('amends.incident', true), '') = '*';
--> statement-breakpoint
create function incident_seen() returns uuid language sql stable parallel safe
  return case when coalesce(current_setting('amends.incident', true), '') in ('', '*') then null else current_setting('amends.incident', true)::uuid end;
--> statement-breakpoint
-- Web adds jobs and reads none. The queue's tables are its owner's.
create function enqueue_job(identifier text, payload json, queue_name text, run_at timestamptz, max_attempts integer, job_key text, priority integer)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(identifier => $1, payload => $2, queue_name => $3, run_at => $4, max_attempts => $5, job_key => $6, priority => $7);
end $$;
--> statement-breakpoint
-- Data keys come one at a time, each to whoever knows its number or what it is for.
create function find_data_key(key_id integer) returns setof data_keys language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select * from public.data_keys where id = key_id $$;
--> statement-breakpoint
create function find_data_keys(key_purpose text, key_scope text) returns setof data_keys language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select * from public.data_keys where purpose = key_purpose and scope = key_scope and retired_at is null $$;
--> statement-breakpoint
create function add_data_key(key_purpose text, key_scope text, key_kek_id text, key_wrapped bytea, unless_kek_id text) returns void language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$ insert into public.data_keys (purpose, scope, kek_id, wrapped) select key_purpose, key_scope, key_kek_id, key_wrapped
    where not exists (select from public.data_keys where kek_id = unless_kek_id) on conflict do nothing $$;
--> statement-breakpoint
-- A key that waits to take over is what rotating begins with: web never announces one.
create function add_next_data_key(key_purpose text, key_scope text, key_kek_id text, key_wrapped bytea, unless_kek_id text) returns void language sql security definer set search_path = pg_catalog, public, pg_temp
  as $$ insert into public.data_keys (purpose, scope, kek_id, wrapped, waits) select key_purpose, key_scope, key_kek_id, key_wrapped, true
    where not exists (select from public.data_keys where kek_id = unless_kek_id) on conflict do nothing $$;
--> statement-breakpoint
-- An import makes tables, and the first of an incident makes them its partitions. Names are made of the run's number and the incident's id alone.
create function create_staging(run integer) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  incident uuid := (select incident_id from public.imports where serial = run and state in ('loading', 'merging'));
begin
  if incident is null then raise exception 'this import is over' using errcode = 'check_violation', constraint = 'import_is_over'; end if;
  execute format('create table if not exists public.import_%s_subjects (like public.subjects including defaults including constraints, line bigint not null, check (incident_id = %L))', run, incident);
  execute format('create table if not exists public.import_%s_contacts (like public.contact_points including defaults including constraints, check (incident_id = %L))', run, incident);
  execute format('create table if not exists public.import_%s_links (third_line bigint not null, account_ref_index bytea not null)', run);
  execute format('grant select, insert, update, delete on public.import_%1$s_subjects, public.import_%1$s_contacts, public.import_%1$s_links to amends_worker', run);
end $$;
--> statement-breakpoint
-- Indexes are built over what lies there, which is far cheaper than row by row. No role has a grant on a partition.
create function adopt_staging(run integer) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  incident uuid;
  of_version integer;
  name text;
begin
  select incident_id, version, replace(incident_id::text, '-', '') into incident, of_version, name from public.imports where serial = run and state = 'merging';
  if incident is null then raise exception 'this import is over' using errcode = 'check_violation', constraint = 'import_is_over'; end if;
  execute format('revoke all on public.import_%1$s_subjects, public.import_%1$s_contacts from amends_worker', run);
  execute format('create table public.subject_links_%s (like public.subject_links including defaults including constraints)', name);
  execute format('insert into public.subject_links_%1$s (incident_id, account_subject_id, third_party_subject_id, from_version)
    select distinct %2$L::uuid, a.subject_id, l.third_line, %3$s from public.import_%4$s_links l join public.import_%4$s_subjects a on a.ref_index = l.account_ref_index', name, incident, of_version, run);
  execute format('alter table public.import_%s_subjects drop column line', run);
  execute format('alter table public.import_%s_subjects rename to subjects_%s', run, name);
  execute format('alter table public.import_%s_contacts rename to contact_points_%s', run, name);
  execute format('alter table public.subjects_%s add primary key (incident_id, subject_id, from_version)', name);
  execute format('create index on public.subjects_%s (incident_id, ref_index)', name);
  execute format('alter table public.contact_points_%s add primary key (incident_id, contact_index, subject_id, from_version)', name);
  execute format('create index on public.contact_points_%s (incident_id, subject_id)', name);
  execute format('alter table public.subject_links_%s add primary key (incident_id, account_subject_id, third_party_subject_id, from_version)', name);
  execute format('alter table public.subjects attach partition public.subjects_%s for values in (%L)', name, incident);
  execute format('alter table public.contact_points attach partition public.contact_points_%s for values in (%L)', name, incident);
  execute format('alter table public.subject_links attach partition public.subject_links_%s for values in (%L)', name, incident);
end $$;
--> statement-breakpoint
create function drop_staging(run integer) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from public.imports where serial = run and state in ('done', 'failed')) then
    raise exception 'this import is not over' using errcode = 'check_violation', constraint = 'import_is_not_over';
  end if;
  execute format('drop table if exists public.import_%1$s_subjects, public.import_%1$s_contacts, public.import_%1$s_links', run);
end $$;
--> statement-breakpoint
-- Fresh tables have no statistics yet, and the first lookups should not be planned blind.
create function analyze_people() returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  analyze public.subjects, public.contact_points;
end $$;
--> statement-breakpoint
-- A table of the caller's own does not stand before those that are meant.
alter function analyze_wave(uuid) set search_path = pg_catalog, public, pg_temp;
--> statement-breakpoint
alter function own_wave_partitions(uuid) set search_path = pg_catalog, public, pg_temp;
