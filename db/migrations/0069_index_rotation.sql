-- An index key is rotated while people look themselves up: the next one is known to every process before the first row is under it.
alter table data_keys add column waits boolean not null default false, alter column wrapped drop not null,
  add constraint data_keys_wrapped_check check (wrapped is not null or retired_at is not null), add constraint data_keys_waits_check check (not waits or retired_at is null);
--> statement-breakpoint
drop index data_keys_current;
--> statement-breakpoint
create unique index data_keys_current on data_keys (purpose, scope) where retired_at is null and not waits;
--> statement-breakpoint
create unique index data_keys_next on data_keys (purpose, scope) where waits;
--> statement-breakpoint
-- A rotation under way: how far the rows of the dataset are under the new key, and when everything else went over.
create table index_rotations (
  incident_id uuid primary key references incidents (id),
  from_key integer not null references data_keys (id),
  walked_to bigint not null default -9223372036854775808,
  flipped_at timestamptz
);
--> statement-breakpoint
-- Of several contact points of a person the one with the lowest index is written to; what comes back later is about that one, whatever the key is by then.
alter table waves add column index_links smallint not null default 1;
