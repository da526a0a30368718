-- One act on all claims that a filter fits, or on some that were ticked. A job goes through them a few at a time; `place` is how far it has come.
create table claim_bulk_runs (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  filter jsonb not null,
  picked uuid[],
  act jsonb not null,
  time_zone text not null,
  state text not null default 'running' check (state in ('running', 'done', 'stopped', 'undoing', 'undone')),
  place jsonb,
  -- Claims by what became of them.
  done integer not null default 0,
  refused integer not null default 0,
  undone integer not null default 0,
  kept integer not null default 0,
  started_by uuid not null,
  started_at timestamptz not null default clock_timestamp(),
  undone_by uuid,
  ended_at timestamptz
);
--> statement-breakpoint
create index claim_bulk_runs_of_incident on claim_bulk_runs (incident_id, started_at);
--> statement-breakpoint
-- What became of each claim, once: a job that is killed and begins anew finds what it has done. `before` is what an undo puts back.
create table claim_bulk_rows (
  run_id uuid not null references claim_bulk_runs,
  claim_id uuid not null references claims,
  number bigint not null generated always as identity,
  result text not null check (result in ('done', 'refused', 'undone', 'kept')),
  reason text,
  before jsonb,
  at timestamptz not null default clock_timestamp(),
  primary key (run_id, claim_id),
  unique (run_id, number)
);
--> statement-breakpoint
create index claim_bulk_rows_by_result on claim_bulk_rows (run_id, result, number);
