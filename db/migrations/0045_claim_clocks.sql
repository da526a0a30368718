-- What a claim is held to in time. Which clock starts, waits and ends in which state of a claim is data (content/clocks); here is that each is there once, and for the cure once a round.
create table claim_clocks (
  claim_id uuid not null references claims,
  kind text not null check (kind in ('first-reply', 'decision', 'cure', 'appeal')),
  round smallint not null default 1 check (round > 0 and (round = 1 or kind = 'cure')),
  incident_id uuid not null references incidents,
  -- The claim's agent, kept here by a trigger so that the board finds an agent's late claims without reading claims.
  agent_id uuid,
  stage text not null default 'running' check (stage in ('running', 'soon', 'late', 'paused', 'ended')),
  started_at timestamptz not null,
  due_at timestamptz not null,
  soon_at timestamptz not null,
  paused_at timestamptz,
  -- What was left when it was paused: minutes of office hours, or of the calendar for a clock that counts those; null where nothing was.
  left_minutes integer check (left_minutes >= 0),
  -- How long it has waited so far.
  paused_seconds bigint not null default 0,
  met_at timestamptz,
  -- The claim was withdrawn, or asked about anew.
  dropped_at timestamptz,
  -- When it was found late, and told to the lead.
  breached_at timestamptz,
  primary key (claim_id, kind, round),
  check ((stage = 'paused') = (paused_at is not null)),
  check ((stage = 'ended') = (met_at is not null or dropped_at is not null)),
  check ((stage = 'late') <= (breached_at is not null)),
  check (soon_at <= due_at and started_at <= due_at)
);
--> statement-breakpoint
-- The job that looks each minute: what becomes late, and what soon.
create index claim_clocks_to_be_late on claim_clocks (due_at) where stage in ('running', 'soon');
--> statement-breakpoint
create index claim_clocks_to_be_soon on claim_clocks (soon_at) where stage = 'running';
--> statement-breakpoint
-- The board: late and soon late, the oldest first; of one kind; of one agent.
create index claim_clocks_board on claim_clocks (incident_id, stage, due_at, claim_id, kind, round) where stage in ('soon', 'late');
--> statement-breakpoint
create index claim_clocks_board_by_kind on claim_clocks (incident_id, kind, stage, due_at, claim_id, round) where stage in ('soon', 'late');
--> statement-breakpoint
create index claim_clocks_board_by_agent on claim_clocks (incident_id, agent_id, stage, due_at, claim_id, kind, round) where stage in ('soon', 'late');
--> statement-breakpoint
-- What the next mail to the leads is about: what was found late since the last one.
create index claim_clocks_breached on claim_clocks (incident_id, breached_at) where stage = 'late';
--> statement-breakpoint
-- When the leads were last told of late claims, so that they get one mail for many.
create table claim_late_mails (
  incident_id uuid primary key references incidents,
  mailed_at timestamptz not null
);
--> statement-breakpoint
-- The soonest end of the clocks that run: what the queue sorts by. Written with every change of a clock.
alter table claims add column next_due_at timestamptz;
--> statement-breakpoint
create index claims_by_due on claims (incident_id, next_due_at, id) where next_due_at is not null;
--> statement-breakpoint
create function claim_clocks_follow_agent() returns trigger language plpgsql as $$
begin
  update claim_clocks set agent_id = new.assigned_to where claim_id = new.id and stage <> 'ended';
  return null;
end $$;
--> statement-breakpoint
create trigger claims_tell_clocks after update of assigned_to on claims
  for each row when (old.assigned_to is distinct from new.assigned_to) execute function claim_clocks_follow_agent();
--> statement-breakpoint
-- Claims that were filed before there were clocks get two weeks for the decision, by the calendar.
insert into claim_clocks (claim_id, kind, incident_id, agent_id, stage, started_at, due_at, soon_at, paused_at, left_minutes)
select id, 'decision', incident_id, assigned_to, case state when 'needs-information' then 'paused' else 'running' end, submitted_at, submitted_at + interval '14 days', submitted_at + interval '12 days',
  case state when 'needs-information' then clock_timestamp() end,
  case when state = 'needs-information' and submitted_at + interval '14 days' > clock_timestamp() then 2700 end
from claims where state in ('submitted', 'in-review', 'needs-information');
--> statement-breakpoint
update claims set next_due_at = submitted_at + interval '14 days' where state in ('submitted', 'in-review');
