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
create function has_decided(payment payments, who uuid) returns boolean language sql stable as $$
  select payment.decided_by = who
    or exists (select from claim_decisions d where d.claim_id = payment.claim_id and d.state = 'final' and d.outcome = 'approved' and d.proposed_by = who)
$$;
--> statement-breakpoint
create function refuse_own_payment() returns trigger language plpgsql as $$
begin
  if has_decided(new, (select released_by from payment_batches where id = new.batch_id)) then
    raise exception 'who decided a claim does not pay it' using errcode = 'check_violation', constraint = 'payments_three_people';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger payments_three_people before update on payments for each row when (new.state = 'released' and old.state = 'draft') execute function refuse_own_payment();
