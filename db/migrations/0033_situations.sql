-- What the law is asked about: the circumstances of an incident as staff know them. Every save is a row, so that what was believed when a deadline was reckoned can be read later.
create table incident_situations (
  incident_id uuid not null references incidents,
  version integer not null check (version > 0),
  -- Moments, yes, no and "not known", counts: no text, and nothing about a person.
  facts jsonb not null,
  saved_by uuid not null,
  saved_at timestamptz not null default clock_timestamp(),
  primary key (incident_id, version)
);
