-- What is ours, so that anybody can look it up, and what is known to be a fake. One person proposes, another publishes. Keys come from the worker's own settings, too.
create table register_entries (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('mail-domain', 'mail-address', 'phone', 'web-domain', 'dkim-key', 'fake')),
  -- By which it is found, in one form: a domain, an address, a number in E.164, selector and domain of a key with its hash; of a fake its own id.
  name text not null check (name <> ''),
  content jsonb not null,
  state text not null default 'proposed' check (state in ('proposed', 'published', 'returned', 'withdrawn', 'ended')),
  proposed_by uuid,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  ended_by uuid,
  ended_at timestamptz,
  -- A worker that signs with a key needs nobody's word for it.
  check (proposed_by is not null or (kind = 'dkim-key' and decided_by is null)),
  check ((state = 'proposed') = (decided_at is null)),
  check (state = 'proposed' or proposed_by is null or decided_by is not null),
  check (decided_by is null or (decided_by = proposed_by) = (state = 'withdrawn')),
  check ((state = 'ended') = (ended_by is not null) and (ended_by is null) = (ended_at is null))
);
--> statement-breakpoint
create unique index register_entries_one_open on register_entries (kind, name) where state in ('proposed', 'published');
--> statement-breakpoint
create table register_pictures (
  entry_id uuid primary key references register_entries,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp')),
  bytes bytea not null
);
--> statement-breakpoint
-- What people take for a fake. All that they wrote and the picture are sealed; where it came from and how it was judged are not.
create table fake_reports (
  id uuid primary key default uuidv7(),
  reference text not null unique,
  way text not null check (way in ('e-mail', 'sms', 'phone', 'messenger', 'web', 'letter', 'other')),
  locale text not null,
  sealed bytea not null,
  picture_type text check (picture_type in ('image/png', 'image/jpeg', 'image/webp')),
  picture bytea,
  created_at timestamptz not null default clock_timestamp(),
  verdict text check (verdict in ('fake', 'ours', 'unclear')),
  decided_by uuid,
  decided_at timestamptz,
  check ((picture is null) = (picture_type is null)),
  check ((verdict is null) = (decided_by is null) and (decided_by is null) = (decided_at is null))
);
--> statement-breakpoint
create index fake_reports_queue on fake_reports (created_at, id) where verdict is null;
