-- Records of nobody, planted among those of people: whoever comes with one has the data. Their numbers are below zero, which no person's is.
create table canaries (
  incident_id uuid not null references incidents,
  subject_id bigint not null check (subject_id < 0),
  state text not null default 'proposed' check (state in ('proposed', 'planted', 'lifted')),
  sealed bytea not null,
  -- What its addresses are in `code_mails.address_index`.
  addresses bytea[] not null check (cardinality(addresses) between 1 and 2),
  proposed_by uuid not null,
  planted_by uuid,
  -- Codes asked for until then were looked through.
  asked_until timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  planted_at timestamptz,
  lifted_at timestamptz,
  primary key (incident_id, subject_id),
  -- Planting takes two people.
  check (planted_by is null or planted_by <> proposed_by),
  check ((state = 'proposed') <= (planted_by is null) and (state = 'planted') <= (planted_by is not null and planted_at is not null))
);
--> statement-breakpoint
create table canary_hits (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  subject_id bigint not null,
  kind text not null check (kind in ('asked', 'proven', 'claimed', 'searched', 'revealed', 'imported')),
  -- Who of the staff it was; of whoever comes to the portal nothing is known.
  staff_id uuid,
  at timestamptz not null default clock_timestamp(),
  -- When security was written to about it; a flood of hits is one mail an hour.
  told_at timestamptz,
  seen_by uuid,
  seen_at timestamptz,
  check ((seen_by is null) = (seen_at is null))
);
--> statement-breakpoint
-- The alarm on the overview and the metric.
create index canary_hits_open on canary_hits (incident_id) where seen_at is null;
--> statement-breakpoint
create index canary_hits_by_canary on canary_hits (incident_id, subject_id, at);
