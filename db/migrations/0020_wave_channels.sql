-- A wave goes out over an ordered list of channels, at a pace, on a schedule. What it was approved with stays; its pace alone may change under way.
alter table waves
  add column channels text[] not null default '{email}',
  add column schedule jsonb not null default '{}',
  add column pace jsonb not null default '{}',
  -- What becomes of a message of which nobody knows whether the relay has it: sent once more by itself, or held for a person.
  add column doubt_policy text not null default 'hold' check (doubt_policy in ('resend-once', 'hold')),
  -- Whether its people and messages lie in partitions of their own.
  add column own boolean not null default false,
  -- The last person who has been taken into the audience: freezing goes on from here.
  add column frozen_to bigint not null default 0,
  add check (channels <@ array['email', 'sms', 'letter'] and cardinality(channels) between 1 and 3),
  drop constraint waves_paused_reason_check,
  add constraint waves_paused_reason_check check (paused_reason in ('person', 'dataset-changed', 'count-differs', 'rejections', 'bounces', 'complaints'));
--> statement-breakpoint
-- Whatever waits for approval was hashed without these; it is asked for again.
update waves set state = 'draft' where state = 'in-review';
--> statement-breakpoint
create or replace function refuse_wave_change() returns trigger language plpgsql as $$
begin
  if old.state in ('finished', 'cancelled') and new.state <> old.state then
    raise exception 'a wave that has ended does not go on' using errcode = 'check_violation', constraint = 'wave_has_ended';
  end if;
  if old.approved_by is not null and (new.template_version_id, new.audience, new.scheduled_at, new.sender, new.expected, new.approval_hash, new.approved_by, new.channels, new.schedule, new.doubt_policy)
      is distinct from (old.template_version_id, old.audience, old.scheduled_at, old.sender, old.expected, old.approval_hash, old.approved_by, old.channels, old.schedule, old.doubt_policy) then
    raise exception 'what was approved is what is sent' using errcode = 'check_violation', constraint = 'wave_is_approved';
  end if;
  return new;
end $$;
--> statement-breakpoint
-- The leased unit is a range of one channel. It counts the people who stand at that channel: one who moves on to the next leaves this row and enters that one, so the sum over a wave's
-- rows stays the frozen audience.
alter table wave_ranges
  add column channel text not null default 'email' check (channel in ('email', 'sms', 'letter')),
  -- A range holds people of one time zone, so that quiet hours hold whole ranges.
  add column time_zone text not null default 'Asia/Seoul',
  -- What came back later; beside the states and not among them.
  add column delivered integer not null default 0,
  add column bounced integer not null default 0,
  add column complained integer not null default 0,
  -- Messages that were sent once more because nobody knew whether they had arrived.
  add column resent integer not null default 0,
  -- Messages that will reach nobody and spoke for others too, of whom nothing has been decided yet.
  add column uncovered integer not null default 0,
  drop constraint wave_ranges_pkey,
  add primary key (wave_id, range_no, channel);
--> statement-breakpoint
alter table wave_ranges alter column channel drop default, alter column time_zone drop default;
--> statement-breakpoint
alter table wave_recipients rename to wave_recipients_before;
--> statement-breakpoint
alter table deliveries rename to deliveries_before;
--> statement-breakpoint
do $$
begin
  for i in 0..7 loop
    execute format('alter table wave_recipients_%s rename to wave_recipients_before_%s', i, i);
    execute format('alter table deliveries_%s rename to deliveries_before_%s', i, i);
  end loop;
end $$;
--> statement-breakpoint
alter index wave_recipients_pkey rename to wave_recipients_before_pkey;
--> statement-breakpoint
alter index deliveries_pkey rename to deliveries_before_pkey;
--> statement-breakpoint
-- The frozen audience. Small waves share partitions; a large one has its own, which can be dropped as a whole and is attached without a look at anybody else's rows.
create table wave_recipients (
  wave_id uuid not null,
  subject_id bigint not null,
  range_no integer not null,
  -- The channel at which the person stands.
  channel text not null check (channel in ('email', 'sms', 'letter')),
  path_state text not null check (path_state in ('open', 'reached', 'unreachable', 'covered-by', 'cancelled', 'in-doubt')),
  -- Whose message speaks for this person too, because they share the contact point.
  covered_by bigint check ((path_state = 'covered-by') = (covered_by is not null)),
  own boolean not null default false,
  primary key (wave_id, subject_id, own)
) partition by list (own);
--> statement-breakpoint
-- The ledger: written before the relay is spoken to. No index names `state` or `next_at`, so that a row changes in place.
create table deliveries (
  wave_id uuid not null,
  range_no integer not null,
  subject_id bigint not null,
  channel text not null check (channel in ('email', 'sms', 'letter')),
  state text not null default 'pending' check (state in ('pending', 'handing-over', 'deferred', 'accepted', 'rejected', 'in-doubt', 'suppressed', 'cancelled')),
  attempt integer not null default 0,
  next_at timestamptz,
  -- How often it was sent again because nobody knew whether it had arrived.
  resent smallint not null default 0,
  -- The other people of the same contact point, for whom this message speaks.
  covers bigint[],
  relay_reply text,
  settled_at timestamptz,
  own boolean not null default false,
  primary key (wave_id, range_no, subject_id, channel, own)
) partition by list (own);
--> statement-breakpoint
create table wave_recipients_shared partition of wave_recipients for values in (false) partition by hash (wave_id);
--> statement-breakpoint
create table wave_recipients_own partition of wave_recipients for values in (true) partition by list (wave_id);
--> statement-breakpoint
create table deliveries_shared partition of deliveries for values in (false) partition by hash (wave_id);
--> statement-breakpoint
create table deliveries_own partition of deliveries for values in (true) partition by list (wave_id);
--> statement-breakpoint
do $$
begin
  for i in 0..7 loop
    execute format('create table wave_recipients_%s partition of wave_recipients_shared for values with (modulus 8, remainder %s) with (fillfactor = 60)', i, i);
    execute format('create table deliveries_%s partition of deliveries_shared for values with (modulus 8, remainder %s) with (fillfactor = 50)', i, i);
  end loop;
end $$;
--> statement-breakpoint
insert into wave_recipients (wave_id, subject_id, range_no, channel, path_state, covered_by) select wave_id, subject_id, range_no, 'email', path_state, covered_by from wave_recipients_before;
--> statement-breakpoint
insert into deliveries (wave_id, range_no, subject_id, channel, state, attempt, next_at, covers, relay_reply, settled_at)
select wave_id, range_no, subject_id, channel, state, attempt, next_at, covers, relay_reply, settled_at from deliveries_before;
--> statement-breakpoint
drop table wave_recipients_before, deliveries_before;
--> statement-breakpoint
-- Give a wave partitions of its own: made alone, then attached, which locks nobody out. The caller sets a lock time-out and tries again.
create function own_wave_partitions(wave uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  suffix text := replace(wave::text, '-', '');
begin
  if to_regclass('public.deliveries_w' || suffix) is not null then return; end if;
  execute format('create table public.wave_recipients_w%s (like public.wave_recipients including defaults including constraints, primary key (wave_id, subject_id, own), check (wave_id = %L and own)) with (fillfactor = 60)', suffix, wave);
  execute format('create table public.deliveries_w%s (like public.deliveries including defaults including constraints, primary key (wave_id, range_no, subject_id, channel, own), check (wave_id = %L and own)) with (fillfactor = 50)', suffix, wave);
  execute format('alter table public.wave_recipients_own attach partition public.wave_recipients_w%s for values in (%L)', suffix, wave);
  execute format('alter table public.deliveries_own attach partition public.deliveries_w%s for values in (%L)', suffix, wave);
end $$;
--> statement-breakpoint
revoke all on function own_wave_partitions(uuid) from public;
--> statement-breakpoint
-- How often the receiving side said what: by well-known mail provider (the rest is `other`, because a rare domain names a person) and by code, with the last words. Many workers count here
-- at once, so each figure is kept in a few shards.
create table wave_tallies (
  wave_id uuid not null references waves,
  channel text not null,
  domain text not null,
  state text not null,
  code text not null,
  shard smallint not null,
  messages integer not null,
  words text,
  last_at timestamptz not null default clock_timestamp(),
  primary key (wave_id, channel, domain, state, code, shard)
) with (fillfactor = 50);
--> statement-breakpoint
-- A gateway's own name of a message it took, by which its receipts speak of it.
create table delivery_handles (
  channel text not null,
  handle text not null,
  wave_id uuid not null references waves,
  subject_id bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (channel, handle)
);
--> statement-breakpoint
-- How fast a wave may go now, and why; a row with a domain is that domain's own line. Senders draw on it in small portions.
create table wave_paces (
  wave_id uuid not null references waves,
  domain text not null default '',
  -- Messages a second; null is as fast as it goes, 0 is not at all.
  per_second double precision,
  why text not null default 'free',
  detail jsonb not null default '{}',
  -- Of the whole wave: messages that may be taken at once, and when they were last topped up. Of a domain: the moment its next message is due.
  stock double precision not null default 0,
  filled_at timestamptz not null default clock_timestamp(),
  -- What is left of the first part of a ramp; null when there is none or it is over.
  ramp_left bigint,
  ramp_held_at timestamptz,
  ramp_released_by uuid,
  primary key (wave_id, domain)
) with (fillfactor = 20);
--> statement-breakpoint
-- Where a wave stood at moments of its life: what its chart, its forecast and its stop rules are read from.
create table wave_samples (
  wave_id uuid not null references waves,
  at timestamptz not null default clock_timestamp(),
  entered bigint not null,
  settled bigint not null,
  accepted bigint not null,
  rejected bigint not null,
  bounced bigint not null,
  complained bigint not null,
  per_second double precision,
  why text not null,
  primary key (wave_id, at)
);
--> statement-breakpoint
-- The contact points of one person: freezing an audience and moving people on ask for them by person.
create index contact_points_by_subject on contact_points (incident_id, subject_id);
--> statement-breakpoint
-- Attempts that the wave's own policy superseded have nobody's name.
alter table attempts alter column superseded_by drop not null;
--> statement-breakpoint
-- Whether it is a time of day, where the people of a range live, at which nobody is written to. `quiet` is {"from": "21:00", "to": "08:00"} or null.
create function in_quiet_hours(zone text, quiet jsonb) returns boolean language sql stable as $$
  select coalesce(case when starts <= ends then here >= starts and here < ends else here >= starts or here < ends end, false)
  from (select (clock_timestamp() at time zone zone)::time as here, (quiet ->> 'from')::time as starts, (quiet ->> 'to')::time as ends) q
$$;
--> statement-breakpoint
-- When quiet hours end next in a zone; on a day on which the clocks change it is the hour that the clocks there show.
create function quiet_hours_end(zone text, quiet jsonb) returns timestamptz language sql stable as $$
  select (case when here::time < ends then here::date else here::date + 1 end + ends) at time zone zone
  from (select clock_timestamp() at time zone zone as here, (quiet ->> 'to')::time as ends) q
$$;
--> statement-breakpoint
-- Take a portion of a wave's pace: how many of the wanted messages may go now. One second's worth may be taken at once.
create function draw_pace(wave uuid, wanted integer) returns integer language plpgsql as $$
declare
  line wave_paces;
  filled double precision;
  granted integer;
begin
  select * into line from wave_paces where wave_id = wave and domain = '' for update;
  if not found or (line.per_second is null and line.ramp_left is null) then return wanted; end if;
  filled := case when line.per_second is null then wanted
    else least(greatest(line.per_second, 1), line.stock + extract(epoch from clock_timestamp() - line.filled_at) * line.per_second) end;
  granted := greatest(0, least(wanted, floor(filled), coalesce(line.ramp_left, wanted)));
  update wave_paces set stock = case when line.per_second is null then 0 else filled - granted end, filled_at = clock_timestamp(), ramp_left = ramp_left - granted where wave_id = wave and domain = '';
  return granted;
end $$;
