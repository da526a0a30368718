import { and, eq, isNull, sql } from "drizzle-orm";
import { subjectSessions } from "@/db/schema/lookups";
import { recordAudit } from "../audit/record-audit";
import { requireSubject, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";

/** Close one's own proof, on a shared computer for instance. @throws {SignedOut} */
export async function endProof(ctx: Context): Promise<void> {
  const { sessionId, incidentId } = requireSubject(ctx);
  await withTransaction(ctx, async (tx) => {
    const ended = await tx
      .update(subjectSessions)
      .set({ endedAt: sql`clock_timestamp()` })
      .where(and(eq(subjectSessions.id, Buffer.from(sessionId, "hex")), isNull(subjectSessions.endedAt)))
      .returning({ id: subjectSessions.id });
    if (ended.length > 0) await recordAudit(tx, ctx, { action: "lookup.end-proof", object: { kind: "subject-session", id: sessionId }, incidentId });
  });
}
