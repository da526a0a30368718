-- Passkeys of staff (WebAuthn): the public half, which is no secret. The private one never leaves the device or its keychain.
create table staff_passkeys (
  id bytea primary key check (length(id) between 1 and 1023),
  staff_id uuid not null references staff_members,
  name text not null check (length(name) between 1 and 60),
  public_key bytea not null,
  -- Goes up with each use, where the device counts: one that goes back is a copy.
  counter bigint not null,
  transports text[] not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz
);
--> statement-breakpoint
create index staff_passkeys_by_member on staff_passkeys (staff_id);
--> statement-breakpoint
-- What a device is asked to sign: each for one thing, once, within minutes.
create table staff_challenges (
  id bytea primary key,
  purpose text not null check (purpose in ('add', 'sign-in', 'prove')),
  -- The session that asked; null where somebody signs in.
  session_id bytea references staff_sessions,
  expires_at timestamptz not null,
  check ((purpose = 'sign-in') = (session_id is null))
);
--> statement-breakpoint
create index staff_challenges_expiry on staff_challenges (expires_at);
--> statement-breakpoint
-- Ten codes to print, each good once in the place of a one-time code or passkey.
create table staff_recovery_codes (
  staff_id uuid not null references staff_members,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (staff_id, code_hash)
);
--> statement-breakpoint
alter table staff_sessions
  drop constraint staff_sessions_method_check,
  add constraint staff_sessions_method_check check (method in ('code', 'recovery', 'passkey', 'company'));
