import { and, eq, isNotNull } from "drizzle-orm";
import { scimUsers, staffMembers } from "@/db/schema/staff";
import type { Executor } from "../kernel/transaction";

/**
 * Let an end of access that the identity provider can take back be somebody's here, so that it no longer can. Of whoever's access is open, or was ended here before, nothing changes.
 * @returns whether the provider could have let them in until now
 */
export async function keepOut(tx: Executor, { staffId, by }: { staffId: string; by: string | null }): Promise<boolean> {
  // The person before what the provider knows of them, as the provider's own requests hold them; whoever they are at this moment, because the provider may be ending their access just now.
  const [member] = await tx.select({ endedAt: staffMembers.disabledAt, endedBy: staffMembers.disabledBy }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("no key update");
  if (!member?.endedAt || member.endedBy !== null) return false;
  const [provided] = await tx.update(scimUsers).set({ deactivatedAt: null }).where(and(eq(scimUsers.staffId, staffId), isNotNull(scimUsers.deactivatedAt))).returning({ id: scimUsers.staffId });
  if (!provided) return false;
  await tx.update(staffMembers).set({ disabledBy: by }).where(eq(staffMembers.id, staffId));
  return true;
}
