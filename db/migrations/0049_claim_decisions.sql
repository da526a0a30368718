-- What an agent found of a claim, condition by condition, and what follows from it. The first decision of a claim, and the one on an appeal.
create table claim_decisions (
  claim_id uuid not null references claims,
  number smallint not null check (number > 0),
  incident_id uuid not null references incidents,
  stage text not null check (stage in ('first', 'appeal')),
  state text not null default 'draft' check (state in ('draft', 'proposed', 'final')),
  -- Saves so far; whoever decides names the one that was read.
  edit integer not null default 1,
  sealed_sheet bytea not null,
  edited_by uuid not null,
  outcome text check (outcome in ('approved', 'denied')),
  -- Minor units of the claim's currency.
  amount_minor bigint check (amount_minor >= 0),
  -- Whether the terms ask for a second person over this much.
  needs_second boolean not null default false,
  proposed_by uuid,
  proposed_at timestamptz,
  decided_by uuid,
  decided_at timestamptz,
  -- Until when a denial can be appealed.
  appeal_by timestamptz,
  primary key (claim_id, number),
  check ((state = 'draft') = (proposed_by is null) and (state = 'draft') = (proposed_at is null)),
  check ((state = 'draft') = (outcome is null) and (state = 'draft') = (amount_minor is null)),
  check ((state = 'final') = (decided_by is not null) and (state = 'final') = (decided_at is not null)),
  constraint claim_decisions_second_person check (state <> 'final' or not needs_second or decided_by <> proposed_by)
);
--> statement-breakpoint
-- One that is being made at a time, and one that stands for each stage.
create unique index claim_decisions_open on claim_decisions (claim_id) where state <> 'final';
--> statement-breakpoint
create unique index claim_decisions_final on claim_decisions (claim_id, stage) where state = 'final';
--> statement-breakpoint
-- What waits for a second person.
create index claim_decisions_proposed on claim_decisions (incident_id, proposed_at) where state = 'proposed';
--> statement-breakpoint
create function refuse_decision_change() returns trigger language plpgsql as $$
begin
  if old.state = 'final' then raise exception 'a decision that was made does not change' using errcode = 'check_violation', constraint = 'claim_decisions_kept'; end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger claim_decisions_kept before update or delete on claim_decisions for each row execute function refuse_decision_change();
--> statement-breakpoint
-- Where benefits have a cap together, one that is refused leaves its share to the others, so what is approved may be over what was allowed with it. It is reckoned by the terms, never typed.
alter table claim_benefits drop constraint claim_benefits_check, add constraint claim_benefits_approved check (approved_minor >= 0);
--> statement-breakpoint
-- What an agent asks the claimant for. A question is answered, or taken back by whoever goes on without it; it never ends by itself.
create table claim_requests (
  claim_id uuid not null references claims,
  number smallint not null check (number > 0),
  incident_id uuid not null references incidents,
  items text[] not null check (cardinality(items) > 0),
  sealed_note bytea,
  asked_by uuid not null,
  asked_at timestamptz not null default clock_timestamp(),
  cure_by timestamptz not null,
  -- When the claimant was reminded, and told that the day has passed.
  reminded_at timestamptz,
  passed_at timestamptz,
  answered_at timestamptz,
  sealed_answer bytea,
  closed_by uuid,
  closed_at timestamptz,
  primary key (claim_id, number),
  check (answered_at is null or closed_at is null),
  check ((closed_by is null) = (closed_at is null))
);
--> statement-breakpoint
create unique index claim_requests_open on claim_requests (claim_id) where answered_at is null and closed_at is null;
--> statement-breakpoint
-- Whose day is near, or has passed.
create index claim_requests_due on claim_requests (cure_by) where answered_at is null and closed_at is null and passed_at is null;
--> statement-breakpoint
-- Messages between claimant and agents.
create table claim_messages (
  claim_id uuid not null references claims,
  number integer not null check (number > 0),
  incident_id uuid not null references incidents,
  from_kind text not null check (from_kind in ('claimant', 'staff')),
  -- The agent who wrote it.
  by_id uuid,
  sealed_text bytea not null,
  at timestamptz not null default clock_timestamp(),
  -- When the other side saw it.
  read_at timestamptz,
  primary key (claim_id, number),
  check ((from_kind = 'staff') = (by_id is not null))
);
--> statement-breakpoint
-- What claimants wrote and nobody has read, the oldest first.
create index claim_messages_unread on claim_messages (incident_id, at) where from_kind = 'claimant' and read_at is null;
