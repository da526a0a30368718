-- Approved claims for which nothing of a shared pool is left and to which no code goes either: the eighth bit of `flags` (`claimFlags` in db/values/claim-facets.ts). They stay approved and are in no batch.
create or replace function whether_payment_fits(p payments) returns boolean language sql stable as $$
  select exists (
    select from claims c join payment_batches b on b.id = p.batch_id
    where c.id = p.claim_id and c.state = 'approved' and (c.flags & 128) = 0 and c.programme_id = b.programme_id and c.currency = b.currency
      and c.payout_version = p.payout_version and (p.cash_minor = 0 or c.approved_payout_version = c.payout_version)
      and p.cash_minor + p.codes_minor = (
        select coalesce(sum(l.minor), 0) from ledger_transactions t join ledger_lines l on l.transaction_id = t.id where t.claim_id = c.id and l.account = 'approved'))
$$;
--> statement-breakpoint
update claims c set flags = (c.flags & ~96) | 128
where c.state = 'approved'
  and exists (select from ledger_transactions t where t.claim_id = c.id and t.kind = 'share')
  and not exists (select from claim_benefits b where b.claim_id = c.id and (b.kind = 'monitoring' and b.approved_minor is not null or b.kind = 'vouchers' and b.approved_minor > 0)
    and not exists (select from payment_codes g where g.claim_id = c.id and g.benefit = b.benefit))
  and (select coalesce(sum(l.minor), 0) from ledger_transactions t join ledger_lines l on l.transaction_id = t.id where t.claim_id = c.id and l.account = 'approved') = 0;
