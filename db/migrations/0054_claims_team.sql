-- Filters of the queue that somebody named, for themselves or for all who work on the incident. What is kept is the parsed filter, so a view outlives changes of addresses.
create table claim_views (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  owner_id uuid not null,
  name text not null,
  shared boolean not null default false,
  filter jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  dropped_at timestamptz
);
--> statement-breakpoint
create index claim_views_of_incident on claim_views (incident_id) where dropped_at is null;
--> statement-breakpoint
-- Answers that agents use again and again, in both languages. {{reference}}, {{amount}} and {{deadline}} stand for what is so of the claim.
create table canned_replies (
  id uuid primary key default uuidv7(),
  name text not null,
  ko text not null,
  en text not null,
  -- Saves so far; whoever saves names the one that was read.
  edit integer not null default 1,
  edited_by uuid not null,
  edited_at timestamptz not null default clock_timestamp(),
  dropped_at timestamptz
);
--> statement-breakpoint
-- Steps that are done to a claim one after the other. None of them decides.
create table claim_macros (
  id uuid primary key default uuidv7(),
  name text not null,
  steps jsonb not null,
  edit integer not null default 1,
  edited_by uuid not null,
  edited_at timestamptz not null default clock_timestamp(),
  dropped_at timestamptz
);
