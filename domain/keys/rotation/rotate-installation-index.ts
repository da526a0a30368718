import { setTimeout as pause } from "node:timers/promises";
import { and, eq, getTableName, isNotNull, sql } from "drizzle-orm";
import { type PgTable } from "drizzle-orm/pg-core";
import { dataKeys } from "@/db/schema/keys";
import { MAC_BYTES, type NumberedKey } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { INSTALLATION } from "../key-ring";
import { mayRotateKeys } from "../policy";
import { fingerprintOf, keyIdOf } from "../register/fingerprint";
import { indexSecret, recordStoredKeys } from "../register/record-stored-keys";
import { recordKeys } from "../register/record-keys";
import { settleRotation } from "../register/settle-rotation";
import { tablesOfIndex, type NextIndex, type Place } from "./move-installation-index";
import { linkOf, SETTLE_MS } from "./rotate-index";
import type { Rotated, ShowProgress } from "./types";

/** Values that move in one transaction. What a crash can cost is this much work. */
const VALUES = 5_000;

interface Options {
  show?: ShowProgress;
  values?: number;
  settleMs?: number;
}

/**
 * Rotate the installation's own index key, under which suppressed addresses, limits, code mails, traces of claims, guests and planted addresses are known. First every process gets to know the next key, then it comes into use, and when nobody writes under
 * the old one any more the rows move, some thousand values a transaction; then the old key is destroyed. Whoever looks meanwhile looks for both forms of a value, so no suppression is missed, and nothing waits: neither imports nor waves. A row says itself
 * whether it has moved, so a run that was killed goes on where it was. @throws {Conflict}
 */
export async function rotateInstallationIndex(ctx: Context, { show = () => undefined, values = VALUES, settleMs = SETTLE_MS }: Options = {}): Promise<Rotated> {
  authorise(ctx, mayRotateKeys);
  // Somebody may rotate it before anything was ever known by it.
  await ctx.keys.current("blind-index", INSTALLATION);
  await recordStoredKeys(ctx);
  const from = (await findOld(ctx.db)) ?? (await bringIntoUse(ctx, settleMs));
  await pause(settleMs);
  const to = await findPresent(ctx);
  await moveAll(ctx, { link: linkOf(to), links: to.bytes.length / MAC_BYTES }, values, show);
  const rotated = await finish(ctx, from, to);
  show(1);
  return rotated;
}

const ofInstallation = and(eq(dataKeys.purpose, "blind-index"), eq(dataKeys.scope, INSTALLATION));

/** The key that is out of use and not destroyed yet: the run that came so far ended before it had moved everything. */
async function findOld(db: Executor): Promise<number | null> {
  const [row] = await db.select({ id: dataKeys.id }).from(dataKeys).where(and(ofInstallation, isNotNull(dataKeys.retiredAt), isNotNull(dataKeys.wrapped)));
  return row?.id ?? null;
}

async function findPresent(ctx: Context): Promise<NumberedKey> {
  const [row] = await ctx.db.select({ id: dataKeys.id }).from(dataKeys).where(and(ofInstallation, sql`retired_at is null and not waits`));
  return ctx.keys.byId(row?.id ?? 0);
}

/** Announce the next key, wait until every process looks under it, and write under it from then on. @returns the number of the one before */
async function bringIntoUse(ctx: Context, settleMs: number): Promise<number> {
  const from = await findPresent(ctx);
  const next = await ctx.keys.announceIndexKey(INSTALLATION);
  await recordKeys(ctx, [indexSecret(INSTALLATION, next.bytes)]);
  await pause(settleMs);
  await withTransaction(ctx, async (tx) => {
    const retired = await tx.update(dataKeys).set({ retiredAt: sql`clock_timestamp()` }).where(and(eq(dataKeys.id, from.id), sql`retired_at is null`)).returning({ id: dataKeys.id });
    // Somebody else runs this, too.
    if (retired.length === 0) return;
    await tx.update(dataKeys).set({ waits: false }).where(eq(dataKeys.id, next.id));
    await recordAudit(tx, ctx, { action: "key.begin-rotation", object: { kind: "data-key", id: String(from.id) } });
  });
  return from.id;
}

async function moveAll(ctx: Context, next: NextIndex, most: number, show: ShowProgress): Promise<void> {
  const left = (table: PgTable) => ctx.db.$count(table, sql`index_links < ${next.links}`);
  const total = (await Promise.all(tablesOfIndex.map(({ table }) => left(table)))).reduce((sum, n) => sum + n, 0);
  let done = 0;
  for (const { table, move } of tablesOfIndex) {
    let after: Place | null = null;
    for (;;) {
      const reached: Place | null = await withTransaction(ctx, async (tx) => {
        // Some thousand values out of millions are always found by their index; with statistics that are old the planner would read the whole table for each piece.
        await tx.execute(sql`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true)`);
        return move(tx, next, { after, most });
      });
      if (reached === null) break;
      after = reached;
      done += most;
      show(Math.min(0.99, done / Math.max(1, total)));
    }
    if ((await left(table)) > 0) throw new Error(`rows of ${getTableName(table)} were written under the old key after it was out of use`);
  }
}

async function finish(ctx: Context, fromKey: number, to: NumberedKey): Promise<Rotated> {
  const from = await ctx.keys.byId(fromKey);
  const [oldId = "", newId = ""] = await Promise.all([from, to].map(async ({ bytes }) => keyIdOf("installation-index", await fingerprintOf(ctx.keys, indexSecret(INSTALLATION, bytes)))));
  await withTransaction(ctx, async (tx) => {
    const gone = await tx.update(dataKeys).set({ wrapped: null }).where(and(eq(dataKeys.id, fromKey), isNotNull(dataKeys.wrapped))).returning({ id: dataKeys.id });
    if (gone.length === 0) throw new Conflict("key-retired");
    await settleRotation(tx, ctx, { from: oldId, to: newId, destroyed: true });
  });
  return { from: oldId, to: newId };
}
