import { setTimeout as pause } from "node:timers/promises";
import { and, eq, isNull, sql } from "drizzle-orm";
import { subjects } from "@/db/schema/exposure";
import { dataKeys, indexRotations } from "@/db/schema/keys";
import { linksOf, type NumberedKey } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { mayRotateKeys } from "../policy";
import { fingerprintOf, keyIdOf } from "../register/fingerprint";
import { indexSecret, recordStoredKeys } from "../register/record-stored-keys";
import { recordKeys } from "../register/record-keys";
import { settleRotation } from "../register/settle-rotation";
import { movePeople, moveTheRest } from "./move-index";
import { holdIndex } from "./steady-index";
import type { Rotated, ShowProgress } from "./types";

/** People that move together. What a crash can cost is this much work. */
const PEOPLE = 5_000;
/** Longer than any process goes by what it knew of index keys, and than a request is under way. */
export const SETTLE_MS = 15_000;

interface Options {
  show?: ShowProgress;
  people?: number;
  settleMs?: number;
}

/**
 * Rotate the index key of an incident while people look themselves up. First every process gets to know the next key and looks for both forms of a value; then the rows of the dataset move, some thousand people
 * a transaction, then everything else in one, with which the new key comes into use; then the old one is destroyed. A run that was killed goes on where it was. Imports, taking audiences and planting wait for its end, and it
 * does not begin while one of these, or a wave, is under way. @throws {Conflict}
 */
export async function rotateIndex(ctx: Context, incidentId: string, { show = () => undefined, people = PEOPLE, settleMs = SETTLE_MS }: Options = {}): Promise<Rotated> {
  authorise(ctx, mayRotateKeys);
  await recordStoredKeys(ctx);
  const begun = await begin(ctx, incidentId);
  const from = await ctx.keys.byId(begun.fromKey);
  if (begun.flippedAt === null) {
    const next = await ctx.keys.announceIndexKey(incidentId);
    await recordKeys(ctx, [indexSecret(incidentId, next.bytes)]);
    await pause(settleMs);
    await walk(ctx, incidentId, linkOf(next), people, show);
    await flip(ctx, incidentId, { from, next });
  }
  await pause(settleMs);
  const rotated = await finish(ctx, incidentId, from);
  show(1);
  return rotated;
}

/** What the next key adds. */
export function linkOf(key: NumberedKey): Buffer {
  const link = linksOf(key.bytes).at(-1);
  if (!link) throw new Error("the next index key adds nothing");
  return link;
}

async function begin(ctx: Context, incidentId: string): Promise<typeof indexRotations.$inferSelect> {
  return withTransaction(ctx, async (tx) => {
    await holdIndex(tx, incidentId);
    const [under] = await tx.select().from(indexRotations).where(eq(indexRotations.incidentId, incidentId));
    if (under) return under;
    const { rows } = await tx.execute<{ importing: boolean; sending: boolean }>(sql`
      select exists (select from datasets where incident_id = ${incidentId} and state = 'importing') as importing,
        exists (select from waves where incident_id = ${incidentId} and (state in ('freezing', 'sending') or (state = 'paused' and dataset_version is not null))) as sending`);
    if (rows[0]?.importing) throw new Conflict("key-import-running");
    if (rows[0]?.sending) throw new Conflict("key-wave-running");
    const [key] = await tx.select({ id: dataKeys.id }).from(dataKeys).where(and(eq(dataKeys.purpose, "blind-index"), eq(dataKeys.scope, incidentId), isNull(dataKeys.retiredAt), eq(dataKeys.waits, false)));
    if (!key) throw new Conflict("key-none");
    const [row] = await tx.insert(indexRotations).values({ incidentId, fromKey: key.id }).returning();
    if (!row) throw new Error("insert returned no row");
    await recordAudit(tx, ctx, { action: "key.begin-rotation", object: { kind: "data-key", id: String(key.id) }, incidentId });
    return row;
  });
}

/** Move the dataset's rows. How far they have moved commits with them, so that no value goes twice. */
async function walk(ctx: Context, incidentId: string, link: Buffer, people: number, show: ShowProgress): Promise<void> {
  const { rows } = await ctx.db.execute<{ most: string | null }>(sql`select max(subject_id)::text as most from ${subjects} where incident_id = ${incidentId}`);
  const most = Number(rows[0]?.most ?? 0);
  for (;;) {
    const reached = await withTransaction(ctx, async (tx) => {
      const from = (await holdRotation(tx, incidentId)).walkedTo;
      const { rows: next } = await tx.execute<{ to: string | null }>(sql`select max(subject_id)::text as to from (select distinct subject_id from ${subjects} where incident_id = ${incidentId} and subject_id > ${from} order by subject_id limit ${people}) p`);
      if (next[0]?.to == null) return null;
      const to = BigInt(next[0].to);
      await movePeople(tx, link, { incidentId, from, to });
      await tx.update(indexRotations).set({ walkedTo: to }).where(eq(indexRotations.incidentId, incidentId));
      return to;
    });
    if (reached === null) return;
    show(most > 0 ? Math.min(0.99, Math.max(0, Number(reached)) / most) : 0);
  }
}

async function holdRotation(tx: Executor, incidentId: string): Promise<typeof indexRotations.$inferSelect> {
  const [row] = await tx.select().from(indexRotations).where(eq(indexRotations.incidentId, incidentId)).for("update");
  if (!row) throw new Conflict("key-retired");
  return row;
}

async function flip(ctx: Context, incidentId: string, { from, next }: { from: NumberedKey; next: NumberedKey }): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    // Whoever writes such rows does so before this, or waits for it.
    await holdIndex(tx, incidentId);
    const { flippedAt } = await holdRotation(tx, incidentId);
    if (flippedAt !== null) return;
    await moveTheRest(tx, linkOf(next), incidentId);
    await tx.update(dataKeys).set({ retiredAt: sql`clock_timestamp()` }).where(eq(dataKeys.id, from.id));
    await tx.update(dataKeys).set({ waits: false }).where(eq(dataKeys.id, next.id));
    await tx.update(indexRotations).set({ flippedAt: sql`clock_timestamp()` }).where(eq(indexRotations.incidentId, incidentId));
  });
}

async function finish(ctx: Context, incidentId: string, from: NumberedKey): Promise<Rotated> {
  return withTransaction(ctx, async (tx) => {
    const { flippedAt } = await holdRotation(tx, incidentId);
    if (flippedAt === null) throw new Error("the new key is not in use");
    const [key] = await tx.select({ id: dataKeys.id }).from(dataKeys).where(and(eq(dataKeys.purpose, "blind-index"), eq(dataKeys.scope, incidentId), isNull(dataKeys.retiredAt)));
    const to = await ctx.keys.byId(key?.id ?? 0);
    await tx.update(dataKeys).set({ wrapped: null }).where(eq(dataKeys.id, from.id));
    await tx.delete(indexRotations).where(eq(indexRotations.incidentId, incidentId));
    const [oldId = "", newId = ""] = await Promise.all([from, to].map(async ({ bytes }) => keyIdOf("blind-index", await fingerprintOf(ctx.keys, indexSecret(incidentId, bytes)))));
    await settleRotation(tx, ctx, { from: oldId, to: newId, destroyed: true });
    return { from: oldId, to: newId };
  });
}
