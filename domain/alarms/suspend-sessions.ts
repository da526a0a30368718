import { and, eq, isNull, sql } from "drizzle-orm";
import { apiTokens, staffMembers, staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { tellAccessEnded } from "../staff/access-ended";
import { endTokens } from "../staff/tokens/end-tokens";

/** For so long nobody signs in as them: time for somebody to look, and not for ever, because it may have been a mistake. */
const LOCK = "1 hour";

/**
 * End every session and token of somebody who reads beyond what a person can, cut what is being sent to them, and pause their sign-in for an hour; in the caller's transaction. It is no off-boarding: their roles
 * and approvals stand until somebody decides. Returns how many sessions ended.
 */
export async function suspendSessions(tx: Executor, ctx: Context, staffId: string): Promise<number> {
  // The person before what they have, as an off-boarding takes them: the two would wait for each other.
  await tx.select({ id: staffMembers.id }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("no key update");
  const ended = await tx
    .update(staffSessions)
    .set({ endedAt: sql`clock_timestamp()`, endedFor: "suspended" })
    .where(and(eq(staffSessions.staffId, staffId), isNull(staffSessions.endedAt)))
    .returning({ id: staffSessions.staffId });
  const tokens = await endTokens(tx, eq(apiTokens.staffId, staffId), "suspended");
  if (ended.length + tokens.length === 0) return 0;
  await tx.update(staffMembers).set({ lockedUntil: sql`greatest(${staffMembers.lockedUntil}, clock_timestamp() + ${LOCK}::interval)` }).where(eq(staffMembers.id, staffId));
  await recordAudit(tx, ctx, { action: "staff.suspend", object: { kind: "staff", id: staffId }, details: { sessions: ended.length, tokens: tokens.length } });
  await tellAccessEnded(tx, staffId);
  return ended.length;
}
