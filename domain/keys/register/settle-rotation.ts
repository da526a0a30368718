import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { keyCustodians, keyRegister, keyTasks } from "@/db/schema/keys";
import { staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";

/**
 * The new key has taken over: the old id stops, and what was to be rotated because of it is done. Owner, and custodians who still work here, go on with the new one: who handles a secret of a kind handles
 * the next. Call it in the transaction that makes the new key the one in use. @throws {Conflict} when the old one is not in use any more
 */
export async function settleRotation(tx: Executor, ctx: Context, { from, to, destroyed }: { from: string; to: string; /** Nothing is left of the old one. */ destroyed: boolean }): Promise<void> {
  const [old] = await tx
    .update(keyRegister)
    .set({ state: destroyed ? "destroyed" : "retired", retiredAt: sql`clock_timestamp()` })
    .where(and(eq(keyRegister.id, from), eq(keyRegister.state, "active")))
    .returning({ ownerId: keyRegister.ownerId, kind: keyRegister.kind, name: keyRegister.name });
  if (!old) throw new Conflict("key-retired");
  await tx.update(keyRegister).set({ state: "active", ownerId: sql`coalesce(${keyRegister.ownerId}, ${old.ownerId}::uuid)` }).where(and(eq(keyRegister.id, to), eq(keyRegister.state, "next")));
  // Held to the commit: an off-boarding that goes on at this moment is over, or finds them on the new key. After the key, and by their ids, as everything else takes them.
  await tx.execute(sql`
    insert into ${keyCustodians} (key_id, staff_id, added_by) select ${to}, c.staff_id, c.added_by from ${keyCustodians} c join ${staffMembers} m on m.id = c.staff_id and m.disabled_at is null
    where c.key_id = ${from} order by m.id for share of m on conflict do nothing`);
  // Others that were to come next and did not: a value that was mistyped, or given up.
  const passedOver = await tx
    .update(keyRegister)
    .set({ state: "retired", retiredAt: sql`clock_timestamp()` })
    .where(and(eq(keyRegister.kind, old.kind), eq(keyRegister.name, old.name), eq(keyRegister.state, "next")))
    .returning({ id: keyRegister.id });
  const closed = await tx
    .update(keyTasks)
    .set({ closedAt: sql`clock_timestamp()`, closedBy: to })
    .where(and(inArray(keyTasks.keyId, [from, ...passedOver.map(({ id }) => id)]), isNull(keyTasks.closedAt)))
    .returning({ staffId: keyTasks.staffId });
  await recordAudit(tx, ctx, { action: "key.rotate", object: { kind: "key", id: from }, details: { to, kind: old.kind, closes: closed.map(({ staffId }) => staffId) } });
}
