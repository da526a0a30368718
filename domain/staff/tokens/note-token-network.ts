import { and, eq, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { apiTokens } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import { requireStaffActor, type Context } from "../../kernel/context";
import { withTransaction, type Executor } from "../../kernel/transaction";

const ACTION = "api-token.use-from";

/**
 * Write down that a token comes from a network from which it had not come before: one event for each, which says how many were known. These events are the token's history, for it lives no longer than networks are remembered; a network that nobody can
 * know is none. @throws {Forbidden} when nobody came with a token
 */
export async function noteTokenNetwork(ctx: Context, tokenId: string, network: string | null): Promise<void> {
  requireStaffActor(ctx);
  if (network === null || (await readKnown(ctx.db, tokenId)).has(network)) return;
  await withTransaction(ctx, async (tx) => {
    // Of two requests at once the second finds what the first has written.
    const [token] = await tx.select({ key: apiTokens.keyId }).from(apiTokens).where(eq(apiTokens.id, tokenId)).for("no key update");
    const known = await readKnown(tx, tokenId);
    if (token && !known.has(network)) await recordAudit(tx, ctx, { action: ACTION, object: { kind: "api-token", id: tokenId }, details: { network, known: known.size, key: token.key } });
  });
}

async function readKnown(db: Executor, tokenId: string): Promise<Set<string | null>> {
  const rows = await db.select({ network: sql<string | null>`${auditEvents.details}->>'network'` }).from(auditEvents).where(and(eq(auditEvents.objectId, tokenId), eq(auditEvents.action, ACTION)));
  return new Set(rows.map(({ network }) => network));
}
