-- People to be erased, and those who are: the erasure list, which is carried outside and replayed after a restore. It holds numbers and keyed values, never what stood there.
create table erasures (
  id uuid primary key default uuidv7(),
  number integer unique check (number > 0),
  -- Not held against `incidents`: a list is replayed in databases that are older than the incident.
  incident_id uuid not null,
  kind text not null check (kind in ('person')),
  subject_id bigint check (subject_id > 0),
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'done', 'stopped', 'withdrawn')),
  ground text not null check (ground in ('pipa-36', 'pipa-21', 'gdpr-17', 'other')),
  reason text check (length(reason) between 10 and 2000),
  proposed_by uuid not null,
  proposed_at timestamptz not null default clock_timestamp(),
  decided_by uuid,
  decided_at timestamptz,
  done_at timestamptz,
  record_ids uuid[] not null default '{}',
  ref_trace bytea check (length(ref_trace) = 32),
  erased jsonb not null default '{}',
  obstacles text[] not null default '{}',
  backup_days integer check (backup_days > 0),
  replayed_at timestamptz,
  check ((kind = 'person') = (subject_id is not null)),
  check ((state in ('approved', 'done', 'stopped', 'withdrawn')) = (decided_by is not null and decided_at is not null)),
  constraint erasures_two_people check (state not in ('approved', 'done', 'stopped') or decided_by <> proposed_by),
  check ((state = 'done') = (done_at is not null and number is not null))
);
--> statement-breakpoint
create unique index erasures_one_open on erasures (incident_id, kind, subject_id) where state in ('proposed', 'approved');
--> statement-breakpoint
create index erasures_of_incident on erasures (incident_id, proposed_at desc);
--> statement-breakpoint
create index erasures_of_subject on erasures (incident_id, subject_id);
--> statement-breakpoint
-- One begins as a proposal, goes its way once, and stays on record. What is done changes only by being done again after a restore.
create function keep_erasure() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'an erasure stays on record' using errcode = 'check_violation', constraint = 'erasures_kept'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' then raise exception 'an erasure begins as a proposal' using errcode = 'check_violation', constraint = 'erasures_edges'; end if;
    return new;
  end if;
  if (new.id, new.incident_id, new.kind, new.subject_id, new.ground, new.reason, new.proposed_by, new.proposed_at) is distinct from (old.id, old.incident_id, old.kind, old.subject_id, old.ground, old.reason, old.proposed_by, old.proposed_at)
     or (old.state = 'done' and (new.number, new.decided_by, new.decided_at, new.done_at, new.record_ids, new.ref_trace, new.erased, new.backup_days) is distinct from (old.number, old.decided_by, old.decided_at, old.done_at, old.record_ids, old.ref_trace, old.erased, old.backup_days)) then
    raise exception 'an erasure stays as it was' using errcode = 'check_violation', constraint = 'erasures_kept';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('proposed', 'approved'), ('proposed', 'withdrawn'), ('approved', 'done'), ('approved', 'stopped')) then
    raise exception 'an erasure does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'erasures_edges';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger erasures_kept before insert or update or delete on erasures for each row execute function keep_erasure();
--> statement-breakpoint
-- What the database otherwise keeps from every change gives way to an erasure that two people have agreed on, and to nothing else.
create function is_being_erased(of_claim uuid) returns boolean language sql stable as $$
  select exists (select from erasures e join claims c on c.incident_id = e.incident_id and c.subject_id = e.subject_id where c.id = of_claim and e.state in ('approved', 'done'))
$$;
--> statement-breakpoint
create or replace function refuse_decision_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and is_being_erased(old.claim_id) then return old; end if;
  if old.state = 'final' then raise exception 'a decision that was made does not change' using errcode = 'check_violation', constraint = 'claim_decisions_kept'; end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
--> statement-breakpoint
create or replace function refuse_claim_intake_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and is_being_erased(old.claim_id) then return old; end if;
  raise exception 'how a claim came in does not change' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
-- The account of a payment that is over goes with its person; the amounts stay.
create function is_account_erased(old payments, new payments) returns boolean language sql stable as $$
  select new.sealed_account is null and old.state not in ('draft', 'released') and is_being_erased(old.claim_id)
$$;
--> statement-breakpoint
do $$
begin
  execute replace(pg_get_functiondef('refuse_payment'::regproc),
    'if (new.batch_id, new.claim_id, new.reference, new.cash_minor, new.codes_minor, new.payout_version, new.sealed_account, new.decided_by) is distinct from',
    'if (new.batch_id, new.claim_id, new.reference, new.cash_minor, new.codes_minor, new.payout_version, case when is_account_erased(old, new) then old.sealed_account else new.sealed_account end, new.decided_by) is distinct from');
  if pg_get_functiondef('refuse_payment'::regproc) not like '%is_account_erased%' then raise exception 'refuse_payment is not as it was'; end if;
end $$;
--> statement-breakpoint
alter table claims add column erased_at timestamptz;
--> statement-breakpoint
-- Two rules say that something sealed stands where a claim was decided or money was sent; after an erasure it does not.
do $$
declare
  name text;
begin
  select conname into strict name from pg_constraint where conrelid = 'claims'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%sealed_decision IS NOT NULL%';
  execute format('alter table claims drop constraint %I', name);
  select conname into strict name from pg_constraint where conrelid = 'payments'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%sealed_account IS NOT NULL%';
  execute format('alter table payments drop constraint %I', name);
end $$;
--> statement-breakpoint
alter table claims
  add constraint claims_decided check ((state in ('approved', 'denied', 'denied-final')) <= (decided_by is not null and decided_at is not null and (sealed_decision is not null or erased_at is not null))),
  add constraint claims_erased check (erased_at is null or (sealed_answers is null and sealed_decision is null and sealed_payout is null));
--> statement-breakpoint
alter table payments add constraint payments_account check ((cash_minor > 0 and state in ('draft', 'released')) <= (sealed_account is not null));
