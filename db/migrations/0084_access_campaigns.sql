-- A review of who may do what: opened at each quarter's begin, or by hand. One at a time.
create table access_campaigns (
  id uuid primary key default uuidv7(),
  quarter text not null check (quarter ~ '^[0-9]{4}-Q[1-4]$'),
  opened_at timestamptz not null default clock_timestamp(),
  -- Null where the clock opened it.
  opened_by uuid references staff_members,
  answer_by timestamptz not null,
  -- How many of its reminders have been sent.
  reminded integer not null default 0,
  closed_at timestamptz,
  -- Null where the clock closed it.
  closed_by uuid references staff_members,
  -- SHA-256 of the manifest of its evidence, hex.
  manifest_hash text check (manifest_hash ~ '^[0-9a-f]{64}$'),
  check (answer_by > opened_at),
  check (closed_by is null or closed_at is not null),
  check ((manifest_hash is null) = (closed_at is null))
);
--> statement-breakpoint
create unique index access_campaigns_open on access_campaigns ((true)) where closed_at is null;
--> statement-breakpoint
-- One role of one person in a campaign, with what was known of it when the campaign was opened.
create table access_reviews (
  id uuid primary key default uuidv7(),
  campaign_id uuid not null references access_campaigns,
  grant_id uuid not null references staff_grants,
  staff_id uuid not null references staff_members,
  role text not null,
  facts jsonb not null,
  -- Whom it was given to. Whoever else may answer may do it too.
  reviewer_id uuid references staff_members,
  decision text check (decision in ('keep', 'revoke', 'no-answer')),
  decided_by uuid references staff_members,
  decided_at timestamptz,
  reason text check (length(reason) between 10 and 1000),
  -- What became of the role when the campaign was closed.
  outcome text check (outcome in ('kept', 'ended', 'ended-before', 'last-admin')),
  unique (campaign_id, grant_id),
  -- Nobody reviews themself.
  constraint access_reviews_not_oneself check (reviewer_id <> staff_id and decided_by <> staff_id),
  constraint access_reviews_answer check (case
    when decision is null then decided_by is null and decided_at is null and reason is null
    when decision = 'no-answer' then decided_by is null and decided_at is not null and reason is null
    else decided_by is not null and decided_at is not null and reason is not null end),
  check (outcome is null or decision is not null)
);
--> statement-breakpoint
create index access_reviews_by_reviewer on access_reviews (reviewer_id, campaign_id) where decision is null;
--> statement-breakpoint
-- What a closed campaign says stays.
create function access_review_stays() returns trigger language plpgsql as $$
begin
  if exists (select from access_campaigns c where c.id = old.campaign_id and c.closed_at is not null) then
    raise exception 'a closed campaign stays as it is' using errcode = 'check_violation', constraint = 'access_reviews_stay';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger access_reviews_stay before update or delete on access_reviews for each row execute function access_review_stays();
--> statement-breakpoint
create function access_campaign_stays() returns trigger language plpgsql as $$
begin
  if old.closed_at is not null then
    raise exception 'a closed campaign stays as it is' using errcode = 'check_violation', constraint = 'access_campaigns_stay';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger access_campaigns_stay before update or delete on access_campaigns for each row execute function access_campaign_stays();
--> statement-breakpoint
-- The evidence of a closed campaign, as it is handed out: an archive whose manifest is in the audit log by its hash.
create table access_bundles (
  campaign_id uuid primary key references access_campaigns,
  archive bytea not null,
  made_at timestamptz not null default clock_timestamp()
);
