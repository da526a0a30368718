-- What the queue filters on, in one number of each claim: state (bits 0 to 3), language (4, 5), whether somebody has it (6), kinds of benefit (7 to 14), flags (15 and up). db/values/claim-facets.ts
-- reads the same bits. A list asks an index which numbers occur (some dozens) and walks each in the list's order, so no filter makes it read what it does not show.
alter table claims
  add column benefits smallint not null default 0,
  add column flags integer not null default 0 check (flags between 0 and 32767),
  add column facet integer not null generated always as (
    (array_position(array['draft', 'submitted', 'in-review', 'needs-information', 'approved', 'denied', 'in-payment', 'paid', 'returned', 'withdrawn', 'appealed', 'denied-final'], state) - 1)
    | ((coalesce(array_position(array['ko', 'en'], locale), 4) - 1) << 4)
    | ((assigned_to is not null)::integer << 6)
    | (benefits::integer << 7)
    | (flags << 15)
  ) stored;
--> statement-breakpoint
create function keep_claim_benefits() returns trigger language plpgsql as $$
declare
  of_claim uuid := case when tg_op = 'DELETE' then old.claim_id else new.claim_id end;
  kinds smallint;
begin
  select coalesce(bit_or(1 << (array_position(array['vouchers', 'flat-cash', 'documented-loss', 'lost-time', 'monitoring'], kind) - 1)), 0) into kinds from claim_benefits where claim_id = of_claim;
  update claims set benefits = kinds where id = of_claim and benefits <> kinds;
  return null;
end $$;
--> statement-breakpoint
create trigger claim_benefits_kept after insert or delete or update of kind on claim_benefits for each row execute function keep_claim_benefits();
--> statement-breakpoint
update claims c set benefits = k.kinds
from (select claim_id, bit_or(1 << (array_position(array['vouchers', 'flat-cash', 'documented-loss', 'lost-time', 'monitoring'], kind) - 1)) as kinds from claim_benefits group by claim_id) k
where k.claim_id = c.id;
--> statement-breakpoint
-- The queue by time, and by amount. What is no boundary of a walk (the amount, the time) is looked at inside the index.
create index claims_by_facet_time on claims (programme_id, facet, submitted_at, id, amount_minor) where state <> 'draft';
--> statement-breakpoint
create index claims_by_facet_amount on claims (programme_id, facet, amount_minor, id, submitted_at) where state <> 'draft';
--> statement-breakpoint
-- What one person has, whatever else is asked of it.
create index claims_by_agent on claims (assigned_to, submitted_at, id, programme_id, facet, amount_minor) where assigned_to is not null and state <> 'draft';
--> statement-breakpoint
drop index claims_by_time;
--> statement-breakpoint
-- The queue by the soonest end of its clocks, by the same facets.
drop index claims_by_due;
--> statement-breakpoint
create index claims_by_due on claims (programme_id, facet, next_due_at, id, submitted_at, amount_minor) where next_due_at is not null and state <> 'draft';
