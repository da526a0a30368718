-- How long each class of record is kept, for each incident; what keeps it from being erased; and the end of an incident for the public, from which the time of its people counts.
alter table incidents add column closed_at timestamptz;
--> statement-breakpoint
update incidents set closed_at = erased_at where erased_at is not null;
--> statement-breakpoint
alter table incidents add constraint incidents_erased_are_closed check (erased_at is null or closed_at is not null);
--> statement-breakpoint
-- When nothing of a claim was left to decide or to pay; null while something is.
alter table claims add column ended_at timestamptz;
--> statement-breakpoint
update claims c set ended_at = (select max(e.at) from claim_events e where e.claim_id = c.id) where state in ('paid', 'denied', 'denied-final', 'withdrawn');
--> statement-breakpoint
create function note_claim_end() returns trigger language plpgsql as $$
begin
  new.ended_at := case when new.state in ('paid', 'denied', 'denied-final', 'withdrawn') then clock_timestamp() end;
  return new;
end $$;
--> statement-breakpoint
create trigger claims_end_noted before update of state on claims for each row when (old.state is distinct from new.state) execute function note_claim_end();
--> statement-breakpoint
create trigger claims_end_noted_first before insert on claims for each row execute function note_claim_end();
--> statement-breakpoint
create index claims_ended on claims (incident_id, ended_at) where ended_at is not null and erased_at is null;
--> statement-breakpoint
create index claims_ended_with_account on claims (incident_id, ended_at) where ended_at is not null and sealed_payout is not null;
--> statement-breakpoint
create index claims_drafts on claims (incident_id, created_at) where state = 'draft' and erased_at is null;
--> statement-breakpoint
-- What was said in a claim goes before the account that it was paid to, or after it: each has a time of its own.
alter table claims drop constraint claims_erased, add constraint claims_erased check (erased_at is null or (sealed_answers is null and sealed_decision is null));
--> statement-breakpoint
create index lookup_codes_by_time on lookup_codes (incident_id, created_at);
--> statement-breakpoint
create index code_mails_by_time on code_mails (incident_id, created_at);
--> statement-breakpoint
create index subject_sessions_by_time on subject_sessions (incident_id, created_at);
--> statement-breakpoint
create index correspondence_mails_kept on correspondence_mails (incident_id, created_at) where sealed is not null;
--> statement-breakpoint
create table retention_clocks (
  incident_id uuid not null references incidents,
  class text not null check (class in ('lookups', 'mails', 'rejects', 'enquiries', 'drafts', 'papers', 'claims', 'accounts', 'people')),
  keep integer check (keep > 0),
  next_due_at timestamptz,
  looked_at timestamptz,
  noticed_at timestamptz,
  began_at timestamptz,
  erasing jsonb not null default '{}',
  cursor bigint not null default 0,
  erased_at timestamptz,
  erased jsonb not null default '{}',
  primary key (incident_id, class)
);
--> statement-breakpoint
create table legal_holds (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  class text check (class in ('lookups', 'mails', 'rejects', 'enquiries', 'drafts', 'papers', 'claims', 'accounts', 'people')),
  reason text not null check (length(reason) between 10 and 2000),
  placed_by uuid not null,
  placed_at timestamptz not null default clock_timestamp(),
  lifted_at timestamptz
);
--> statement-breakpoint
create index legal_holds_of_incident on legal_holds (incident_id, placed_at desc);
--> statement-breakpoint
create unique index legal_holds_standing on legal_holds (incident_id, coalesce(class, '')) where lifted_at is null;
--> statement-breakpoint
create table retention_proposals (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  act text not null check (act in ('period', 'close', 'reopen', 'lift')),
  class text,
  keep integer check (keep > 0),
  hold_id uuid references legal_holds,
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'withdrawn')),
  reason text not null check (length(reason) between 10 and 2000),
  proposed_by uuid not null,
  proposed_at timestamptz not null default clock_timestamp(),
  decided_by uuid,
  decided_at timestamptz,
  check ((act = 'period') = (class is not null and keep is not null)),
  check ((act = 'lift') = (hold_id is not null)),
  check ((state = 'proposed') = (decided_by is null and decided_at is null)),
  constraint retention_two_people check (state <> 'approved' or decided_by <> proposed_by)
);
--> statement-breakpoint
create index retention_proposals_of_incident on retention_proposals (incident_id, proposed_at desc);
--> statement-breakpoint
create unique index retention_proposals_open on retention_proposals (incident_id, act, coalesce(class, ''), coalesce(hold_id, incident_id)) where state = 'proposed';
--> statement-breakpoint
create function keep_retention_proposal() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a proposal stays on record' using errcode = 'check_violation', constraint = 'retention_proposals_kept'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' then raise exception 'a proposal begins as one' using errcode = 'check_violation', constraint = 'retention_proposals_edges'; end if;
    return new;
  end if;
  if old.state <> 'proposed' or (new.id, new.incident_id, new.act, new.class, new.keep, new.hold_id, new.reason, new.proposed_by, new.proposed_at)
     is distinct from (old.id, old.incident_id, old.act, old.class, old.keep, old.hold_id, old.reason, old.proposed_by, old.proposed_at) then
    raise exception 'a proposal is decided once, as it stands' using errcode = 'check_violation', constraint = 'retention_proposals_kept';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger retention_proposals_kept before insert or update or delete on retention_proposals for each row execute function keep_retention_proposal();
--> statement-breakpoint
-- One person places a hold; it ends only where two people agreed on that.
create function keep_legal_hold() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.lifted_at is null and (new.id, new.incident_id, new.class, new.reason, new.placed_by, new.placed_at) is not distinct from (old.id, old.incident_id, old.class, old.reason, old.placed_by, old.placed_at)
     and exists (select from retention_proposals p where p.hold_id = old.id and p.state = 'approved') then
    return new;
  end if;
  raise exception 'a legal hold ends when two people agree' using errcode = 'check_violation', constraint = 'legal_holds_kept';
end $$;
--> statement-breakpoint
create trigger legal_holds_kept before update or delete on legal_holds for each row execute function keep_legal_hold();
--> statement-breakpoint
create function is_held(incident uuid, of_class text) returns boolean language sql stable as $$
  select exists (select from legal_holds h where h.incident_id = incident and h.lifted_at is null and (h.class is null or h.class = of_class))
$$;
--> statement-breakpoint
-- Another period is what two people agreed on, and nothing that is held is erased: a run writes what it erases here, in the same transaction.
create function keep_retention_clock() returns trigger language plpgsql as $$
begin
  if new.keep is not null and (tg_op = 'INSERT' or new.keep is distinct from old.keep)
     and not exists (select from retention_proposals p where p.incident_id = new.incident_id and p.act = 'period' and p.class = new.class and p.keep = new.keep and p.state = 'approved') then
    raise exception 'a period changes when two people agree' using errcode = 'check_violation', constraint = 'retention_clocks_agreed';
  end if;
  if new.began_at is not null and (tg_op = 'INSERT' or (new.began_at, new.erasing, new.cursor) is distinct from (old.began_at, old.erasing, old.cursor)) and is_held(new.incident_id, new.class) then
    raise exception 'this is held' using errcode = 'check_violation', constraint = 'retention_clocks_held';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger retention_clocks_kept before insert or update on retention_clocks for each row execute function keep_retention_clock();
--> statement-breakpoint
-- An incident ends for the public, and comes back, when two people agree; or it ends because it is erased.
create function refuse_incident_end() returns trigger language plpgsql as $$
begin
  if new.erased_at is null and (select p.act from retention_proposals p where p.incident_id = new.id and p.act in ('close', 'reopen') and p.state = 'approved' order by p.decided_at desc limit 1)
     is distinct from (case when new.closed_at is null then 'reopen' else 'close' end) then
    raise exception 'an incident ends when two people agree' using errcode = 'check_violation', constraint = 'incidents_end_agreed';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger incidents_end_agreed before update of closed_at on incidents for each row when (old.closed_at is distinct from new.closed_at) execute function refuse_incident_end();
--> statement-breakpoint
-- What is kept from every other change gives way to an erasure that two people have agreed on, and to the run of a clock that has come to its end and is not held.
create or replace function is_being_erased(of_claim uuid) returns boolean language sql stable as $$
  select exists (select from erasures e join claims c on c.incident_id = e.incident_id and (e.kind = 'incident' or c.subject_id = e.subject_id) where c.id = of_claim and e.state in ('approved', 'done'))
    or exists (select from retention_clocks k join claims c on c.incident_id = k.incident_id where c.id = of_claim and k.class in ('claims', 'drafts', 'accounts') and k.began_at is not null and not is_held(k.incident_id, k.class))
$$;
