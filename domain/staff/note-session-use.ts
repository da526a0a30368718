import { and, eq, isNull, sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { requireStaffActor, type Context } from "../kernel/context";
import { SEEN_MS } from "./rules";

/** Write down that a session is in use, at most once a minute. Not an act, and so in no audit. @throws {Forbidden} when nobody is signed in */
export async function noteSessionUse(ctx: Context): Promise<void> {
  const { sessionId } = requireStaffActor(ctx);
  await ctx.db
    .update(staffSessions)
    .set({ lastSeenAt: sql`clock_timestamp()` })
    .where(and(eq(staffSessions.id, Buffer.from(sessionId, "hex")), isNull(staffSessions.endedAt), sql`${staffSessions.lastSeenAt} < clock_timestamp() - ${`${SEEN_MS} milliseconds`}::interval`));
}
