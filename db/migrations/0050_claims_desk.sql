-- What colleagues write to each other about a claim; the claimant never sees it.
create table claim_notes (
  id uuid primary key default uuidv7(),
  claim_id uuid not null references claims,
  incident_id uuid not null references incidents,
  author_id uuid not null,
  sealed_text bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  taken_back_at timestamptz
);
--> statement-breakpoint
create index claim_notes_of_claim on claim_notes (claim_id, created_at);
--> statement-breakpoint
create table claim_mentions (
  note_id uuid not null references claim_notes,
  staff_id uuid not null references staff_members,
  claim_id uuid not null references claims,
  created_at timestamptz not null default clock_timestamp(),
  read_at timestamptz,
  primary key (note_id, staff_id)
);
--> statement-breakpoint
create index claim_mentions_of_member on claim_mentions (staff_id, created_at);
--> statement-breakpoint
create index claim_mentions_unread on claim_mentions (staff_id, claim_id) where read_at is null;
--> statement-breakpoint
-- Who has a claim open now. It is worth nothing after a crash, so it is not written ahead.
create unlogged table claim_presence (
  claim_id uuid not null,
  staff_id uuid not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (claim_id, staff_id)
);
--> statement-breakpoint
-- What somebody can be given by rule: languages, kinds of benefit (bits as in claims.benefits), how much, and from when until when they are away (days, both included).
create table claim_agents (
  staff_id uuid primary key references staff_members,
  locales text[] not null,
  benefits smallint not null,
  load_limit integer not null check (load_limit between 0 and 10000),
  absent_from date,
  absent_until date,
  updated_by uuid not null,
  updated_at timestamptz not null default clock_timestamp(),
  check (absent_until is null or absent_from is not null),
  check (absent_until >= absent_from)
);
--> statement-breakpoint
-- Open claims of each agent. No screen and no rule counts claims.
create table claim_loads (
  staff_id uuid primary key,
  open_claims integer not null default 0
);
--> statement-breakpoint
create function keep_claim_loads() returns trigger language plpgsql as $$
declare
  open text[] := array['submitted', 'in-review', 'needs-information', 'appealed'];
  before uuid := case when tg_op = 'UPDATE' and old.state = any(open) then old.assigned_to end;
  after uuid := case when new.state = any(open) then new.assigned_to end;
begin
  if before is not distinct from after then return null; end if;
  -- In one order, so that two who hand claims to each other do not wait for each other.
  insert into claim_loads (staff_id, open_claims)
  select v.staff_id, v.change from (values (before, -1), (after, 1)) v (staff_id, change) where v.staff_id is not null order by v.staff_id
  on conflict (staff_id) do update set open_claims = claim_loads.open_claims + excluded.open_claims;
  return null;
end $$;
--> statement-breakpoint
create trigger claims_loads after insert or update of state, assigned_to on claims for each row execute function keep_claim_loads();
--> statement-breakpoint
insert into claim_loads (staff_id, open_claims)
select assigned_to, count(*) from claims where assigned_to is not null and state in ('submitted', 'in-review', 'needs-information', 'appealed') group by assigned_to;
