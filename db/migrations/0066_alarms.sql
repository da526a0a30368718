-- Alarms: one row for whatever stands now, which further hits join. Ids and counts only; a network is a keyed trace.
create table alarms (
  id uuid primary key default uuidv7(),
  kind text not null check (kind ~ '^[a-z][a-z-]{1,39}$'),
  severity text not null check (severity in ('warning', 'critical')),
  object_kind text not null,
  object_id text not null,
  incident_id uuid references incidents,
  details jsonb not null default '{}',
  -- Names what was last seen: a detector that looks again at the same minute adds no hit.
  occurrence text not null,
  hits integer not null default 1 check (hits > 0),
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  state text not null default 'open' check (state in ('open', 'acknowledged', 'closed')),
  acknowledged_by uuid,
  acknowledged_at timestamptz,
  acknowledged_words text,
  closed_by uuid,
  closed_at timestamptz,
  closed_words text,
  -- For how bad a severity security was written to.
  told text check (told in ('warning', 'critical')),
  check ((acknowledged_by is null) = (acknowledged_at is null) and (closed_by is null) = (closed_at is null)),
  check ((state = 'acknowledged') <= (acknowledged_by is not null) and (state = 'closed') = (closed_by is not null and closed_words is not null))
);
--> statement-breakpoint
-- What stands about one thing is one alarm.
create unique index alarms_standing on alarms (kind, object_kind, object_id) where state <> 'closed';
--> statement-breakpoint
-- The last alarm about a thing.
create index alarms_by_object on alarms (object_kind, object_id, kind, id desc);
--> statement-breakpoint
-- The board, newest first.
create index alarms_by_state on alarms (state, id desc);
--> statement-breakpoint
-- Up to which number the audit events were looked through, and when the detectors last finished a turn.
create table alarm_turns (
  one boolean primary key default true check (one),
  seq bigint not null default 0 check (seq >= 0),
  at timestamptz
);
--> statement-breakpoint
insert into alarm_turns (seq) select size from audit_sequencer;
--> statement-breakpoint
-- What each member of staff was shown: pages that the gate let through, and looks at personal data that the audit log has. In stretches of ten seconds (an hour of them is kept) and of ten minutes.
create table staff_reads (
  staff_id uuid not null,
  span smallint not null check (span in (10, 600)),
  began timestamptz not null,
  pages integer not null default 0,
  looks integer not null default 0,
  primary key (staff_id, span, began)
);
--> statement-breakpoint
-- Who reads now.
create index staff_reads_now on staff_reads (span, began);
--> statement-breakpoint
alter table canary_hits add column alarmed_at timestamptz;
--> statement-breakpoint
update canary_hits set alarmed_at = at;
--> statement-breakpoint
create index canary_hits_to_alarm on canary_hits (id) where alarmed_at is null;
--> statement-breakpoint
alter table staff_sessions
  drop constraint staff_sessions_ended_for_check,
  add constraint staff_sessions_ended_for_check check (ended_for in ('signed-out', 'signed-out-elsewhere', 'new-set-up', 'off-boarded', 'suspended'));
