-- A review of access that is being carried out, piece by piece: nothing is answered in it any more.
alter table access_campaigns
  add column closing_at timestamptz,
  -- Null where the clock closes it.
  add column closing_by uuid references staff_members,
  add check (closing_by is null or closing_at is not null);
--> statement-breakpoint
-- Whose word a set-up code rests on; null where the operator or the identity provider sent it.
alter table staff_setups add column sent_by uuid references staff_members;
--> statement-breakpoint
update staff_setups s set sent_by = m.created_by from staff_members m where m.id = s.staff_id;
