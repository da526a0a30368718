-- Approved claims handed to the bank, and codes handed to people: batches that one person of finance collects and another releases.
create table payment_payers (
  programme_id uuid primary key references programmes,
  -- Name, account and bank from which it is paid, in one envelope.
  sealed bytea not null,
  saved_by uuid not null,
  saved_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create table payment_batches (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  programme_id uuid not null references programmes,
  number integer not null,
  state text not null default 'draft' check (state in ('draft', 'released', 'settled', 'cancelled')),
  currency text not null,
  pay_on date not null,
  created_by uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  released_by uuid,
  released_at timestamptz,
  -- The first time a file of it was taken out.
  exported_at timestamptz,
  ended_at timestamptz,
  unique (programme_id, number),
  -- Paying takes two people.
  constraint payment_batches_two_people check (released_by <> created_by),
  check ((state in ('released', 'settled')) = (released_by is not null and released_at is not null))
);
--> statement-breakpoint
create index payment_batches_of_incident on payment_batches (incident_id, created_at desc);
--> statement-breakpoint
create table payments (
  id uuid primary key default uuidv7(),
  batch_id uuid not null references payment_batches,
  claim_id uuid not null references claims,
  -- What the bank carries through and gives back: the claim's reference and how often it was tried.
  reference text not null unique check (length(reference) <= 35),
  state text not null default 'draft' check (state in ('draft', 'released', 'paid', 'returned', 'cancelled')),
  -- Into the account, and by codes that are worth money.
  cash_minor bigint not null check (cash_minor >= 0),
  codes_minor bigint not null check (codes_minor >= 0),
  -- The account as it was approved: which change of it, and the account itself in an envelope.
  payout_version integer not null,
  sealed_account bytea,
  decided_by uuid,
  -- The bank's code for why money came back.
  bank_reason text,
  answered_at timestamptz,
  -- Of what the claimant was told last; codes are told by themselves.
  told text not null default 'draft',
  codes_told boolean not null default true,
  check ((cash_minor > 0) <= (sealed_account is not null))
);
--> statement-breakpoint
create index payments_of_batch on payments (batch_id, reference);
--> statement-breakpoint
create index payments_of_claim on payments (claim_id);
--> statement-breakpoint
-- A claim is in one batch at a time, whoever collects it how often.
create unique index payments_one_living on payments (claim_id) where state in ('draft', 'released');
--> statement-breakpoint
-- Who is still to be told something.
create index payments_untold on payments (batch_id) where (state in ('released', 'paid', 'returned') and told <> state) or not codes_told;
--> statement-breakpoint
create table payment_code_lists (
  id uuid primary key default uuidv7(),
  programme_id uuid not null references programmes,
  benefit text not null,
  part smallint not null,
  file_hash bytea not null,
  codes integer not null,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null default clock_timestamp(),
  unique (programme_id, file_hash)
);
--> statement-breakpoint
create table payment_codes (
  id uuid primary key default uuidv7(),
  list_id uuid not null references payment_code_lists,
  programme_id uuid not null references programmes,
  benefit text not null,
  part smallint not null,
  sealed bytea not null,
  -- Keyed trace, so that no code is taken in twice.
  code_index bytea not null,
  expires_on date,
  claim_id uuid references claims,
  payment_id uuid references payments,
  assigned_at timestamptz,
  unique (programme_id, code_index),
  check (num_nonnulls(claim_id, payment_id, assigned_at) in (0, 3))
);
--> statement-breakpoint
create index payment_codes_free on payment_codes (programme_id, benefit, part, expires_on) where claim_id is null;
--> statement-breakpoint
-- A claim gets each part of a benefit once.
create unique index payment_codes_once on payment_codes (claim_id, benefit, part) where claim_id is not null;
--> statement-breakpoint
create table payment_exports (
  id uuid primary key default uuidv7(),
  batch_id uuid not null references payment_batches,
  format text not null,
  payments integer not null,
  exported_by uuid not null,
  exported_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create table payment_answers (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  file_hash bytea not null,
  format text not null check (format in ('pain.002', 'camt.053', 'csv')),
  read_by uuid not null,
  read_at timestamptz not null default clock_timestamp(),
  paid integer not null,
  returned integer not null,
  repeated integer not null,
  pending integer not null,
  -- Lines that fit to no payment: where they stand, what they name and why they were left.
  unknown jsonb not null,
  unique (incident_id, file_hash)
);
--> statement-breakpoint
-- Whether a payment is what was approved: its claim is approved, for this account, and for what stands in the ledger for it.
create function whether_payment_fits(p payments) returns boolean language sql stable as $$
  select exists (
    select from claims c join payment_batches b on b.id = p.batch_id
    where c.id = p.claim_id and c.state = 'approved' and c.programme_id = b.programme_id and c.currency = b.currency
      and c.payout_version = p.payout_version and (p.cash_minor = 0 or c.approved_payout_version = c.payout_version)
      and p.cash_minor + p.codes_minor = (
        select coalesce(sum(l.minor), 0) from ledger_transactions t join ledger_lines l on l.transaction_id = t.id where t.claim_id = c.id and l.account = 'approved'))
$$;
--> statement-breakpoint
create function refuse_payment() returns trigger language plpgsql as $$
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
    if exists (select from payment_batches b where b.id = new.batch_id and b.released_by = new.decided_by) then
      raise exception 'who decided a claim does not pay it' using errcode = 'check_violation', constraint = 'payments_three_people';
    end if;
    if not whether_payment_fits(new) then
      raise exception 'a payment is of an approved claim, for the account and the amount that were approved' using errcode = 'check_violation', constraint = 'payments_as_approved';
    end if;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger payments_guarded before insert or update on payments for each row execute function refuse_payment();
--> statement-breakpoint
create function refuse_batch_edge() returns trigger language plpgsql as $$
begin
  if (new.incident_id, new.programme_id, new.number, new.currency, new.created_by) is distinct from (old.incident_id, old.programme_id, old.number, old.currency, old.created_by)
     or (old.released_by is not null and new.released_by is distinct from old.released_by) then
    raise exception 'who collected and released a batch, and of what, does not change' using errcode = 'check_violation', constraint = 'payment_batches_edges';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('draft', 'released'), ('draft', 'cancelled'), ('released', 'settled')) then
    raise exception 'a batch does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'payment_batches_edges';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger payment_batches_guarded before update on payment_batches for each row execute function refuse_batch_edge();
--> statement-breakpoint
create function refuse_payment_delete() returns trigger language plpgsql as $$
begin
  raise exception 'what was collected stays on record; cancel it' using errcode = 'check_violation', constraint = 'payments_kept';
end $$;
--> statement-breakpoint
create trigger payments_kept before delete or truncate on payments for each statement execute function refuse_payment_delete();
--> statement-breakpoint
create trigger payment_batches_kept before delete or truncate on payment_batches for each statement execute function refuse_payment_delete();
--> statement-breakpoint
create function refuse_code_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.claim_id is not null or (new.programme_id, new.benefit, new.part, new.sealed, new.code_index) is distinct from (old.programme_id, old.benefit, old.part, old.sealed, old.code_index) then
    raise exception 'a code that was given out stays given out' using errcode = 'check_violation', constraint = 'payment_codes_kept';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger payment_codes_kept before update or delete on payment_codes for each row execute function refuse_code_change();
