-- What keys and secrets there are, who knows them, and which have to be rotated because somebody left. No key is in these tables.
create table key_ages (
  kind text primary key,
  days integer not null check (days between 1 and 3650)
);
--> statement-breakpoint
insert into key_ages (kind, days) values
  ('key-encryption', 365), ('blind-index', 730), ('installation-index', 730), ('audit-signing', 730), ('dkim', 365), ('webhook', 365), ('relay-password', 365),
  ('sms-password', 365), ('database-password', 365), ('storage-secret', 365), ('session-cookie', 365), ('form-encryption', 365);
--> statement-breakpoint
create table key_register (
  id text primary key,
  kind text not null references key_ages (kind),
  name text not null,
  fingerprint bytea not null unique check (length(fingerprint) = 16),
  state text not null check (state in ('next', 'active', 'retired', 'destroyed')),
  owner_id uuid references staff_members (id),
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz,
  retired_at timestamptz,
  check ((retired_at is not null) = (state in ('retired', 'destroyed')))
);
--> statement-breakpoint
create unique index key_register_active on key_register (kind, name) where state = 'active';
--> statement-breakpoint
-- A key that was retired never comes back.
create function refuse_key_return() returns trigger language plpgsql as $$
begin
  raise exception 'a retired key does not come back' using errcode = 'check_violation', constraint = 'key_stays_retired';
end $$;
--> statement-breakpoint
create trigger key_register_retired before update on key_register for each row
  when ((old.state = 'retired' and new.state in ('next', 'active')) or (old.state = 'destroyed' and new.state <> 'destroyed')) execute function refuse_key_return();
--> statement-breakpoint
create table key_custodians (
  key_id text not null references key_register (id),
  staff_id uuid not null references staff_members (id),
  added_by uuid references staff_members (id),
  added_at timestamptz not null default clock_timestamp(),
  strike_asked_by uuid references staff_members (id),
  primary key (key_id, staff_id)
);
--> statement-breakpoint
create index key_custodians_by_member on key_custodians (staff_id);
--> statement-breakpoint
create table key_tasks (
  key_id text not null references key_register (id),
  staff_id uuid not null references staff_members (id),
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  closed_by text references key_register (id),
  primary key (key_id, staff_id),
  -- Rotating closes a task: there is another key, or there is none.
  check ((closed_at is null) = (closed_by is null))
);
--> statement-breakpoint
create index key_tasks_by_member on key_tasks (staff_id);
--> statement-breakpoint
-- Fingerprints are made under a key that does nothing else.
alter table data_keys drop constraint data_keys_purpose_check, add constraint data_keys_purpose_check check (purpose in ('seal', 'blind-index', 'content-mac', 'token', 'code', 'fingerprint'));
