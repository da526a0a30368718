-- Money of programmes, double entry in minor units. An entry is a transaction whose lines sum to zero; nothing in it is ever changed or taken away.
create table ledger_transactions (
  id uuid primary key default uuidv7(),
  programme_id uuid not null references programmes,
  claim_id uuid references claims,
  -- What for: the pool of published terms, a claim that moved, codes that were sent, a share of a pool, or what there was before there was a ledger.
  kind text not null check (kind in ('budget', 'claim', 'codes', 'share', 'opening')),
  at timestamptz not null default clock_timestamp(),
  -- The database transaction that wrote it: no line is added later.
  xact xid8 not null default pg_current_xact_id(),
  check ((kind = 'budget') = (claim_id is null))
);
--> statement-breakpoint
create index ledger_transactions_of_claim on ledger_transactions (claim_id);
--> statement-breakpoint
create index ledger_transactions_of_programme on ledger_transactions (programme_id);
--> statement-breakpoint
-- `budget` is where a pool comes from and so is negative; the other accounts are where money stands and add up to the pool. Without a pool `available` falls below zero by what is promised.
create table ledger_lines (
  transaction_id uuid not null references ledger_transactions,
  account text not null check (account in ('budget', 'available', 'reserved', 'approved', 'in-payment', 'paid', 'returned')),
  minor bigint not null check (minor <> 0),
  primary key (transaction_id, account)
);
--> statement-breakpoint
-- Sums of the lines, kept by a trigger. Spread over shards so that claims filed at the same time do not queue for one row.
create table ledger_balances (
  programme_id uuid not null references programmes,
  account text not null,
  shard smallint not null,
  minor bigint not null,
  primary key (programme_id, account, shard)
);
--> statement-breakpoint
-- One row for each opened programme. What promises or pays money queues for it; filing does not.
create table ledger_pools (
  programme_id uuid primary key references programmes,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  pool_minor bigint check (pool_minor >= 0),
  pro_rata boolean not null,
  -- When everybody's share of a pool was reckoned; what is approved may exceed the pool until then.
  shared_at timestamptz,
  -- approved + in payment + paid + returned, and in payment + paid.
  committed_minor bigint not null default 0,
  paying_minor bigint not null default 0,
  -- When the sums were last added up anew, and by how much they were off.
  recounted_at timestamptz,
  difference_minor bigint not null default 0,
  constraint ledger_pools_never_over check (pool_minor is null or (paying_minor <= pool_minor and ((pro_rata and shared_at is null) or committed_minor <= pool_minor)))
);
--> statement-breakpoint
create function refuse_entry_change() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the ledger are never changed or taken away; post a new one' using errcode = 'check_violation', constraint = 'ledger_append_only';
end $$;
--> statement-breakpoint
create trigger ledger_transactions_kept before update or delete or truncate on ledger_transactions for each statement execute function refuse_entry_change();
--> statement-breakpoint
create trigger ledger_lines_kept before update or delete or truncate on ledger_lines for each statement execute function refuse_entry_change();
--> statement-breakpoint
create function refuse_unbalanced_entry() returns trigger language plpgsql as $$
begin
  if (select sum(minor) from ledger_lines where transaction_id = new.transaction_id) <> 0 then
    raise exception 'the lines of an entry sum to zero' using errcode = 'check_violation', constraint = 'ledger_balanced';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger ledger_lines_balanced after insert on ledger_lines deferrable initially deferred for each row execute function refuse_unbalanced_entry();
--> statement-breakpoint
create function keep_ledger_balances() returns trigger language plpgsql as $$
begin
  if exists (select from added a join ledger_transactions t on t.id = a.transaction_id where t.xact <> pg_current_xact_id()) then
    raise exception 'an entry is written whole' using errcode = 'check_violation', constraint = 'ledger_append_only';
  end if;
  -- A transaction keeps to one shard and takes accounts in one order, so that two that post many entries do not wait for each other in a ring.
  insert into ledger_balances (programme_id, account, shard, minor)
  select t.programme_id, a.account, mod(pg_current_xact_id()::text::bigint, 16), sum(a.minor)
  from added a join ledger_transactions t on t.id = a.transaction_id
  group by t.programme_id, a.account order by t.programme_id, a.account
  on conflict (programme_id, account, shard) do update set minor = ledger_balances.minor + excluded.minor;
  update ledger_pools p set committed_minor = p.committed_minor + d.committed, paying_minor = p.paying_minor + d.paying
  from (
    select t.programme_id,
      coalesce(sum(a.minor) filter (where a.account in ('approved', 'in-payment', 'paid', 'returned')), 0) as committed,
      coalesce(sum(a.minor) filter (where a.account in ('in-payment', 'paid')), 0) as paying
    from added a join ledger_transactions t on t.id = a.transaction_id group by t.programme_id) d
  where p.programme_id = d.programme_id and (d.committed <> 0 or d.paying <> 0);
  return null;
end $$;
--> statement-breakpoint
create trigger ledger_lines_counted after insert on ledger_lines referencing new table as added for each statement execute function keep_ledger_balances();
--> statement-breakpoint
-- Published terms say what the pool is; the difference to what it was is posted.
create function set_programme_pool() returns trigger language plpgsql as $$
declare
  said record;
  had ledger_pools;
  difference bigint;
  entry uuid;
begin
  select terms ->> 'currency' as currency, (terms ->> 'poolMinor')::bigint as pool, coalesce((terms ->> 'proRata')::boolean, false) as pro_rata
    into said from programme_versions where programme_id = new.id and number = new.published_version;
  select * into had from ledger_pools where programme_id = new.id for update;
  if had.currency <> said.currency then
    raise exception 'a programme that was opened keeps its currency' using errcode = 'check_violation', constraint = 'ledger_currency_kept';
  end if;
  insert into ledger_pools (programme_id, currency, pool_minor, pro_rata) values (new.id, said.currency, said.pool, said.pro_rata)
    on conflict (programme_id) do update set pool_minor = excluded.pool_minor, pro_rata = excluded.pro_rata;
  difference := coalesce(said.pool, 0) - coalesce(had.pool_minor, 0);
  if difference <> 0 then
    insert into ledger_transactions (programme_id, kind) values (new.id, 'budget') returning id into entry;
    insert into ledger_lines (transaction_id, account, minor) values (entry, 'budget', -difference), (entry, 'available', difference);
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger programmes_pool after update of published_version on programmes for each row when (new.published_version is not null) execute function set_programme_pool();
--> statement-breakpoint
-- What there was before: pools of programmes that are open, and where each claim's money stands.
update programmes set published_version = published_version where published_version is not null;
--> statement-breakpoint
with standing as (
  select id as claim_id, programme_id,
    case state when 'approved' then 'approved' when 'in-payment' then 'in-payment' when 'paid' then 'paid' when 'returned' then 'returned' else 'reserved' end as account,
    case when state in ('approved', 'in-payment', 'paid', 'returned') then coalesce(approved_minor, amount_minor) else amount_minor end as minor
  from claims where state not in ('draft', 'withdrawn', 'denied', 'denied-final')
), entries as (
  insert into ledger_transactions (programme_id, claim_id, kind) select programme_id, claim_id, 'opening' from standing where minor > 0 returning id, claim_id
)
insert into ledger_lines (transaction_id, account, minor)
select e.id, l.account, l.minor from entries e join standing s using (claim_id)
cross join lateral (values ('available', -s.minor), (s.account, s.minor)) l(account, minor);
