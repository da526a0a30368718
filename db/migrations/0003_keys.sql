-- Data keys, wrapped by the key-encryption key. The number is written in front of every envelope the key seals.
create table data_keys (
  id integer primary key generated always as identity,
  purpose text not null check (purpose in ('seal', 'blind-index', 'content-mac', 'token', 'code')),
  scope text not null,
  kek_id text not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
--> statement-breakpoint
-- One current key per purpose and scope: two processes that both find none cannot make two.
create unique index data_keys_current on data_keys (purpose, scope) where retired_at is null;
