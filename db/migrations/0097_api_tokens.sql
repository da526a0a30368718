-- What a program shows in a person's place to pull the audit log: as that person, with the roles they have at that moment. The token itself is nowhere; its key in the register says who knows it.
create table api_tokens (
  id uuid primary key default uuidv7(),
  staff_id uuid not null references staff_members (id),
  name text not null check (length(name) between 1 and 60),
  hash bytea not null unique check (length(hash) = 32),
  key_id text not null unique references key_register (id),
  made_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz,
  ended_why text check (ended_why in ('by-hand', 'rotated', 'off-boarded', 'suspended', 'expired')),
  check (expires_at > made_at and expires_at <= made_at + interval '90 days'),
  check ((ended_at is null) = (ended_why is null))
);
--> statement-breakpoint
-- Whose tokens live: for their own page, and for their off-boarding.
create index api_tokens_by_member on api_tokens (staff_id) where ended_at is null;
--> statement-breakpoint
insert into key_ages (kind, days) values ('api-token', 90);
