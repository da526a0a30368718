-- What detectors saw of each thing, so that whoever looks at the same again adds no hit, and raises nothing anew once it was closed: a turn looks at several stretches of time, and the last one alone says nothing of the others.
create table alarm_occurrences (
  kind text not null,
  object_kind text not null,
  object_id text not null,
  occurrence text not null,
  severity text not null check (severity in ('warning', 'critical')),
  -- Within the hour: one that is looked at every two seconds is not written every two seconds.
  seen_at timestamptz not null default clock_timestamp(),
  primary key (kind, object_kind, object_id, occurrence)
);
--> statement-breakpoint
-- What nobody looks at any more.
create index alarm_occurrences_by_time on alarm_occurrences (seen_at);
--> statement-breakpoint
insert into alarm_occurrences (kind, object_kind, object_id, occurrence, severity)
  select kind, object_kind, object_id, occurrence, min(severity) from alarms group by 1, 2, 3, 4;
--> statement-breakpoint
alter table alarms drop column occurrence;
--> statement-breakpoint
-- What stands about a thing is found by the unique index of those that stand.
drop index alarms_by_object;
--> statement-breakpoint
-- Since when a place outside is known: what was sealed before, it is not behind with.
alter table audit_places add column since timestamptz not null default clock_timestamp();
