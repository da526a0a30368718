-- A partition holds rows of the table above it, whose policies do not hold for who names the partition itself. No role has a grant on one; this keeps its owner to the same rule.
create function guard_partition(part regclass) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s enable row level security, force row level security', part);
  execute format('create policy amends_incident on %s using ((select public.sees_every_incident()))', part);
end $$;
--> statement-breakpoint
select guard_partition(oid) from pg_class where relispartition and relkind in ('r', 'p') and relnamespace = 'public'::regnamespace;
--> statement-breakpoint
create or replace function adopt_staging(run integer) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  incident uuid;
  of_version integer;
  name text;
  made text;
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
  foreach made in array array['subjects', 'contact_points', 'subject_links'] loop
    perform public.guard_partition(format('public.%s_%s', made, name)::regclass);
  end loop;
  execute format('alter table public.subjects attach partition public.subjects_%s for values in (%L)', name, incident);
  execute format('alter table public.contact_points attach partition public.contact_points_%s for values in (%L)', name, incident);
  execute format('alter table public.subject_links attach partition public.subject_links_%s for values in (%L)', name, incident);
end $$;
--> statement-breakpoint
create or replace function own_wave_partitions(wave uuid) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  suffix text := replace(wave::text, '-', '');
begin
  if to_regclass('public.deliveries_w' || suffix) is not null then return; end if;
  execute format('create table public.wave_recipients_w%s (like public.wave_recipients including defaults including constraints, primary key (wave_id, subject_id, own), check (wave_id = %L and own)) with (fillfactor = 60)', suffix, wave);
  execute format('create table public.deliveries_w%s (like public.deliveries including defaults including constraints, primary key (wave_id, range_no, subject_id, channel, own), check (wave_id = %L and own)) with (fillfactor = 50)', suffix, wave);
  perform public.guard_partition(format('public.wave_recipients_w%s', suffix)::regclass), public.guard_partition(format('public.deliveries_w%s', suffix)::regclass);
  execute format('alter table public.wave_recipients_own attach partition public.wave_recipients_w%s for values in (%L)', suffix, wave);
  execute format('alter table public.deliveries_own attach partition public.deliveries_w%s for values in (%L)', suffix, wave);
end $$;
