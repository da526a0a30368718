import { and, eq, isNull, sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { requireStaffActor, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";

/** End the session that asks. Doing it twice is the same as once. @throws {Forbidden} when nobody is signed in */
export async function signOut(ctx: Context): Promise<void> {
  const { staffId, sessionId } = requireStaffActor(ctx);
  await withTransaction(ctx, async (tx) => {
    const ended = await tx
      .update(staffSessions)
      .set({ endedAt: sql`clock_timestamp()`, endedFor: "signed-out" })
      .where(and(eq(staffSessions.id, Buffer.from(sessionId, "hex")), isNull(staffSessions.endedAt)))
      .returning({ staffId: staffSessions.staffId });
    if (ended.length > 0) await recordAudit(tx, ctx, { action: "staff.sign-out", object: { kind: "staff", id: staffId } });
  });
}
