-- Letters of a wave that were printed together. A batch waits for a person to hand it to the mail house; until then its letters are `handing-over`.
create table letter_batches (
  id uuid primary key default uuidv7(),
  wave_id uuid not null references waves,
  number integer not null,
  state text not null default 'making' check (state in ('making', 'waiting', 'handed-over', 'discarded')),
  -- The dataset version that its letters speak of.
  read_version integer not null,
  letters integer not null,
  pages integer,
  -- Letters of it that came back.
  returned integer not null default 0,
  -- The day on which the mail house got it.
  handed_on date,
  decided_by uuid,
  decided_at timestamptz,
  reason text,
  created_at timestamptz not null default clock_timestamp(),
  unique (wave_id, number),
  check ((state = 'handed-over') = (handed_on is not null)),
  check ((state in ('handed-over', 'discarded')) = (decided_at is not null)),
  check (state = 'making' or pages is not null)
);
--> statement-breakpoint
-- A batch that is being made is gone on with, and no other is begun before it is whole.
create unique index letter_batches_one_making on letter_batches (wave_id) where state = 'making';
--> statement-breakpoint
-- The letters of a batch in the order in which they are printed.
create table letters (
  batch_id uuid not null references letter_batches,
  sequence integer not null,
  range_no integer not null,
  subject_id bigint not null,
  handle text not null unique,
  returned_at timestamptz,
  primary key (batch_id, sequence)
);
--> statement-breakpoint
-- The PDF and the mailing list, sealed piece by piece. They go when the batch is with the mail house, or discarded.
create table letter_pieces (
  batch_id uuid not null references letter_batches on delete cascade,
  file text not null check (file in ('pdf', 'list')),
  number integer not null,
  sealed bytea not null,
  primary key (batch_id, file, number)
);
