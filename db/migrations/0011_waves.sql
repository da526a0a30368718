-- One notice, one frozen audience, one schedule.
create table waves (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  template_version_id uuid not null references notice_template_versions,
  state text not null default 'draft' check (state in ('draft', 'in-review', 'approved', 'scheduled', 'freezing', 'sending', 'paused', 'finished', 'cancelled')),
  audience jsonb not null,
  -- Not before this moment; null is as soon as it is approved.
  scheduled_at timestamptz,
  -- What the letter says of the organisation, in every language, as it stood when review was asked for.
  sender jsonb,
  -- People counted when review was asked for, and the dataset version they were counted in.
  expected bigint,
  counted_version integer,
  approval_hash bytea,
  -- Freezing: the version the audience was taken from and the number it found. Sending reads `read_version`, which a resume moves on.
  dataset_version integer,
  read_version integer,
  found bigint,
  token_key_id integer references data_keys,
  paused_reason text check (paused_reason in ('person', 'dataset-changed', 'count-differs')),
  -- Of the frozen audience, people of whom the newly published version says something else.
  affected bigint,
  created_by uuid not null,
  submitted_by uuid,
  approved_by uuid,
  created_at timestamptz not null default clock_timestamp(),
  submitted_at timestamptz,
  approved_at timestamptz,
  frozen_at timestamptz,
  ended_at timestamptz,
  -- Two people: whoever made it or asked for its approval does not give it.
  check (approved_by is null or (approved_by <> created_by and approved_by is distinct from submitted_by)),
  check (state in ('draft', 'in-review', 'cancelled') or (approved_by is not null and approval_hash is not null and expected is not null and sender is not null)),
  check ((state = 'paused') = (paused_reason is not null)),
  check ((state in ('finished', 'cancelled')) = (ended_at is not null)),
  check (state <> 'sending' or (frozen_at is not null and read_version is not null and token_key_id is not null))
);
--> statement-breakpoint
-- An incident's waves, newest first.
create index waves_by_incident on waves (incident_id, id desc);
--> statement-breakpoint
create function refuse_wave_change() returns trigger language plpgsql as $$
begin
  if old.state in ('finished', 'cancelled') and new.state <> old.state then
    raise exception 'a wave that has ended does not go on' using errcode = 'check_violation', constraint = 'wave_has_ended';
  end if;
  if old.approved_by is not null and (new.template_version_id, new.audience, new.scheduled_at, new.sender, new.expected, new.approval_hash, new.approved_by)
      is distinct from (old.template_version_id, old.audience, old.scheduled_at, old.sender, old.expected, old.approval_hash, old.approved_by) then
    raise exception 'what was approved is what is sent' using errcode = 'check_violation', constraint = 'wave_is_approved';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger waves_guard before update on waves for each row execute function refuse_wave_change();
--> statement-breakpoint
-- A stretch of the audience: the only thing a worker leases, and where its people and deliveries are counted, in the transaction that moves them.
create table wave_ranges (
  wave_id uuid not null references waves,
  range_no integer not null,
  subject_from bigint not null,
  subject_to bigint not null,
  lease_no integer not null default 0,
  lease_until timestamptz,
  -- When there is something to send in here; null when there is not.
  next_due_at timestamptz,
  people integer not null,
  path_open integer not null,
  path_reached integer not null default 0,
  path_unreachable integer not null default 0,
  path_covered integer not null default 0,
  path_cancelled integer not null default 0,
  path_in_doubt integer not null default 0,
  entered integer not null,
  pending integer not null,
  handing_over integer not null default 0,
  deferred integer not null default 0,
  accepted integer not null default 0,
  rejected integer not null default 0,
  in_doubt integer not null default 0,
  suppressed integer not null default 0,
  cancelled integer not null default 0,
  primary key (wave_id, range_no),
  -- Nobody is lost and nobody is counted twice, or the statement that tried it fails.
  check (people = path_open + path_reached + path_unreachable + path_covered + path_cancelled + path_in_doubt),
  check (entered = pending + handing_over + deferred + accepted + rejected + in_doubt + suppressed + cancelled),
  check (least(path_open, path_reached, path_unreachable, path_covered, path_cancelled, path_in_doubt) >= 0),
  check (least(pending, handing_over, deferred, accepted, rejected, in_doubt, suppressed, cancelled) >= 0)
) with (fillfactor = 20);
--> statement-breakpoint
-- Due work.
create index wave_ranges_due on wave_ranges (wave_id, next_due_at) where next_due_at is not null;
--> statement-breakpoint
-- The frozen audience. Waves share these tables; a wave lies in one partition.
create table wave_recipients (
  wave_id uuid not null,
  subject_id bigint not null,
  range_no integer not null,
  path_state text not null check (path_state in ('open', 'reached', 'unreachable', 'covered-by', 'cancelled', 'in-doubt')),
  -- Whose message speaks for this person too, because they share the contact point.
  covered_by bigint check ((path_state = 'covered-by') = (covered_by is not null)),
  primary key (wave_id, subject_id)
) partition by hash (wave_id);
--> statement-breakpoint
-- The ledger: written before the relay is spoken to. No index names `state` or `next_at`, so that a row changes in place.
create table deliveries (
  wave_id uuid not null,
  range_no integer not null,
  subject_id bigint not null,
  channel text not null default 'email' check (channel in ('email')),
  state text not null default 'pending' check (state in ('pending', 'handing-over', 'deferred', 'accepted', 'rejected', 'in-doubt', 'suppressed', 'cancelled')),
  attempt integer not null default 0,
  next_at timestamptz,
  -- The other people of the same contact point, for whom this message speaks.
  covers bigint[],
  relay_reply text,
  settled_at timestamptz,
  primary key (wave_id, range_no, subject_id, channel)
) partition by hash (wave_id);
--> statement-breakpoint
do $$
begin
  for i in 0..7 loop
    execute format('create table wave_recipients_%s partition of wave_recipients for values with (modulus 8, remainder %s) with (fillfactor = 60)', i, i);
    execute format('create table deliveries_%s partition of deliveries for values with (modulus 8, remainder %s) with (fillfactor = 50)', i, i);
  end loop;
end $$;
--> statement-breakpoint
-- What came back later from the recipients' side. A relay tells the same event twice; the source's own id keeps it once.
create table outcomes (
  source_event_id text primary key,
  wave_id uuid not null references waves,
  token bytea not null,
  kind text not null check (kind in ('delivered', 'bounced', 'complained')),
  at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index outcomes_by_wave on outcomes (wave_id, token);
--> statement-breakpoint
-- Attempts that a person's decision superseded.
create table attempts (
  wave_id uuid not null references waves,
  subject_id bigint not null,
  channel text not null,
  attempt integer not null,
  state text not null,
  relay_reply text,
  settled_at timestamptz,
  superseded_by uuid not null,
  superseded_at timestamptz not null default clock_timestamp(),
  primary key (wave_id, subject_id, channel, attempt)
);
--> statement-breakpoint
create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger outcomes_append_only before update or delete on outcomes for each row execute function refuse_ledger_change();
--> statement-breakpoint
create trigger attempts_append_only before update or delete on attempts for each row execute function refuse_ledger_change();
--> statement-breakpoint
-- Addresses that get no wave any more, by an index under the installation's own key: it outlives incidents and names nobody.
create table suppressions (
  contact_index bytea primary key,
  reason text not null check (reason in ('bounced', 'complained', 'asked')),
  created_at timestamptz not null default clock_timestamp()
);
