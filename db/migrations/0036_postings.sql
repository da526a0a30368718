-- A public notice on the web. Its words come from an approved wording, one person proposes it and another publishes it, and what the worker makes of it stays as it is.
create table postings (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  -- Stands in its public address.
  number integer not null check (number > 0),
  template_version_id uuid not null references notice_template_versions,
  state text not null default 'proposed' check (state in ('proposed', 'withdrawn', 'publishing', 'standing', 'archived')),
  -- Days for which the rules ask at least, and which rules.
  least_days integer not null check (least_days > 0),
  rules text[] not null,
  stay_days integer not null check (stay_days >= least_days),
  -- The posting whose place it takes; that one goes on standing.
  supersedes uuid references postings,
  -- The wave for whose people it stands whom no channel reached.
  wave_id uuid references waves,
  proposed_by uuid not null,
  proposed_at timestamptz not null default clock_timestamp(),
  decided_by uuid,
  decided_at timestamptz,
  reason text,
  published_from timestamptz,
  must_stay_until timestamptz,
  archived_by uuid,
  archived_at timestamptz,
  unique (incident_id, number),
  -- Two people.
  check (state not in ('publishing', 'standing', 'archived') or (decided_by is not null and decided_at is not null and decided_by <> proposed_by)),
  check ((state in ('standing', 'archived')) = (published_from is not null and must_stay_until is not null)),
  check ((state = 'archived') = (archived_by is not null and archived_at is not null)),
  check (archived_at is null or archived_at >= must_stay_until)
);
--> statement-breakpoint
create index postings_by_version on postings (template_version_id);
--> statement-breakpoint
create index postings_by_wave on postings (wave_id) where wave_id is not null;
--> statement-breakpoint
-- What stands says from when on and what; it may stay longer than was said, never shorter.
create function keep_posting() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state = 'withdrawn' or (old.state = 'archived')
    or (new.incident_id, new.number, new.template_version_id, new.least_days, new.rules, new.supersedes, new.wave_id, new.proposed_by, new.proposed_at)
      is distinct from (old.incident_id, old.number, old.template_version_id, old.least_days, old.rules, old.supersedes, old.wave_id, old.proposed_by, old.proposed_at)
    or (old.published_from is not null and new.published_from is distinct from old.published_from)
    or (old.must_stay_until is not null and (new.must_stay_until is null or new.must_stay_until < old.must_stay_until))
    or new.stay_days < old.stay_days
    or (old.decided_by is not null and (new.decided_by, new.decided_at) is distinct from (old.decided_by, old.decided_at))
    or not (new.state = old.state or (old.state, new.state) in (('proposed', 'withdrawn'), ('proposed', 'publishing'), ('publishing', 'standing'), ('standing', 'archived')))
  then
    raise exception 'a posting is kept as it was published' using errcode = 'check_violation', constraint = 'posting_is_kept';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger postings_kept before update or delete on postings for each row execute function keep_posting();
--> statement-breakpoint
-- The very bytes that are served, one file in each language.
create table posting_files (
  posting_id uuid not null references postings,
  locale text not null check (locale in ('ko', 'en')),
  title text not null,
  bytes bytea not null,
  hash bytea not null,
  rendered_at timestamptz not null default clock_timestamp(),
  primary key (posting_id, locale),
  check (hash = sha256(bytes))
);
--> statement-breakpoint
create function refuse_posting_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was posted is never changed' using errcode = 'check_violation', constraint = 'posting_is_immutable';
end $$;
--> statement-breakpoint
create trigger posting_files_immutable before update or delete on posting_files for each row execute function refuse_posting_change();
--> statement-breakpoint
-- What was found at the public address, one row for as long as it was the same.
create table posting_checks (
  id bigint primary key generated always as identity,
  posting_id uuid not null,
  locale text not null,
  result text not null check (result in ('stands', 'unreachable', 'refused', 'moved', 'differs')),
  -- Status, hash or fault that was met; nothing where it stands.
  detail text not null default '',
  first_at timestamptz not null,
  last_at timestamptz not null check (last_at >= first_at),
  checks integer not null default 1 check (checks > 0),
  foreign key (posting_id, locale) references posting_files
);
--> statement-breakpoint
create index posting_checks_newest on posting_checks (posting_id, locale, id desc);
--> statement-breakpoint
-- The log only grows: a row is carried on by another check that found the same, and nothing else of it changes.
create function keep_posting_check() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.id, new.posting_id, new.locale, new.result, new.detail, new.first_at) is distinct from (old.id, old.posting_id, old.locale, old.result, old.detail, old.first_at)
    or new.last_at < old.last_at or new.checks <> old.checks + 1
  then
    raise exception 'the log of checks only grows' using errcode = 'check_violation', constraint = 'posting_checks_only_grow';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger posting_checks_grow before update or delete on posting_checks for each row execute function keep_posting_check();
--> statement-breakpoint
-- Pages of the organisation's own site that point to a posting. One person names a page and another registers it, because the worker will open it.
create table banner_pages (
  id uuid primary key default uuidv7(),
  posting_id uuid not null references postings,
  url text not null,
  state text not null default 'proposed' check (state in ('proposed', 'registered', 'removed')),
  proposed_by uuid not null,
  proposed_at timestamptz not null default clock_timestamp(),
  registered_by uuid,
  registered_at timestamptz,
  removed_by uuid,
  removed_at timestamptz,
  -- Two people.
  check (registered_by is null or registered_by <> proposed_by),
  check (state <> 'registered' or (registered_by is not null and registered_at is not null)),
  check ((state = 'removed') = (removed_by is not null and removed_at is not null))
);
--> statement-breakpoint
create unique index banner_pages_once on banner_pages (posting_id, url) where state <> 'removed';
--> statement-breakpoint
-- What was found on a page, one row for as long as it was the same.
create table banner_checks (
  id bigint primary key generated always as identity,
  page_id uuid not null references banner_pages,
  result text not null check (result in ('linked', 'not-linked', 'unreachable', 'refused', 'moved')),
  detail text not null default '',
  first_at timestamptz not null,
  last_at timestamptz not null check (last_at >= first_at),
  checks integer not null default 1 check (checks > 0)
);
--> statement-breakpoint
create index banner_checks_newest on banner_checks (page_id, id desc);
--> statement-breakpoint
create function keep_banner_check() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.id, new.page_id, new.result, new.detail, new.first_at) is distinct from (old.id, old.page_id, old.result, old.detail, old.first_at)
    or new.last_at < old.last_at or new.checks <> old.checks + 1
  then
    raise exception 'the log of checks only grows' using errcode = 'check_violation', constraint = 'banner_checks_only_grow';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger banner_checks_grow before update or delete on banner_checks for each row execute function keep_banner_check();
--> statement-breakpoint
-- Who signs an apology: name, role and picture stand with it where it is posted. Approved together with the words.
create table notice_signatories (
  version_id uuid primary key references notice_template_versions,
  name jsonb not null,
  role jsonb not null,
  picture bytea check (octet_length(picture) between 1 and 500000),
  picture_type text check (picture_type in ('image/png', 'image/jpeg', 'image/webp')),
  check ((picture is null) = (picture_type is null))
);
--> statement-breakpoint
create function keep_approved_signatory() returns trigger language plpgsql as $$
begin
  if exists (select 1 from notice_template_versions where id in (case when tg_op = 'DELETE' then old.version_id else new.version_id end, case when tg_op = 'INSERT' then new.version_id else old.version_id end) and state <> 'draft') then
    raise exception 'who signs is changed in a draft alone' using errcode = 'check_violation', constraint = 'signatory_is_immutable';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger notice_signatories_kept before insert or update or delete on notice_signatories for each row execute function keep_approved_signatory();
