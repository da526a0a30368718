create table claims (
  id uuid primary key default uuidv7(),
  -- Given at filing, read out on the phone.
  reference text unique,
  incident_id uuid not null references incidents,
  programme_id uuid not null references programmes,
  state text not null default 'draft' check (state in ('draft', 'submitted', 'in-review', 'needs-information', 'approved', 'denied',
    'in-payment', 'paid', 'returned', 'withdrawn', 'appealed', 'denied-final')),
  -- The proven contact that files. Blind index, so the claimant's page and an exact search find it without a name in the clear.
  contact_index bytea not null,
  -- The record the claim rests on and the dataset version that said so; kept when people are split or merged later.
  subject_id bigint not null,
  dataset_version integer not null,
  locale text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  terms_version integer not null,
  -- Contact and payout answers in one envelope; the decision's words in another.
  sealed_answers bytea,
  sealed_decision bytea,
  payout_method text check (payout_method in ('vouchers', 'bank-transfer')),
  assigned_to uuid,
  decided_by uuid,
  created_at timestamptz not null default clock_timestamp(),
  submitted_at timestamptz,
  decided_at timestamptz,
  check ((state in ('draft', 'withdrawn')) or (reference is not null and submitted_at is not null)),
  check ((state in ('approved', 'denied', 'denied-final')) <= (decided_by is not null and decided_at is not null and sealed_decision is not null))
);
--> statement-breakpoint
-- One living claim per programme and proven contact: a double click, two tabs and fifty parallel posts still make one.
create unique index claims_one_per_contact on claims (programme_id, contact_index) where state <> 'withdrawn';
--> statement-breakpoint
-- The queue, oldest first, with and without a state.
create index claims_queue on claims (incident_id, state, submitted_at, id) where state <> 'draft';
--> statement-breakpoint
create index claims_by_time on claims (incident_id, submitted_at, id) where state <> 'draft';
--> statement-breakpoint
-- Exact search by contact, and the claimant's own page.
create index claims_by_contact on claims (incident_id, contact_index);
--> statement-breakpoint
create function refuse_claim_edge() returns trigger language plpgsql as $$
begin
  if new.state = old.state then return new; end if;
  if (old.state, new.state) in (
    ('draft', 'submitted'), ('draft', 'withdrawn'),
    ('submitted', 'in-review'), ('submitted', 'withdrawn'),
    ('in-review', 'needs-information'), ('needs-information', 'in-review'),
    ('in-review', 'approved'), ('in-review', 'denied'), ('in-review', 'withdrawn'),
    ('needs-information', 'denied'), ('needs-information', 'withdrawn'),
    ('denied', 'appealed'), ('appealed', 'approved'), ('appealed', 'denied-final'),
    ('approved', 'in-payment'), ('in-payment', 'paid'), ('in-payment', 'returned'),
    ('returned', 'approved'), ('paid', 'returned')
  ) then return new; end if;
  raise exception 'a claim does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'claim_edges';
end $$;
--> statement-breakpoint
create trigger claims_edges before update of state on claims for each row execute function refuse_claim_edge();
--> statement-breakpoint
-- What happened to a claim, for the claimant's page and the agent's.
create table claim_events (
  claim_id uuid not null references claims,
  number integer not null,
  at timestamptz not null default clock_timestamp(),
  from_state text,
  to_state text not null,
  by_kind text not null,
  by_id text,
  primary key (claim_id, number)
);
--> statement-breakpoint
-- Counters, changed in the transaction of the claim they count. Spread over shards so that claims filed at the same time do not queue for one row.
create table claim_counts (
  incident_id uuid not null references incidents,
  state text not null,
  shard smallint not null,
  claims bigint not null,
  primary key (incident_id, state, shard)
);
--> statement-breakpoint
create table claim_hours (
  incident_id uuid not null references incidents,
  hour timestamptz not null,
  shard smallint not null,
  filed bigint not null default 0,
  decided bigint not null default 0,
  primary key (incident_id, hour, shard)
);
