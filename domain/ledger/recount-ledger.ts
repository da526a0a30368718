import { sql } from "drizzle-orm";
import { authorise, type Context } from "../kernel/context";
import { mayRecountLedger } from "./policy";

/**
 * Add up every programme's lines anew and note by how much the balances are off: of any account, of what is promised and of what is paid, all differences together. Zero is the only right answer;
 * anything else is for an operator to look into and is not mended here. Returns the sum over all programmes, in minor units.
 */
export async function recountLedger(ctx: Context): Promise<bigint> {
  authorise(ctx, mayRecountLedger);
  // One statement, so that lines and balances are those of one moment.
  const { rows } = await ctx.db.execute<{ difference: string }>(sql`
    with lines as (
      select t.programme_id, l.account, sum(l.minor) as minor from ledger_transactions t join ledger_lines l on l.transaction_id = t.id group by 1, 2
    ), kept as (
      select programme_id, account, sum(minor) as minor from ledger_balances group by 1, 2
    ), off as (
      select programme_id, sum(abs(coalesce(lines.minor, 0) - coalesce(kept.minor, 0))) as minor from lines full join kept using (programme_id, account) group by 1
    ), promised as (
      select programme_id, coalesce(sum(minor) filter (where account in ('approved', 'in-payment', 'paid', 'returned')), 0) as committed, coalesce(sum(minor) filter (where account in ('in-payment', 'paid')), 0) as paying
      from lines group by 1
    ), reckoned as (
      select p.programme_id, coalesce(off.minor, 0) + abs(p.committed_minor - coalesce(promised.committed, 0)) + abs(p.paying_minor - coalesce(promised.paying, 0)) as minor
      from ledger_pools p left join off using (programme_id) left join promised using (programme_id)
    ), noted as (
      update ledger_pools p set recounted_at = clock_timestamp(), difference_minor = r.minor from reckoned r where r.programme_id = p.programme_id returning p.difference_minor
    )
    select coalesce(sum(difference_minor), 0)::text as difference from noted`);
  const difference = BigInt(rows[0]?.difference ?? 0);
  if (difference !== 0n) ctx.log.error({ differenceMinor: difference.toString() }, "the ledger's balances do not add up to its lines");
  return difference;
}
