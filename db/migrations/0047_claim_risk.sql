-- What claims have in common, as keyed traces: equal ones can be found, none can be read. Compared within one programme.
create table claim_traces (
  claim_id uuid not null references claims,
  incident_id uuid not null references incidents,
  programme_id uuid not null references programmes,
  kind text not null check (kind in ('account', 'device', 'network', 'phone', 'address', 'family', 'paper', 'look', 'words', 'words-band')),
  trace bytea not null check (octet_length(trace) between 8 and 72),
  -- Since when the claim has it: what was explained before somebody else came with the same is open again.
  at timestamptz not null default clock_timestamp(),
  primary key (claim_id, kind, trace)
);
--> statement-breakpoint
-- Other claims with the same trace, the newest first, and how many of a network came in some minutes.
create index claim_traces_same on claim_traces (incident_id, programme_id, kind, trace, at);
--> statement-breakpoint
create table claim_risks (
  claim_id uuid primary key references claims,
  incident_id uuid not null references incidents,
  name_verdict text not null default 'unknown' check (name_verdict in ('same', 'household', 'other', 'unknown')),
  open text[] not null default '{}'
);
--> statement-breakpoint
-- Claims that came with unusually many others from one network: how many in ten minutes, and how many would have been usual.
create table claim_bursts (
  claim_id uuid primary key references claims,
  incident_id uuid not null references incidents,
  filed integer not null,
  usual double precision not null,
  at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
-- What an agent found behind a link. It speaks of the claims that had it by then.
create table claim_explanations (
  claim_id uuid not null references claims,
  incident_id uuid not null references incidents,
  kind text not null,
  trace bytea not null,
  explanation text not null check (explanation in ('household', 'office', 'helper', 'other')),
  reason text not null,
  explained_by uuid not null,
  at timestamptz not null default clock_timestamp(),
  primary key (claim_id, kind, trace)
);
--> statement-breakpoint
alter table claims add column risk_open boolean not null default false;
--> statement-breakpoint
-- The queue's filter for claims with a link that nobody has explained.
create index claims_risk_open on claims (incident_id, submitted_at, id) where risk_open;
