-- How many people each member of staff was shown by acts that count, by the day of the budget.
create table reveal_days (
  staff_id uuid not null,
  day date not null,
  used integer not null check (used > 0),
  primary key (staff_id, day)
);
--> statement-breakpoint
-- Whose records an event is about, where it was a look at them: a person reads on their own page who looked. Events name them too (details), but no index over details serves under row-level security.
create table audit_subjects (
  incident_id uuid not null,
  subject_id bigint not null,
  event_id uuid not null,
  primary key (incident_id, subject_id, event_id)
);
--> statement-breakpoint
create trigger audit_subjects_append_only before update or delete on audit_subjects for each row execute function refuse_audit_change();
--> statement-breakpoint
create trigger audit_subjects_no_truncate before truncate on audit_subjects for each statement execute function refuse_audit_change();
