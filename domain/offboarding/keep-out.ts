import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { scimUsers, staffMembers } from "@/db/schema/staff";
import type { Executor } from "../kernel/transaction";

/**
 * Let an end of access that the identity provider can take back be somebody's here, so that it no longer can. Of whoever's access is open, or was ended here before, nothing changes.
 * @returns whether the provider could have let them in until now
 */
export async function keepOut(tx: Executor, { staffId, by }: { staffId: string; by: string | null }): Promise<boolean> {
  // The person before what the provider knows of them, as the provider's own requests hold them.
  const [ended] = await tx.select({ id: staffMembers.id }).from(staffMembers).where(and(eq(staffMembers.id, staffId), isNotNull(staffMembers.disabledAt), isNull(staffMembers.disabledBy))).for("update");
  if (!ended) return false;
  const [provided] = await tx.update(scimUsers).set({ deactivatedAt: null }).where(and(eq(scimUsers.staffId, staffId), isNotNull(scimUsers.deactivatedAt))).returning({ id: scimUsers.staffId });
  if (!provided) return false;
  await tx.update(staffMembers).set({ disabledBy: by }).where(eq(staffMembers.id, staffId));
  return true;
}
