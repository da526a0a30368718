import { desc, eq, isNull, sql } from "drizzle-orm";
import { auditCheckpoints, auditKeys } from "@/db/schema/audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { mayKeepLog } from "../policy";
import { signCheckpoint } from "./signed-note";
import { openSigningKey } from "./signing-key";
import { readEdge } from "./tree-nodes";

/** Apart by this much, so that with the second in which an event is numbered and a turn of the worker no event is older than 61 s when it is sealed. */
const EVERY_SECONDS = 59;

/** The old key has said which one comes after it; it says nothing else any more. */
async function handOn(tx: Executor, from: number, to: number): Promise<void> {
  await tx.update(auditKeys).set({ retiredAt: sql`clock_timestamp()`, sealedPrivate: null }).where(eq(auditKeys.id, from));
  await tx.update(auditKeys).set({ waits: false }).where(eq(auditKeys.id, to));
}

/** Whether there are numbered events that no checkpoint covers, and the last one was made long enough ago. */
export async function isSealDue(ctx: Context, everySeconds = EVERY_SECONDS): Promise<boolean> {
  authorise(ctx, mayKeepLog);
  const { rows } = await ctx.db.execute<{ due: boolean }>(sql`
    select s.size > coalesce(c.size, 0) and coalesce(c.at <= clock_timestamp() - make_interval(secs => ${everySeconds}), true) as due
    from audit_sequencer s left join (select size, at from audit_checkpoints order by size desc limit 1) c on true`);
  return rows[0]?.due ?? false;
}

/**
 * Sign a checkpoint over all numbered events and keep it. Returns its size, or null when there is nothing new or another worker is at it. Not for an installation that
 * may be a copy: two logs under one key that differ are what a checkpoint exists to expose.
 */
export async function sealLog(ctx: Context, origin: string): Promise<number | null> {
  authorise(ctx, mayKeepLog);
  const key = await openSigningKey(ctx, origin);
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ size: number }>(sql`select size::float8 as size from audit_sequencer for update skip locked`);
    const size = rows[0]?.size ?? 0;
    const [last] = await tx.select({ size: auditCheckpoints.size }).from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1);
    if (size <= (last?.size ?? 0)) return null;
    const keys = await tx.select({ id: auditKeys.id, origin: auditKeys.origin, publicKey: auditKeys.publicKey, waits: auditKeys.waits }).from(auditKeys).where(isNull(auditKeys.retiredAt));
    // Another worker has handed the log on since the key was read.
    if (!keys.some(({ id, waits }) => id === key.id && !waits)) return null;
    const next = keys.find(({ waits }) => waits);
    const root = (await readEdge(tx, size)).root();
    const note = signCheckpoint({ origin: key.name, size, root, next: next && { name: next.origin, publicKey: next.publicKey } }, key.publicKey, key.privateKey);
    await tx.insert(auditCheckpoints).values({ size, root, keyId: key.id, note });
    if (next) await handOn(tx, key.id, next.id);
    return size;
  });
}
