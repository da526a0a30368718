-- What no act writes, and what the detectors could not read. Rows that stand there are left as they are: nobody may change an event.
alter table audit_events
  add constraint audit_events_of_staff check (actor_kind <> 'staff' or coalesce(actor_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', false)) not valid,
  add constraint audit_events_moment check (at >= '2000-01-01 00:00Z' and at < '10000-01-01 00:00Z') not valid,
  add constraint audit_events_details check (jsonb_typeof(details) = 'object') not valid;
--> statement-breakpoint
-- Refused tries of which no event tells yet, and the pause of which one did. A row may be of a network as well.
alter table staff_sign_in_tries
  add column told_until timestamptz,
  add column untold integer not null default 0 check (untold >= 0);
