-- The installation's index key is rotated while rows under it are read and written: each says how many links the key had that its values are under (domain/keys/rotation/rotate-installation-index.ts).
alter table suppressions add column index_links smallint not null default 1;
--> statement-breakpoint
alter table installation_guests add column index_links smallint not null default 1;
--> statement-breakpoint
alter table code_mails add column index_links smallint not null default 1;
--> statement-breakpoint
alter table use_counts add column index_links smallint not null default 1;
--> statement-breakpoint
alter table claim_traces add column index_links smallint not null default 1;
--> statement-breakpoint
alter table claim_explanations add column index_links smallint not null default 1;
--> statement-breakpoint
alter table canaries add column index_links smallint not null default 1;
--> statement-breakpoint
-- An address is counted in the shard of its index, which a rotation changes: a shard may go below nothing, their sum counts.
alter table suppression_counts drop constraint suppression_counts_addresses_check;
