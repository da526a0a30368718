-- Whether new claims of an incident are given to somebody by the rule as they come.
create table claim_desks (
  incident_id uuid primary key references incidents,
  assigns_new boolean not null,
  updated_by uuid not null,
  updated_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index claims_unassigned on claims (incident_id, submitted_at, id) where state = 'submitted' and assigned_to is null;
--> statement-breakpoint
-- Who proposed a decision that another person made has decided it, too, and does not pay it.
create or replace function refuse_payment() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    -- Held, so that neither account nor decision changes while this commits.
    perform from claims where id = new.claim_id for share;
    if new.state <> 'draft' or not exists (select from payment_batches where id = new.batch_id and state = 'draft') or not whether_payment_fits(new) then
      raise exception 'a payment is of an approved claim, for the account and the amount that were approved' using errcode = 'check_violation', constraint = 'payments_as_approved';
    end if;
    return new;
  end if;
  if (new.batch_id, new.claim_id, new.reference, new.cash_minor, new.codes_minor, new.payout_version, new.sealed_account, new.decided_by) is distinct from
     (old.batch_id, old.claim_id, old.reference, old.cash_minor, old.codes_minor, old.payout_version, old.sealed_account, old.decided_by) then
    raise exception 'what is paid to whom does not change' using errcode = 'check_violation', constraint = 'payments_as_approved';
  end if;
  if new.state = old.state then return new; end if;
  if (old.state, new.state) not in (('draft', 'released'), ('draft', 'cancelled'), ('released', 'paid'), ('released', 'returned'), ('paid', 'returned')) then
    raise exception 'a payment does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'payments_edges';
  end if;
  if new.state = 'released' then
    perform from claims where id = new.claim_id for share;
    if not exists (select from payment_batches where id = new.batch_id and state = 'released') then
      raise exception 'a payment is released with its batch' using errcode = 'check_violation', constraint = 'payments_edges';
    end if;
    if exists (select from payment_batches b where b.id = new.batch_id and (b.released_by = new.decided_by
        or exists (select from claim_decisions d where d.claim_id = new.claim_id and d.state = 'final' and d.outcome = 'approved' and d.proposed_by = b.released_by))) then
      raise exception 'who decided a claim does not pay it' using errcode = 'check_violation', constraint = 'payments_three_people';
    end if;
    if not whether_payment_fits(new) then
      raise exception 'a payment is of an approved claim, for the account and the amount that were approved' using errcode = 'check_violation', constraint = 'payments_as_approved';
    end if;
  end if;
  return new;
end $$;
