import { and, eq, isNull, sql } from "drizzle-orm";
import { scimGroups, scimMembers, staffGrants } from "@/db/schema/staff";
import type { GrantEnd } from "@/db/values/grant-ends";
import type { Role } from "@/db/values/roles";
import type { Executor } from "../kernel/transaction";

interface EndedRole {
  id: string;
  staffId: string;
  role: Role;
}

/** End one role: see {@link endRoles}. Null when it had ended already. */
export async function endRole(tx: Executor, grantId: string, endedFor: GrantEnd | null): Promise<EndedRole | null> {
  const [ended] = await endRoles(tx, [grantId], endedFor);
  return ended ?? null;
}

/**
 * End roles in the caller's transaction, by a person's hand or for a reason. Where one came by a group of the identity provider, that group does not bring it back: its next message would otherwise undo what was decided here. The provider
 * brings it back by taking the person out of the group and in again. Returns those that had not ended already.
 */
export async function endRoles(tx: Executor, grantIds: readonly string[], endedFor: GrantEnd | null): Promise<EndedRole[]> {
  const { id, staffId, role, endedAt } = staffGrants;
  const ended = await tx.update(staffGrants).set({ endedAt: sql`clock_timestamp()`, endedFor }).where(and(sql`${id} = any(${sql.param([...grantIds])}::uuid[])`, isNull(endedAt))).returning({ id, staffId, role });
  if (ended.length === 0) return [];
  await tx
    .update(scimMembers)
    .set({ lapsedRole: role })
    .from(scimGroups)
    .innerJoin(staffGrants, sql`${id} = any(${sql.param(ended.map((each) => each.id))}::uuid[])`)
    .where(and(eq(scimGroups.id, scimMembers.groupId), eq(scimGroups.role, role), eq(scimMembers.staffId, staffId)));
  return ended;
}
