-- Steps a person has ticked off, kept under the contact they proved.
create table guidance_ticks (
  incident_id uuid not null references incidents,
  contact_index bytea not null,
  step_id text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (incident_id, contact_index, step_id)
);
