-- Somebody of whom the data holds no record, and who left a contact: what hangs on that contact is erased, which is named by its keyed value alone.
alter table erasures
  drop constraint erasures_kind_check,
  add constraint erasures_kind_check check (kind in ('person', 'contact', 'incident')),
  add column contact_index bytea check (length(contact_index) = 32),
  add constraint erasures_of_contact check ((kind = 'contact') = (contact_index is not null));
--> statement-breakpoint
create unique index erasures_one_contact on erasures (incident_id, contact_index) where kind = 'contact' and state in ('proposed', 'approved');
--> statement-breakpoint
do $$
begin
  execute replace(pg_get_functiondef('keep_erasure'::regproc), 'new.kind, new.subject_id, new.ground', 'new.kind, new.subject_id, new.contact_index, new.ground');
  execute replace(pg_get_functiondef('keep_erasure'::regproc), 'old.kind, old.subject_id, old.ground', 'old.kind, old.subject_id, old.contact_index, old.ground');
  if pg_get_functiondef('keep_erasure'::regproc) not like '%new.contact_index%old.contact_index%' then raise exception 'keep_erasure is not as it was'; end if;
end $$;
