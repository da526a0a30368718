import { eq, max, sql } from "drizzle-orm";
import { auditCheckpoints, auditKeys, auditPlaces } from "@/db/schema/audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { mayKeepLog } from "../policy";
import { openCheckpoint, signCheckpoint, type Checkpoint, type NoteVerifier } from "./signed-note";
import { openSigningKey } from "./signing-key";
import { readEdge } from "./tree-nodes";

/** Apart by this much, so that with the second in which an event is numbered and a turn of the worker no event is older than 61 s when it is sealed. */
export const EVERY_SECONDS = 59;

/** The old key has said which one comes after it; it says nothing else any more. */
async function handOn(tx: Executor, from: number, to: number): Promise<void> {
  await tx.update(auditKeys).set({ retiredAt: sql`clock_timestamp()`, sealedPrivate: null }).where(eq(auditKeys.id, from));
  await tx.update(auditKeys).set({ waits: false }).where(eq(auditKeys.id, to));
}

/** What a process has seen of the log and no table holds: whoever can write to the database cannot take it back. */
export interface LogMemory {
  newest: Pick<Checkpoint, "size" | "root"> | null;
}

interface Spacing {
  memory?: LogMemory;
  everySeconds?: number;
}

/** Whether a process is to come to {@link sealLog}: to sign, or to see what another one signed. */
export async function isSealDue(ctx: Context, { memory, everySeconds = EVERY_SECONDS }: Spacing = {}): Promise<boolean> {
  authorise(ctx, mayKeepLog);
  const { rows } = await ctx.db.execute<{ due: boolean }>(sql`
    select s.size <> coalesce(c.size, 0) and ${isSpaced(everySeconds)} or coalesce(c.size, 0) <> ${memory?.newest?.size ?? 0} and ${memory !== undefined} as due
    from audit_sequencer s left join (select size, at from audit_checkpoints order by size desc limit 1) c on true`);
  return rows[0]?.due ?? false;
}

/** Whether the newest checkpoint `c` is long enough ago for another one. */
const isSpaced = (everySeconds: number) => sql`coalesce(c.at <= clock_timestamp() - make_interval(secs => ${everySeconds}), true)`;

/**
 * Sign a checkpoint over all numbered events and keep it. Returns its size, or null when there is nothing new, the last one is too recent, or another worker is at it. Not for an installation that
 * may be a copy: two logs under one key that differ are what a checkpoint exists to expose.
 *
 * Nothing is signed that contradicts what was: the events under the newest checkpoint must still have its root, and that checkpoint must be no older than what went to a place outside and what this process
 * has seen. A signature over anything else would make a log that was rewritten look whole.
 *
 * @throws {Conflict} with the size of the checkpoint that the log contradicts
 */
export async function sealLog(ctx: Context, origin: string, { memory = { newest: null }, everySeconds = 0 }: Spacing = {}): Promise<number | null> {
  authorise(ctx, mayKeepLog);
  const key = await openSigningKey(ctx, origin);
  const sealed = await withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ size: number }>(sql`select size::float8 as size from audit_sequencer for update skip locked`);
    const [position] = rows;
    if (!position) return null;
    const { size } = position;
    const keys = await tx.select({ id: auditKeys.id, name: auditKeys.origin, publicKey: auditKeys.publicKey, waits: auditKeys.waits, retiredAt: auditKeys.retiredAt }).from(auditKeys);
    // Another worker has handed the log on since the key was read.
    if (!keys.some(({ id, waits, retiredAt }) => id === key.id && !waits && retiredAt === null)) return null;
    const last = await readLast(tx, everySeconds);
    const before = last && openSigned(last.note, keys, key);
    await refuseContradiction(tx, size, { last, before, memory });
    if (last && (size === last.size || !last.spaced)) return { newest: before, signed: false };
    if (size === 0) return null;
    const next = keys.find(({ waits }) => waits);
    const root = (await readEdge(tx, size)).root();
    const note = signCheckpoint({ origin: key.name, size, root, next }, key.publicKey, key.privateKey);
    await tx.insert(auditCheckpoints).values({ size, root, keyId: key.id, note });
    if (next) await handOn(tx, key.id, next.id);
    return { newest: { size, root }, signed: true };
  });
  if (sealed?.newest) memory.newest = sealed.newest;
  return sealed?.signed ? (sealed.newest?.size ?? null) : null;
}

async function readLast(tx: Executor, everySeconds: number): Promise<{ size: number; note: string; spaced: boolean } | null> {
  const { rows } = await tx.execute<{ size: number; note: string; spaced: boolean }>(sql`select size::float8 as size, note, ${isSpaced(everySeconds)} as spaced from audit_checkpoints c order by size desc limit 1`);
  return rows[0] ?? null;
}

/** Read a stored checkpoint by its signature, for the columns beside it can be written to: of the key in use, or of the one that named it as the next. */
function openSigned(note: string, keys: readonly NoteVerifier[], current: NoteVerifier): Checkpoint | null {
  const opened = keys.map((verifier) => ({ verifier, checkpoint: openCheckpoint(note, verifier) }));
  const { verifier, checkpoint = null } = opened.find((one) => one.checkpoint !== null) ?? {};
  return verifier?.publicKey.equals(current.publicKey) || checkpoint?.next?.publicKey.equals(current.publicKey) ? checkpoint : null;
}

async function refuseContradiction(tx: Executor, size: number, { last, before, memory }: { last: { size: number } | null; before: Checkpoint | null; memory: LogMemory }): Promise<void> {
  if (last && before?.size !== last.size) throw new Conflict("audit-contradicts", { size: last.size });
  const [taken] = await tx.select({ size: max(auditPlaces.size) }).from(auditPlaces);
  const known = Math.max(taken?.size ?? 0, memory.newest?.size ?? 0);
  if ((last?.size ?? 0) < known) throw new Conflict("audit-contradicts", { size: known });
  for (const signed of [before, memory.newest]) {
    if (signed && (signed.size > size || !(await readEdge(tx, signed.size)).root().equals(signed.root))) throw new Conflict("audit-contradicts", { size: signed.size });
  }
}
