import { and, inArray, isNull, sql } from "drizzle-orm";
import { keyRegister, keyTasks } from "@/db/schema/keys";
import type { Executor } from "../../kernel/transaction";

/** Enter in the caller's transaction that keys stopped and that nothing takes their place: what was to be rotated because of them is done, and each names itself as what closed it. */
export async function endKeys(tx: Executor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.update(keyRegister).set({ state: "destroyed", retiredAt: sql`clock_timestamp()` }).where(and(inArray(keyRegister.id, [...ids]), inArray(keyRegister.state, ["active", "next"])));
  await tx.update(keyTasks).set({ closedAt: sql`clock_timestamp()`, closedBy: sql`${keyTasks.keyId}` }).where(and(inArray(keyTasks.keyId, [...ids]), isNull(keyTasks.closedAt)));
}
