-- A log is handed on from key to key: the next one waits until a checkpoint of the old one has announced it, and then nothing is left of the old one's private half.
alter table audit_keys add column waits boolean not null default false, alter column sealed_private drop not null,
  add constraint audit_keys_private_check check (sealed_private is not null or retired_at is not null),
  add constraint audit_keys_waits_check check (not waits or retired_at is null);
--> statement-breakpoint
drop index audit_keys_current;
--> statement-breakpoint
create unique index audit_keys_current on audit_keys ((true)) where retired_at is null and not waits;
--> statement-breakpoint
create unique index audit_keys_next on audit_keys ((true)) where waits;
