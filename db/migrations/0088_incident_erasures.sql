-- A whole incident is erased: closed to the public first, its claims emptied piece by piece, then its people's tables dropped and its keys destroyed. What was said in public, amounts and the audit log stay.
alter table incidents add column erased_at timestamptz;
--> statement-breakpoint
alter table erasures drop constraint erasures_kind_check, add constraint erasures_kind_check check (kind in ('person', 'incident'));
--> statement-breakpoint
create unique index erasures_one_incident on erasures (incident_id) where kind = 'incident' and state in ('proposed', 'approved', 'done');
--> statement-breakpoint
create or replace function is_being_erased(of_claim uuid) returns boolean language sql stable as $$
  select exists (select from erasures e join claims c on c.incident_id = e.incident_id and (e.kind = 'incident' or c.subject_id = e.subject_id) where c.id = of_claim and e.state in ('approved', 'done'))
$$;
--> statement-breakpoint
-- No role owns a partition. This one takes away those of an incident that two people agreed to erase and that is closed, and of no other. It waits a few seconds at most for whoever reads the tables above them.
create function drop_incident_partitions(incident uuid) returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '3s' as $$
declare
  suffix text := replace(incident::text, '-', '');
  name text;
  dropped integer := 0;
begin
  if not exists (select from public.erasures e join public.incidents i on i.id = e.incident_id where e.incident_id = incident and e.kind = 'incident' and e.state = 'approved' and i.erased_at is not null) then
    raise exception 'this incident is not being erased' using errcode = 'check_violation', constraint = 'incident_is_not_being_erased';
  end if;
  foreach name in array array['subjects_' || suffix, 'contact_points_' || suffix, 'subject_links_' || suffix] loop
    if to_regclass('public.' || name) is not null then
      execute format('drop table public.%I', name);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end $$;
