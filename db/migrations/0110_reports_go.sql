-- Reports of fakes are let go of when their time is over: what was written and the picture go, and that there was one stays.
alter table fake_reports alter column sealed drop not null;
--> statement-breakpoint
alter table fake_reports add column erased_at timestamptz;
--> statement-breakpoint
alter table fake_reports add constraint fake_reports_erased check ((erased_at is not null) = (sealed is null) and (erased_at is null or picture is null));
--> statement-breakpoint
create index fake_reports_due on fake_reports (coalesce(decided_at, created_at)) where erased_at is null;
