-- Whose part of a shared pool is less than what was approved, and who has not been told of it yet.
alter table claims add column share_untold boolean not null default false;
--> statement-breakpoint
create index claims_share_untold on claims (programme_id, id) where share_untold;
--> statement-breakpoint
-- What each code of a list is worth, in minor units; null for a service. A part's place is not what it is: terms that are published later may have other parts there. Lists from before are worth what the terms of their day said.
alter table payment_code_lists add column value_minor bigint;
--> statement-breakpoint
update payment_code_lists l set value_minor = (
  select (b -> 'parts' -> l.part::int ->> 'valueMinor')::bigint from programme_versions v cross join lateral jsonb_array_elements(v.terms -> 'benefits') b
  where v.programme_id = l.programme_id and v.published_at <= l.uploaded_at and b ->> 'slug' = l.benefit order by v.number desc limit 1);
