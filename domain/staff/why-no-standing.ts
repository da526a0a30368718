import { eq, sql } from "drizzle-orm";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import type { Role } from "@/db/values/roles";
import type { Policy } from "../kernel/context";
import { Forbidden } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { counts } from "./in-force";

/**
 * Say why somebody who was let in may not act any more, or null: they were disabled or suspended, or every role that allows it was taken away or has run out. It holds their row to the end of the
 * transaction, so that an act and an off-boarding of the same moment come one after the other. An id without a row is no member who could have been off-boarded.
 */
export async function whyNoStanding(tx: Executor, staffId: string, rule: Policy): Promise<Forbidden | null> {
  const [member] = await tx.select({ disabledAt: staffMembers.disabledAt, suspendedAt: staffMembers.suspendedAt }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("share");
  if (!member) return null;
  if (member.disabledAt !== null) return new Forbidden("staff-ended");
  if (member.suspendedAt !== null) return new Forbidden("staff-suspended");
  const { rows: grants } = await tx.execute<{ role: Role }>(sql`select g.role from ${staffGrants} g where g.staff_id = ${staffId} and ${counts} for share of g`);
  return grants.some(({ role }) => rule.roles.includes(role)) ? null : new Forbidden("forbidden");
}
