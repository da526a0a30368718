import { and, eq, isNull, sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import type { SessionEnd } from "@/db/values/session-ends";
import type { Executor } from "../kernel/transaction";
import { tellAccessEnded } from "./access-ended";

/** End every session of somebody in the caller's transaction, and cut with its commit whatever is being sent to them. Returns how many ended. */
export async function endSessions(tx: Executor, staffId: string, endedFor: SessionEnd): Promise<number> {
  const ended = await tx.update(staffSessions).set({ endedAt: sql`clock_timestamp()`, endedFor }).where(and(eq(staffSessions.staffId, staffId), isNull(staffSessions.endedAt))).returning({ id: staffSessions.staffId });
  await tellAccessEnded(tx, staffId);
  return ended.length;
}
