-- A file of references somebody uploaded: who is on it is known by the same keyed index as in `subjects`, and in clear nowhere.
create table audience_lists (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  file_name text not null,
  -- References kept, each once.
  reference_count integer not null default 0,
  uploaded_by uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  -- Null until the whole file is there; then it does not change, so that what was counted stays so.
  completed_at timestamptz
);
--> statement-breakpoint
-- An incident's lists, newest first.
create index audience_lists_by_incident on audience_lists (incident_id, id desc);
--> statement-breakpoint
create table audience_references (
  list_id uuid not null references audience_lists on delete cascade,
  ref_index bytea not null,
  primary key (list_id, ref_index)
);
--> statement-breakpoint
-- Numbers that only the people's own rows can tell, counted by a job. `question` hashes all that the number depends on: the same question is counted once.
create table audience_counts (
  question bytea primary key,
  incident_id uuid not null references incidents,
  version integer not null,
  kind text not null,
  audience jsonb not null,
  people bigint check (people >= 0),
  asked_at timestamptz not null default clock_timestamp(),
  counted_at timestamptz,
  check ((people is null) = (counted_at is null))
);
