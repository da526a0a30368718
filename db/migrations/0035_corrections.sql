-- What was found wrong of a wording after it was approved: a class that it leaves out, or something else. Who got it can then be told.
create table notice_defects (
  id uuid primary key default uuidv7(),
  version_id uuid not null references notice_template_versions,
  data_class text,
  note text not null check (length(note) between 10 and 2000),
  reported_by uuid not null,
  reported_at timestamptz not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  check ((withdrawn_by is null) = (withdrawn_at is null))
);
--> statement-breakpoint
create index notice_defects_by_version on notice_defects (version_id);
--> statement-breakpoint
create function guard_notice_defect() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.withdrawn_at is null and
       (new.id, new.version_id, new.data_class, new.note, new.reported_by, new.reported_at)
       is not distinct from
       (old.id, old.version_id, old.data_class, old.note, old.reported_by, old.reported_at)
    then return new; end if;
  end if;
  raise exception 'a report of a defect is withdrawn, never changed' using errcode = 'check_violation', constraint = 'defect_is_immutable';
end $$;
--> statement-breakpoint
create trigger notice_defects_guarded before update or delete on notice_defects for each row execute function guard_notice_defect();
--> statement-breakpoint
-- The notice that a correction stands in the place of; `correction` says when that was sent, and of what its readers are owed a correction.
alter table notice_templates
  add column corrects uuid references notice_template_versions,
  add column correction jsonb,
  add check ((corrects is null) = (correction is null));
--> statement-breakpoint
create index notice_templates_by_corrects on notice_templates (corrects) where corrects is not null;
--> statement-breakpoint
-- Who was told something incomplete or wrong, counted by a job; `question` is the hash of all that the numbers depend on.
create table correction_counts (
  question bytea primary key,
  incident_id uuid not null references incidents,
  version integer not null,
  counts jsonb,
  asked_at timestamptz not null default clock_timestamp(),
  counted_at timestamptz,
  check ((counts is null) = (counted_at is null))
);
