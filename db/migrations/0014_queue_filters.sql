-- Every filter of a list is walked by an index in the list's order: among a million rows, reading on until a page fits would read them all.
create index audit_events_action on audit_events (action, id desc);
--> statement-breakpoint
create index audit_events_kind on audit_events (object_kind, id desc);
--> statement-breakpoint
-- An id names one object, so its kind need not stand before it.
drop index audit_events_object;
--> statement-breakpoint
create index audit_events_object on audit_events (object_id, id desc);
--> statement-breakpoint
create index claims_assigned on claims (assigned_to, submitted_at, id) where assigned_to is not null and state <> 'draft';
--> statement-breakpoint
create index enquiries_by_time on enquiries (incident_id, created_at, id);
