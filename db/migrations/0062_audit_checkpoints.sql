-- Signed roots of the audit log, the key that signs them, and how far each place outside has them.
create table audit_keys (
  id integer primary key generated always as identity,
  origin text not null,
  public_key bytea not null unique check (length(public_key) = 32),
  sealed_private bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
--> statement-breakpoint
-- One key in use: two workers that both find none cannot make two.
create unique index audit_keys_current on audit_keys ((true)) where retired_at is null;
--> statement-breakpoint
create table audit_checkpoints (
  size bigint primary key check (size > 0),
  root bytea not null check (length(root) = 32),
  key_id integer not null references audit_keys (id),
  note text not null,
  at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create table audit_places (
  name text primary key,
  size bigint not null default 0,
  taken_at timestamptz,
  tried_at timestamptz not null,
  failing boolean not null
);
--> statement-breakpoint
create trigger audit_checkpoints_append_only before update or delete on audit_checkpoints for each row execute function refuse_audit_change();
--> statement-breakpoint
create trigger audit_checkpoints_no_truncate before truncate on audit_checkpoints for each statement execute function refuse_audit_change();
