import { sql } from "drizzle-orm";
import type { SuppressionReason, SuppressionScope } from "@/db/values/suppressions";
import type { Executor } from "../kernel/transaction";

/** Enter an address in the caller's transaction. False when it was there already: the first reason stays. */
export async function suppressContact(tx: Executor, index: Buffer, scope: SuppressionScope, reason: SuppressionReason): Promise<boolean> {
  const { rows } = await tx.execute<{ added: number }>(sql`
    with added as (
      insert into suppressions (contact_index, scope, reason) values (${index}, ${scope}, ${reason}) on conflict do nothing returning contact_index
    ), counted as (
      insert into suppression_counts as c (scope, reason, shard, addresses) select ${scope}, ${reason}, get_byte(contact_index, 0) % 16, 1 from added
      on conflict (scope, reason, shard) do update set addresses = c.addresses + 1
    ) select count(*)::int as added from added`);
  return rows[0]?.added === 1;
}

/** Take an address out again, if it is there for one of these reasons. False when it is not. */
export async function releaseContact(tx: Executor, index: Buffer, scope: SuppressionScope, reasons: readonly SuppressionReason[]): Promise<boolean> {
  const { rows } = await tx.execute<{ released: number }>(sql`
    with released as (
      delete from suppressions where contact_index = ${index} and scope = ${scope} and reason in (${sql.join(reasons.map((reason) => sql`${reason}`), sql`, `)}) returning contact_index, reason
    ), counted as (
      update suppression_counts c set addresses = c.addresses - 1 from released r where c.scope = ${scope} and c.reason = r.reason and c.shard = get_byte(r.contact_index, 0) % 16
    ) select count(*)::int as released from released`);
  return rows[0]?.released === 1;
}
