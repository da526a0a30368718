create table notice_templates (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  kind text not null check (kind in ('possibility', 'first', 'full', 'correction', 'all-clear', 'third-party', 'apology', 'guidance-update', 'compensation')),
  name text not null,
  created_by uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (incident_id, name)
);
--> statement-breakpoint
create table notice_template_versions (
  id uuid primary key default uuidv7(),
  template_id uuid not null references notice_templates,
  number integer not null check (number > 0),
  state text not null default 'draft' check (state in ('draft', 'in-review', 'approved')),
  -- Counts saves of the draft: a save names the one it read, so a second editor gets a conflict instead of a lost paragraph.
  edit integer not null default 1,
  -- Subject and paragraphs in every language.
  content jsonb not null,
  edited_by uuid[] not null,
  approved_by uuid,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  approved_at timestamptz,
  unique (template_id, number),
  -- Two people: whoever wrote it does not approve it.
  check (approved_by is null or not approved_by = any (edited_by)),
  check ((state = 'approved') = (approved_by is not null and approved_at is not null))
);
--> statement-breakpoint
create unique index notice_template_versions_one_open on notice_template_versions (template_id) where state in ('draft', 'in-review');
--> statement-breakpoint
-- What was approved is what is sent, for ever: a changed word would be one that nobody approved.
create function refuse_approved_change() returns trigger language plpgsql as $$
begin
  raise exception 'an approved wording is never changed' using errcode = 'check_violation', constraint = 'approved_is_immutable';
end $$;
--> statement-breakpoint
create trigger notice_template_versions_immutable before update or delete on notice_template_versions for each row when (old.state = 'approved') execute function refuse_approved_change();
