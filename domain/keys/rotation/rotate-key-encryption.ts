import { and, eq, isNotNull, sql } from "drizzle-orm";
import { dataKeys, keyRegister } from "@/db/schema/keys";
import { unwrapKey, wrapKey, type KeyEncryptionKey } from "@/lib/keys";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { mayRotateKeys } from "../policy";
import { fingerprintOf, keyIdOf } from "../register/fingerprint";
import { recordKeys } from "../register/record-keys";
import { settleRotation } from "../register/settle-rotation";
import type { Rotated, ShowProgress } from "./types";

const BATCH = 200;

/**
 * Wrap every data key with the next key-encryption key. The data keys stay as they are, so nothing that they seal or index is touched, and whoever has opened one goes on with it. Each row says which key
 * wraps it, so a run that was killed goes on where it was. Every process has to hold both keys by then. @throws {Conflict} when there is no next key
 */
export async function rotateKeyEncryption(ctx: Context, kek: KeyEncryptionKey, show: ShowProgress = () => undefined): Promise<Rotated> {
  authorise(ctx, mayRotateKeys);
  const { next } = kek;
  if (!next || next.id === kek.id) throw new Conflict("key-no-next");
  const secret = (bytes: Buffer) => ({ kind: "key-encryption" as const, name: "AMENDS_KEY", value: bytes });
  await recordKeys(ctx, [secret(kek.bytes), secret(next.bytes)]);
  const total = await ctx.db.$count(dataKeys);
  for (let done = 0; ; ) {
    const moved = await withTransaction(ctx, (tx) => rewrap(tx, kek, next, BATCH));
    done += moved;
    show(total === 0 ? 1 : done / total);
    if (moved < BATCH) break;
  }
  const [from, to] = await Promise.all([kek, next].map(async ({ bytes }) => keyIdOf("key-encryption", await fingerprintOf(ctx.keys, secret(bytes)))));
  await withTransaction(ctx, async (tx) => {
    // Whoever makes a data key just now does so before this or finds the next key in use.
    await tx.execute(sql`lock table ${dataKeys} in share row exclusive mode`);
    await rewrap(tx, kek, next, Number.MAX_SAFE_INTEGER);
    const [old] = await tx.select({ state: keyRegister.state }).from(keyRegister).where(eq(keyRegister.id, from ?? ""));
    if (old?.state === "active") await settleRotation(tx, ctx, { from: from ?? "", to: to ?? "", destroyed: false });
  });
  show(1);
  return { from: from ?? "", to: to ?? "" };
}

async function rewrap(tx: Executor, kek: KeyEncryptionKey, next: KeyEncryptionKey, most: number): Promise<number> {
  const rows = await tx.select().from(dataKeys).where(and(eq(dataKeys.kekId, kek.id), isNotNull(dataKeys.wrapped))).orderBy(dataKeys.id).limit(most).for("update");
  for (const { id, purpose, scope, wrapped } of rows) {
    if (!wrapped) continue;
    const place = `${purpose}|${scope}`;
    await tx.update(dataKeys).set({ kekId: next.id, wrapped: wrapKey(next, place, unwrapKey(kek, place, wrapped)) }).where(eq(dataKeys.id, id));
  }
  return rows.length;
}
