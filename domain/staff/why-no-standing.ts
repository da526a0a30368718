import { and, eq, isNull, sql } from "drizzle-orm";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import type { Policy } from "../kernel/context";
import { Forbidden } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";

/**
 * Say why somebody who was let in may not act any more, or null: they were disabled, or every role that allows it was taken away. It holds their row to the end of the
 * transaction, so that an act and an off-boarding of the same moment come one after the other. An id without a row is no member who could have been off-boarded.
 */
export async function whyNoStanding(tx: Executor, staffId: string, rule: Policy): Promise<Forbidden | null> {
  const [member] = await tx.select({ disabledAt: staffMembers.disabledAt }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("share");
  if (!member) return null;
  if (member.disabledAt !== null) return new Forbidden("staff-ended");
  const grants = await tx
    .select({ role: staffGrants.role })
    .from(staffGrants)
    .where(and(eq(staffGrants.staffId, staffId), isNull(staffGrants.endedAt), sql`(${staffGrants.expiresAt} is null or ${staffGrants.expiresAt} > clock_timestamp())`))
    .for("share");
  return grants.some(({ role }) => rule.roles.includes(role)) ? null : new Forbidden("forbidden");
}
