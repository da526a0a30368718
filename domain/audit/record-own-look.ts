import { and, eq, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { requireSubject, type Context } from "../kernel/context";
import { withTransaction, type Executor } from "../kernel/transaction";
import { recordAudit, type AuditRecord } from "./record-audit";

interface OwnLook extends Pick<AuditRecord, "action"> {
  object: { kind: string; id: string };
}

/**
 * Write down that a person was shown what is theirs, once for each proof and thing, so that after a mailbox was taken over it can be said what was seen. A page that is opened again under the same proof is no
 * other look: it shows the same to the same browser, and such pages are asked for by millions of people. @throws {SignedOut}
 */
export async function recordOwnLook(ctx: Context, { action, object }: OwnLook): Promise<void> {
  const { sessionId, incidentId } = requireSubject(ctx);
  const seen = async (db: Executor) => (await db.select({ id: auditEvents.id }).from(auditEvents).where(and(eq(auditEvents.actorId, sessionId), eq(auditEvents.action, action), eq(auditEvents.objectId, object.id))).limit(1)).length > 0;
  if (await seen(ctx.db)) return;
  await withTransaction(ctx, async (tx) => {
    // Of two windows at once the second finds what the first wrote.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`own-look/${sessionId}/${action}/${object.id}`}, 0))`);
    if (!(await seen(tx))) await recordAudit(tx, ctx, { action, object, incidentId });
  });
}
