-- People can be written to by post: whoever has an address is found by a keyed index over name and address.
alter table contact_points drop constraint contact_points_kind_check, add constraint contact_points_kind_check check (kind in ('email', 'phone', 'postal'));
--> statement-breakpoint
-- Imports that are under way: their tables are to become partitions, and must ask the same.
do $$
declare
  loading text;
begin
  for loading in select relname from pg_class where relname ~ '^import_[0-9]+_contacts$' and relnamespace = 'public'::regnamespace loop
    execute format('alter table %I drop constraint contact_points_kind_check, add constraint contact_points_kind_check check (kind in (''email'', ''phone'', ''postal''))', loading);
  end loop;
end $$;
