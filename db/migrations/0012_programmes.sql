create table programmes (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
  -- Minor units of the currency; KRW has none, so 50000 is 50,000 won.
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payout_methods text[] not null check (cardinality(payout_methods) > 0 and payout_methods <@ array['vouchers', 'bank-transfer']),
  texts jsonb not null,
  -- Names the wording a claimant accepted; a change of terms is a new number.
  terms_version integer not null default 1,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  created_by uuid not null,
  opened_by uuid,
  created_at timestamptz not null default now(),
  opened_at timestamptz,
  unique (incident_id, slug),
  check (closes_at > opens_at),
  -- Opening a programme takes two people.
  check (opened_by is null or opened_by <> created_by),
  check ((state <> 'draft') <= (opened_by is not null))
);
