-- The order of the audit events and the Merkle tree over them (RFC 9162), apart from the events: an act only inserts its event, and waits for no number.
create table audit_sequencer (
  one boolean primary key default true check (one),
  size bigint not null default 0 check (size >= 0),
  seen pg_snapshot,
  -- Transactions are numbered by the server, and anew on the one where a dump was put back.
  server text,
  check ((seen is null) = (server is null))
);
--> statement-breakpoint
insert into audit_sequencer default values;
--> statement-breakpoint
create table audit_leaves (
  seq bigint primary key check (seq >= 0),
  event_id uuid not null unique,
  leaf_hash bytea not null check (length(leaf_hash) = 32)
);
--> statement-breakpoint
create table audit_nodes (
  level smallint not null check (level > 0 and level % 8 = 0),
  index bigint not null check (index >= 0),
  hash bytea not null check (length(hash) = 32),
  primary key (level, index)
);
--> statement-breakpoint
-- Events of the transactions that a snapshot did not show.
create index audit_events_xid on audit_events (xid, id);
--> statement-breakpoint
create trigger audit_leaves_append_only before update or delete on audit_leaves for each row execute function refuse_audit_change();
--> statement-breakpoint
create trigger audit_leaves_no_truncate before truncate on audit_leaves for each statement execute function refuse_audit_change();
--> statement-breakpoint
create trigger audit_nodes_append_only before update or delete on audit_nodes for each row execute function refuse_audit_change();
--> statement-breakpoint
create trigger audit_nodes_no_truncate before truncate on audit_nodes for each statement execute function refuse_audit_change();
--> statement-breakpoint
-- The log only grows.
create function refuse_shorter_audit_log() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log only grows' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger audit_sequencer_grows before update on audit_sequencer for each row when (new.size < old.size) execute function refuse_shorter_audit_log();
--> statement-breakpoint
create trigger audit_sequencer_stays before delete on audit_sequencer for each row execute function refuse_audit_change();
