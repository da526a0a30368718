-- Keys that open nothing and lie where only a thief looks. Whoever presents one has read that place.
create table canary_keys (
  id uuid primary key default uuidv7(),
  place text not null check (length(place) between 1 and 200),
  hash bytea not null unique check (length(hash) = 32),
  planted_by uuid not null,
  planted_at timestamptz not null default clock_timestamp(),
  lifted_by uuid,
  lifted_at timestamptz,
  check ((lifted_by is null) = (lifted_at is null))
);
