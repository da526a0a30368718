import { and, desc, eq } from "drizzle-orm";
import { keyRegister } from "@/db/schema/keys";
import type { KeyKind } from "@/db/values/key-kinds";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayRotateKeys } from "../policy";
import { fingerprintOf, keyIdOf } from "../register/fingerprint";
import { recordKeys } from "../register/record-keys";
import { settleRotation } from "../register/settle-rotation";
import type { HeldSecret } from "../register/types";
import type { Rotated } from "./types";

/**
 * Say of secrets from settings and files that the new value has taken over: the old id is refused from then on. What this machine holds is the proof that there is a new one. Where both are held, as while
 * a webhook's sender changes over, the newer one takes over. @throws {Conflict} when a name of that kind has no new value here
 */
export async function rotateHeld(ctx: Context, kind: KeyKind, secrets: readonly HeldSecret[], only: string | null): Promise<Rotated[]> {
  authorise(ctx, mayRotateKeys);
  const mine = secrets.filter((secret) => secret.kind === kind && (only === null || secret.name === only));
  await recordKeys(ctx, mine);
  const held = new Set(await Promise.all(mine.map(async (secret) => keyIdOf(kind, await fingerprintOf(ctx.keys, secret)))));
  const done: Rotated[] = [];
  for (const name of new Set(mine.map((secret) => secret.name))) {
    const rotated = await withTransaction(ctx, async (tx) => {
      const rows = await tx
        .select({ id: keyRegister.id, state: keyRegister.state })
        .from(keyRegister)
        .where(and(eq(keyRegister.kind, kind), eq(keyRegister.name, name)))
        .orderBy(desc(keyRegister.createdAt))
        .for("update");
      const active = rows.find(({ state }) => state === "active");
      const next = rows.find(({ id, state }) => state === "next" && held.has(id));
      if (!active || !next) return null;
      await settleRotation(tx, ctx, { from: active.id, to: next.id, destroyed: false });
      return { from: active.id, to: next.id };
    });
    if (rotated) done.push(rotated);
  }
  if (done.length === 0) throw new Conflict("key-no-next");
  return done;
}
