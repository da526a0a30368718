import { sql } from "drizzle-orm";
import type { SuppressionReason, SuppressionScope } from "@/db/values/suppressions";
import type { Executor } from "../kernel/transaction";
import { anyOf, type InstallationIndex } from "../keys/sealed";

/** Names the entry in the audit and nobody outside it: a piece of a keyed hash. */
export const suppressionId = ({ value }: InstallationIndex): string => value.toString("hex").slice(0, 16);

/** Enter an address in the caller's transaction. False when it was there already: the first reason stays. */
export async function suppressContact(tx: Executor, { value, links, forms }: InstallationIndex, scope: SuppressionScope, reason: SuppressionReason): Promise<boolean> {
  const { rows } = await tx.execute<{ added: number }>(sql`
    with added as (
      insert into suppressions (contact_index, scope, reason, index_links) select ${value}, ${scope}, ${reason}, ${links}
      where not exists (select from suppressions where contact_index = ${anyOf(forms)} and scope = ${scope})
      on conflict do nothing returning contact_index
    ), counted as (
      insert into suppression_counts as c (scope, reason, shard, addresses) select ${scope}, ${reason}, get_byte(contact_index, 0) % 16, 1 from added
      on conflict (scope, reason, shard) do update set addresses = c.addresses + 1
    ) select count(*)::int as added from added`);
  return rows[0]?.added === 1;
}

/** Take an address out again, if it is there for one of these reasons. False when it is not. */
export async function releaseContact(tx: Executor, { forms }: InstallationIndex, scope: SuppressionScope, reasons: readonly SuppressionReason[]): Promise<boolean> {
  const { rows } = await tx.execute<{ released: number }>(sql`
    with released as (
      delete from suppressions where contact_index = ${anyOf(forms)} and scope = ${scope} and reason in (${sql.join(reasons.map((reason) => sql`${reason}`), sql`, `)}) returning contact_index, reason
    ), counted as (
      -- It may have been counted in another shard: a rotation of the key has given it another index since.
      insert into suppression_counts as c (scope, reason, shard, addresses) select ${scope}, reason, get_byte(contact_index, 0) % 16, -count(*) from released group by 2, 3
      on conflict (scope, reason, shard) do update set addresses = c.addresses + excluded.addresses
    ) select count(*)::int as released from released`);
  return (rows[0]?.released ?? 0) > 0;
}
