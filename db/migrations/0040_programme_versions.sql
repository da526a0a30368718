-- A programme's terms are data with versions: what a claimant accepted stays readable, and opening or changing one takes two people.
create table programme_versions (
  programme_id uuid not null references programmes,
  number integer not null check (number > 0),
  state text not null default 'draft' check (state in ('draft', 'in-review', 'published', 'dropped')),
  edit integer not null default 1,
  terms jsonb not null,
  edited_by uuid[] not null default '{}',
  -- Findings of the fairness check that the person who published accepted, each with a reason.
  accepted jsonb not null default '[]',
  published_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  published_at timestamptz,
  primary key (programme_id, number),
  check ((state = 'published') = (published_by is not null) and (published_by is null) = (published_at is null)),
  -- Nobody publishes what they wrote.
  check (published_by is null or not published_by = any (edited_by))
);
--> statement-breakpoint
create unique index programme_versions_one_open on programme_versions (programme_id) where state in ('draft', 'in-review');
--> statement-breakpoint
create function keep_programme_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('published', 'dropped') or (old.state = 'in-review' and new.terms is distinct from old.terms) then
    raise exception 'terms that were published or are in review do not change' using errcode = 'check_violation', constraint = 'programme_versions_kept';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger programme_versions_kept before update or delete on programme_versions for each row execute function keep_programme_version();
--> statement-breakpoint
insert into programme_versions (programme_id, number, state, terms, edited_by, published_by, published_at, created_at)
select id, terms_version, case when state = 'draft' then 'draft' else 'published' end,
  jsonb_build_object(
    'texts', texts - 'benefit',
    'currency', currency, 'opensAt', opens_at, 'closesAt', closes_at, 'cureDays', 30, 'appealDays', 30, 'onePer', 'contact', 'eligibleBy', 'filing',
    'benefits', (
      select jsonb_agg(b order by b ->> 'kind' desc) from (
        select jsonb_build_object('kind', 'vouchers', 'slug', 'vouchers', 'name', jsonb_build_object('ko', '구매이용권', 'en', 'Vouchers'), 'explanation', texts -> 'benefit', 'membersOnly', false,
          'eligibility', jsonb_build_object('evidence', 'confirmed', 'classes', '[]'::jsonb, 'kinds', '["account-holder", "third-party"]'::jsonb),
          'parts', jsonb_build_array(jsonb_build_object('valueMinor', amount_minor::text, 'validDays', 90, 'minimumSpendMinor', '0', 'keepsBalance', false, 'notFor', '{"ko": "", "en": ""}'::jsonb))) as b
        where 'vouchers' = any (payout_methods)
        union all
        select jsonb_build_object('kind', 'flat-cash', 'slug', 'cash', 'name', jsonb_build_object('ko', '계좌 이체', 'en', 'Bank transfer'), 'explanation', texts -> 'benefit', 'amountMinor', amount_minor::text,
          'eligibility', jsonb_build_object('evidence', 'confirmed', 'classes', '[]'::jsonb, 'kinds', '["account-holder", "third-party"]'::jsonb))
        where 'bank-transfer' = any (payout_methods)) offered),
    'exclusive', case when cardinality(payout_methods) > 1 then '[["vouchers", "cash"]]'::jsonb else '[]'::jsonb end,
    'jointCaps', '[]'::jsonb, 'poolMinor', null, 'proRata', false, 'secondPersonAboveMinor', null, 'accounts', '["kr-account"]'::jsonb, 'faq', '[]'::jsonb),
  array[created_by], opened_by, opened_at, created_at
from programmes;
--> statement-breakpoint
alter table programmes add column published_version integer;
--> statement-breakpoint
update programmes set published_version = terms_version where state <> 'draft';
--> statement-breakpoint
-- Whether people can file is a matter of what is published and its dates; ending early is a change of terms, by two people.
alter table programmes
  drop column state, drop column amount_minor, drop column currency, drop column payout_methods, drop column texts, drop column terms_version,
  drop column opens_at, drop column closes_at, drop column opened_by, drop column opened_at,
  add foreign key (id, published_version) references programme_versions (programme_id, number);
