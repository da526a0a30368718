-- Letters that came back, why, and whether the ledger has been told.
alter table letters add column returned_reason text, add column told_at timestamptz;
--> statement-breakpoint
-- Those that the ledger is still to be told of.
create index letters_to_tell on letters (batch_id) where returned_at is not null and told_at is null;
