-- Audit events: inserted in the transaction of the act they record, never changed. `xid` lets a sequencer number what lies behind the snapshot horizon.
create table audit_events (
  id uuid primary key default uuidv7(),
  at timestamptz not null default clock_timestamp(),
  xid xid8 not null default pg_current_xact_id(),
  actor_kind text not null check (actor_kind in ('staff', 'subject', 'visitor', 'system', 'operator')),
  actor_id text,
  action text not null check (action ~ '^[a-z-]+\.[a-z-]+$'),
  object_kind text not null,
  object_id text,
  incident_id uuid,
  reason text,
  details jsonb not null default '{}',
  request_id text not null
);
--> statement-breakpoint
-- One object's history, newest first.
create index audit_events_object on audit_events (object_kind, object_id, id desc);
--> statement-breakpoint
-- One person's acts, newest first.
create index audit_events_actor on audit_events (actor_id, id desc);
--> statement-breakpoint
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit events are append-only' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger audit_events_append_only before update or delete on audit_events for each row execute function refuse_audit_change();
--> statement-breakpoint
create trigger audit_events_no_truncate before truncate on audit_events for each statement execute function refuse_audit_change();
