import { and, eq, isNull, sql } from "drizzle-orm";
import { subjectSessions } from "@/db/schema/lookups";
import { requireSubject, type Context } from "../kernel/context";

/** Close one's own proof, on a shared computer for instance. @throws {SignedOut} */
export async function endProof(ctx: Context): Promise<void> {
  const { sessionId } = requireSubject(ctx);
  await ctx.db
    .update(subjectSessions)
    .set({ endedAt: sql`clock_timestamp()` })
    .where(and(eq(subjectSessions.id, Buffer.from(sessionId, "hex")), isNull(subjectSessions.endedAt)));
}
