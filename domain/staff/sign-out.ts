import { and, eq, isNull, sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { requireStaffActor, type Context } from "../kernel/context";
import { SignedOut } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";

/** End the session that asks. Doing it twice is the same as once. @throws {Forbidden} when nobody is signed in */
export async function signOut(ctx: Context): Promise<void> {
  const { staffId, sessionId } = requireStaffActor(ctx);
  const ending = withTransaction(ctx, async (tx) => {
    const ended = await tx
      .update(staffSessions)
      .set({ endedAt: sql`clock_timestamp()`, endedFor: "signed-out" })
      .where(and(eq(staffSessions.id, Buffer.from(sessionId, "hex")), isNull(staffSessions.endedAt)))
      .returning({ staffId: staffSessions.staffId });
    if (ended.length > 0) await recordAudit(tx, ctx, { action: "staff.sign-out", object: { kind: "staff", id: staffId } });
  });
  await ending.catch((error: unknown) => {
    // Somebody else ended it meanwhile.
    if (!(error instanceof SignedOut)) throw error;
  });
}
