create table staff_members (
  id uuid primary key default uuidv7(),
  email text not null unique check (email = lower(email)),
  name text not null,
  locale text not null default 'ko' check (locale in ('ko', 'en')),
  -- Null until the person has set up their own sign-in.
  password_hash text,
  sealed_totp bytea,
  -- The last 30-second step whose code was accepted: a code that was read over a shoulder does not work twice.
  totp_step bigint not null default 0,
  failed_sign_ins integer not null default 0,
  locked_until timestamptz,
  created_by uuid references staff_members,
  created_at timestamptz not null default clock_timestamp(),
  disabled_at timestamptz,
  disabled_by uuid references staff_members,
  check ((password_hash is null) = (sealed_totp is null))
);
--> statement-breakpoint
-- Who may do what, until when.
create table staff_grants (
  id uuid primary key default uuidv7(),
  staff_id uuid not null references staff_members,
  role text not null check (role in ('support', 'comms', 'approver', 'finance', 'security', 'admin', 'auditor')),
  -- Null when the operator gave it at the machine's own command line.
  granted_by uuid references staff_members,
  approved_by uuid references staff_members,
  granted_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  ended_at timestamptz,
  -- Two people for granting admin.
  check (approved_by is null or approved_by <> granted_by)
);
--> statement-breakpoint
create unique index staff_grants_living on staff_grants (staff_id, role) where ended_at is null;
--> statement-breakpoint
-- A signed-in browser. The cookie holds a random id; only its SHA-256 is here, and this row decides on every request.
create table staff_sessions (
  id bytea primary key,
  staff_id uuid not null references staff_members,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
--> statement-breakpoint
create index staff_sessions_by_member on staff_sessions (staff_id) where ended_at is null;
--> statement-breakpoint
-- A one-time code, mailed to somebody new (or who lost their phone), that lets them choose a password and an authenticator.
create table staff_setups (
  staff_id uuid primary key references staff_members,
  code_hash bytea not null,
  tries_left integer not null default 5,
  expires_at timestamptz not null
);
