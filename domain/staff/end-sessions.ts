import { and, isNull, sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import type { SessionEnd } from "@/db/values/session-ends";
import type { Executor } from "../kernel/transaction";
import { tellAccessEnded } from "./access-ended";

/** End every session of somebody, or of several, in the caller's transaction, which holds them, and cut with its commit whatever is being sent to them. Returns how many ended. */
export async function endSessions(tx: Executor, staffIds: string | readonly string[], endedFor: SessionEnd): Promise<number> {
  const theirs = sql`${staffSessions.staffId} = any(${sql.param([staffIds].flat())}::uuid[])`;
  const ended = await tx.update(staffSessions).set({ endedAt: sql`clock_timestamp()`, endedFor }).where(and(theirs, isNull(staffSessions.endedAt))).returning({ id: staffSessions.staffId });
  await tellAccessEnded(tx, staffIds);
  return ended.length;
}
