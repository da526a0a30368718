-- Files with many people in them that leave the console: who asked, why, who agreed, until when and how often. The files are kept nowhere.
create table data_exports (
  id uuid primary key default uuidv7(),
  kind text not null,
  object_id text not null check (length(object_id) between 1 and 200),
  incident_id uuid references incidents,
  choice jsonb not null default '{}',
  people integer not null check (people > 0),
  reason text not null check (length(reason) between 10 and 1000),
  state text not null check (state in ('waiting', 'ready', 'refused', 'withdrawn')),
  asked_by uuid not null,
  asked_at timestamptz not null default clock_timestamp(),
  decided_by uuid,
  decided_at timestamptz,
  refusal text check (length(refusal) between 10 and 1000),
  -- Until then somebody may decide it, and once it is ready until then it may be taken out.
  ends_at timestamptz not null,
  takes_left integer not null check (takes_left >= 0),
  taken_at timestamptz,
  -- By it the rows of the file are put in an order that no other file has.
  trace_key bytea not null check (length(trace_key) = 32),
  -- Two people, whatever the program says.
  check (decided_by is null or decided_by <> asked_by),
  check (state <> 'waiting' or decided_by is null),
  check (state <> 'refused' or (decided_by is not null and refusal is not null))
);
--> statement-breakpoint
-- The list of what waits and of what was, newest first.
create index data_exports_by_state on data_exports (state, id desc);
--> statement-breakpoint
-- One's own.
create index data_exports_by_asker on data_exports (asked_by, id desc);
