import { and, eq, isNull } from "drizzle-orm";
import { auditKeys } from "@/db/schema/audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayKeepLog } from "../policy";
import { recordAudit } from "../record-audit";
import { newKey } from "./signing-key";

/**
 * Make the key that is to sign after the present one, under the same name; one that waits already is that key. The next checkpoint announces it, signed by the old key, and from then on the old one
 * signs nothing: its private half is gone with that transaction. @throws {Conflict} while the log has no key yet
 */
export async function startNextKey(ctx: Context): Promise<{ publicKey: Buffer }> {
  authorise(ctx, mayKeepLog);
  const waiting = await findNextKey(ctx);
  if (waiting) return waiting;
  const [present] = await ctx.db.select({ id: auditKeys.id, origin: auditKeys.origin }).from(auditKeys).where(and(isNull(auditKeys.retiredAt), eq(auditKeys.waits, false)));
  if (!present) throw new Conflict("audit-no-key");
  const next = await newKey(ctx, present.origin);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(auditKeys).values({ ...next, waits: true }).onConflictDoNothing().returning({ id: auditKeys.id });
    // Without an event there might be nothing that a checkpoint is due for.
    if (row) await recordAudit(tx, ctx, { action: "audit.next-key", object: { kind: "audit-key", id: String(row.id) }, details: { after: present.id } });
  });
  const made = await findNextKey(ctx);
  if (!made) throw new Conflict("audit-no-key");
  return made;
}

/** The key that waits to be announced; null when none does. */
export async function findNextKey(ctx: Context): Promise<{ publicKey: Buffer } | null> {
  const [row] = await ctx.db.select({ publicKey: auditKeys.publicKey }).from(auditKeys).where(eq(auditKeys.waits, true));
  return row ?? null;
}
