import { and, eq, inArray, sql } from "drizzle-orm";
import { keyCustodians, keyRegister, keyTasks } from "@/db/schema/keys";
import type { KeyKind } from "@/db/values/key-kinds";
import type { Executor } from "../../kernel/transaction";

/** Which living keys somebody who is leaving knows. Each of them is to be rotated; their off-boarding is complete when all have been. For the off-boarding's own transaction. */
export async function openRotationTasks(tx: Executor, staffId: string): Promise<{ id: string; kind: KeyKind }[]> {
  const known = await tx
    .select({ id: keyRegister.id, kind: keyRegister.kind })
    .from(keyCustodians)
    .innerJoin(keyRegister, eq(keyRegister.id, keyCustodians.keyId))
    .where(and(eq(keyCustodians.staffId, staffId), inArray(keyRegister.state, ["active", "next"])))
    .orderBy(keyRegister.kind, keyRegister.id);
  if (known.length > 0) await tx.insert(keyTasks).values(known.map(({ id: keyId }) => ({ keyId, staffId }))).onConflictDoNothing();
  return known;
}

export interface KnownKey {
  id: string;
  kind: KeyKind;
  name: string;
  closedAt: Date | null;
  closedBy: string | null;
}

/** The keys that somebody knew when they left, with what has taken the place of each. The caller has passed a policy of its own. */
export async function listTasksOf(db: Executor, staffId: string): Promise<KnownKey[]> {
  return db
    .select({ id: keyTasks.keyId, kind: keyRegister.kind, name: keyRegister.name, closedAt: keyTasks.closedAt, closedBy: keyTasks.closedBy })
    .from(keyTasks)
    .innerJoin(keyRegister, eq(keyRegister.id, keyTasks.keyId))
    .where(eq(keyTasks.staffId, staffId))
    .orderBy(sql`${keyTasks.closedAt} is not null`, keyRegister.kind, keyTasks.keyId);
}
