-- Papers that people hand in. Their bytes lie sealed in an object store; here stands what is known of them.
create table evidence_files (
  incident_id uuid not null references incidents,
  id uuid not null,
  -- Whose they are. What that is, its own slice knows.
  owner_kind text not null check (owner_kind in ('claim')),
  owner_id uuid not null,
  -- Twenty places an owner, each taken once: however many are handed in at the same time, there are never more. A refused paper takes none.
  place smallint check (place between 1 and 20),
  state text not null default 'uploading' check (state in ('uploading', 'received', 'scan-pending', 'clean', 'unscanned', 'refused')),
  sealed_name bytea not null,
  -- Bytes: announced, at most 20 MB, and arrived.
  size integer not null check (size between 1 and 20971520),
  received integer not null default 0,
  -- Objects that hold what arrived, in their order, until it is judged.
  pieces text[] not null default '{}',
  original_hash bytea check (octet_length(original_hash) = 32),
  type text check (type in ('application/pdf', 'image/jpeg', 'image/png')),
  -- The object that holds the paper made anew: the only one that is ever served.
  clean_object text,
  clean_size integer,
  perceptual_hash bytea check (octet_length(perceptual_hash) = 8),
  defect text check (defect in ('type', 'damaged', 'too-many-pixels', 'too-complex', 'hidden-content', 'password', 'malware')),
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (incident_id, id),
  check (received between 0 and size),
  check (state = 'uploading' or received = size),
  check ((state = 'refused') = (place is null)),
  check ((state = 'refused') = (defect is not null)),
  check ((state in ('clean', 'unscanned')) = (clean_object is not null and clean_size is not null and type is not null and original_hash is not null))
);
--> statement-breakpoint
-- An owner's papers, and that no place is taken twice.
create unique index evidence_files_places on evidence_files (incident_id, owner_kind, owner_id, place);
--> statement-breakpoint
-- What still has to be done: uploads given up, papers lost by a worker, scans to be made up for.
create index evidence_files_open on evidence_files (state, changed_at) where state in ('uploading', 'received', 'scan-pending', 'unscanned');
--> statement-breakpoint
-- The same paper in other claims, by its look and to the byte.
create index evidence_files_alike on evidence_files (incident_id, perceptual_hash) where perceptual_hash is not null;
--> statement-breakpoint
create index evidence_files_same on evidence_files (incident_id, original_hash) where original_hash is not null;
--> statement-breakpoint
create function refuse_evidence_edge() returns trigger language plpgsql as $$
begin
  if (old.state, new.state) in (
    ('uploading', 'received'),
    ('received', 'scan-pending'), ('received', 'clean'), ('received', 'unscanned'), ('received', 'refused'),
    ('scan-pending', 'clean'), ('scan-pending', 'unscanned'), ('scan-pending', 'refused'),
    ('unscanned', 'clean'), ('unscanned', 'refused')
  ) then return new; end if;
  raise exception 'a paper does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'evidence_edges';
end $$;
--> statement-breakpoint
create trigger evidence_edges before update of state on evidence_files for each row when (old.state is distinct from new.state) execute function refuse_evidence_edge();
