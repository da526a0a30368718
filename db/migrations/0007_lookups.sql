-- One code mail to one address. Its code is derived from the row's id under the code key, so it is stored nowhere. Everybody who asks for the same address
-- while its mail still waits shares that mail, so that a stranger's requests never stand before a person's own.
create table code_mails (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  -- Blind index of the address under the installation's key: the budget of a mailbox counts over all incidents.
  address_index bytea not null,
  send_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index code_mails_by_address on code_mails (address_index, send_at desc);
--> statement-breakpoint
-- What one browser may prove with a code. Bound to the keyed hash of its cookie.
create table lookup_codes (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  code_mail_id uuid not null references code_mails,
  browser_hash bytea not null,
  contact_kind text not null check (contact_kind in ('email', 'phone')),
  contact_index bytea not null,
  sealed_contact bytea not null,
  tries_left integer not null default 5 check (tries_left >= 0),
  expires_at timestamptz not null,
  used_at timestamptz
);
--> statement-breakpoint
create index lookup_codes_by_browser on lookup_codes (browser_hash, incident_id, id desc);
--> statement-breakpoint
-- A proven contact: a short session, known by the SHA-256 of its random id, that opens the records of that contact and nothing else.
create table subject_sessions (
  id bytea primary key,
  incident_id uuid not null references incidents,
  contact_kind text not null check (contact_kind in ('email', 'phone')),
  contact_index bytea not null,
  sealed_contact bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
--> statement-breakpoint
-- Uses of a budget (a browser, a network) in one window of time.
create table use_counts (
  budget bytea not null,
  began timestamptz not null,
  uses integer not null,
  primary key (budget, began)
);
--> statement-breakpoint
create table lookup_hours (
  incident_id uuid not null references incidents,
  hour timestamptz not null,
  shard smallint not null,
  requested bigint not null default 0,
  proven bigint not null default 0,
  primary key (incident_id, hour, shard)
);
