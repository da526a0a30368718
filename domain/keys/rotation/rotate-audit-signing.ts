import { setTimeout as pause } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { keyRegister } from "@/db/schema/keys";
import { sealLog } from "../../audit/log/seal-log";
import { sequenceEvents } from "../../audit/log/sequence-events";
import { listVerifiers } from "../../audit/log/signing-key";
import { findNextKey, startNextKey } from "../../audit/log/start-next-key";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayRotateKeys } from "../policy";
import { fingerprintOf, keyIdOf } from "../register/fingerprint";
import { recordKeys } from "../register/record-keys";
import { recordStoredKeys, signingSecret } from "../register/record-stored-keys";
import { settleRotation } from "../register/settle-rotation";
import type { Rotated } from "./types";

const TRY_EVERY_MS = 200;
const TRIES = 150;

/**
 * Hand the audit log on to a new key: the old one signs a last checkpoint, which names the new one, and is destroyed. A worker may do that first; whoever does, this goes on from there, also after it was killed.
 * Not for an installation that may be a copy. @throws {Conflict} while there is no key, or when no checkpoint could be made
 */
export async function rotateAuditSigning(ctx: Context, origin: string): Promise<Rotated> {
  authorise(ctx, mayRotateKeys);
  await recordStoredKeys(ctx);
  const idOf = async (publicKey: Buffer) => keyIdOf("audit-signing", await fingerprintOf(ctx.keys, signingSecret(publicKey)));
  const [active] = await ctx.db.select({ id: keyRegister.id }).from(keyRegister).where(and(eq(keyRegister.kind, "audit-signing"), eq(keyRegister.state, "active")));
  if (!active) throw new Conflict("audit-no-key");
  const [present] = await listVerifiers(ctx);
  // The log was handed on by a run that came no further.
  const begun = present !== undefined && (await idOf(present.publicKey)) !== active.id;
  const next = begun ? present : await startNextKey(ctx);
  await recordKeys(ctx, [signingSecret(next.publicKey)]);
  for (let tries = 0; (await findNextKey(ctx)) !== null; tries++) {
    if (tries === TRIES) throw new Conflict("audit-not-sealed");
    await sequenceEvents(ctx);
    await sealLog(ctx, origin);
    await pause(TRY_EVERY_MS);
  }
  const to = await idOf(next.publicKey);
  await withTransaction(ctx, (tx) => settleRotation(tx, ctx, { from: active.id, to, destroyed: true }));
  return { from: active.id, to };
}
