import { and, eq, isNull, sql } from "drizzle-orm";
import { scimGroups, scimMembers, staffGrants } from "@/db/schema/staff";
import type { GrantEnd } from "@/db/values/grant-ends";
import type { Role } from "@/db/values/roles";
import type { Executor } from "../kernel/transaction";

/**
 * End a role in the caller's transaction, by a person's hand or for a reason. Where it came by a group of the identity provider, that group does not bring it back: its next message would otherwise undo what was decided here. The provider
 * brings it back by taking the person out of the group and in again. Null when it had ended already.
 */
export async function endRole(tx: Executor, grantId: string, endedFor: GrantEnd | null): Promise<{ staffId: string; role: Role } | null> {
  const [ended] = await tx.update(staffGrants).set({ endedAt: sql`clock_timestamp()`, endedFor }).where(and(eq(staffGrants.id, grantId), isNull(staffGrants.endedAt))).returning({ staffId: staffGrants.staffId, role: staffGrants.role });
  if (!ended) return null;
  await tx
    .update(scimMembers)
    .set({ lapsedRole: ended.role })
    .from(scimGroups)
    .where(and(eq(scimGroups.id, scimMembers.groupId), eq(scimGroups.role, ended.role), eq(scimMembers.staffId, ended.staffId)));
  return ended;
}
