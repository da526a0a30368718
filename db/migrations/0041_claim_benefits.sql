-- A claim asks for benefits of a programme's terms; each has its own line, which is decided and paid by itself.
alter table claims
  -- Whose claim it is, as the programme counts: the record's number where there is one claim for each account, the proven contact where there is one for each of those.
  add column claimant_key bytea,
  add column sealed_payout bytea,
  -- Counts changes of the account, so that what was approved names the account it was approved for.
  add column payout_version integer not null default 0,
  add column approved_payout_version integer,
  add column approved_minor bigint check (approved_minor >= 0),
  -- What the claimant agreed to, in the words they saw: that no right is waived. The terms are those of terms_version.
  add column accepted_at timestamptz,
  add column accepted_text text,
  drop constraint claims_amount_minor_check,
  add constraint claims_amount_minor_check check (amount_minor >= 0);
--> statement-breakpoint
create table claim_benefits (
  claim_id uuid not null references claims,
  benefit text not null,
  kind text not null check (kind in ('vouchers', 'flat-cash', 'documented-loss', 'lost-time', 'monitoring')),
  -- By the claimant's figures, what the terms allow of it, and what was approved; minor units.
  asked_minor bigint not null check (asked_minor >= 0),
  allowed_minor bigint not null check (allowed_minor >= 0),
  approved_minor bigint check (approved_minor between 0 and allowed_minor),
  primary key (claim_id, benefit)
);
--> statement-breakpoint
insert into claim_benefits (claim_id, benefit, kind, asked_minor, allowed_minor, approved_minor)
select id, case payout_method when 'vouchers' then 'vouchers' else 'cash' end, case payout_method when 'vouchers' then 'vouchers' else 'flat-cash' end,
  amount_minor, amount_minor, case when state in ('approved', 'in-payment', 'paid', 'returned') then amount_minor end
from claims where payout_method is not null and submitted_at is not null;
--> statement-breakpoint
update claims set claimant_key = contact_index, approved_minor = case when state in ('approved', 'in-payment', 'paid', 'returned') then amount_minor end;
--> statement-breakpoint
drop index claims_one_per_contact;
--> statement-breakpoint
alter table claims drop column payout_method, alter column claimant_key set not null;
--> statement-breakpoint
-- One living claim for each claimant of a programme: a double click, two tabs and fifty parallel posts still make one.
create unique index claims_one_per_claimant on claims (programme_id, claimant_key) where state <> 'withdrawn';
--> statement-breakpoint
-- One draft at a time for each proven contact, also where it may file for several records.
create unique index claims_one_draft on claims (programme_id, contact_index) where state = 'draft';
