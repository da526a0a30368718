-- Which of a browser's codes it asked for last cannot be told from ids that are drawn at random.
alter table lookup_codes add column created_at timestamptz not null default clock_timestamp();
--> statement-breakpoint
drop index lookup_codes_by_browser;
--> statement-breakpoint
create index lookup_codes_by_browser on lookup_codes (browser_hash, incident_id, created_at desc);
