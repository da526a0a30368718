import { randomBytes } from "node:crypto";
import { and, eq, or } from "drizzle-orm";
import { changePassword, cutConnections } from "@/db/access/change-password";
import { keyRegister } from "@/db/schema/keys";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { sqlstateOf, withTransaction } from "../../kernel/transaction";
import { mayRotateKeys } from "../policy";
import { enterKey } from "../register/enter-key";
import { fingerprintOf } from "../register/fingerprint";
import { holdLogins, recordLogins } from "../register/record-logins";
import { settleRotation } from "../register/settle-rotation";
import type { Rotated } from "./types";

const KIND = "database-login";
const INSUFFICIENT_PRIVILEGE = "42501";

/**
 * Give a login to the database, named by its name or the id of its key, another password, cut off what came in by the old one, and then let the new one take its place in the register. Run again after an interruption it does all of that anew. The new one is returned once.
 * @throws {Conflict} when no login is called that, or the one of this command may not change it
 */
export async function rotateLogin(ctx: Context, named: string): Promise<Rotated & { password: string }> {
  authorise(ctx, mayRotateKeys);
  await recordLogins(ctx);
  const password = randomBytes(24).toString("base64url");
  const [old] = await ctx.db.select({ id: keyRegister.id, name: keyRegister.name, login: keyRegister.login }).from(keyRegister).where(and(eq(keyRegister.kind, KIND), eq(keyRegister.state, "active"), or(eq(keyRegister.name, named), eq(keyRegister.id, named))));
  if (old?.login == null) throw new Conflict("login-none");
  const { login } = old;
  const fingerprint = await fingerprintOf(ctx.keys, { kind: KIND, name: old.name, value: password });
  await withTransaction(ctx, (tx) => mine(() => changePassword(tx, old.name, password)));
  // What came in by the old one, before the register lets the login read again.
  await withTransaction(ctx, (tx) => mine(() => cutConnections(tx, old.name)));
  return withTransaction(ctx, async (tx) => {
    await holdLogins(tx);
    const key = await enterKey(tx, { kind: KIND, name: old.name, fingerprint, login });
    if (!key) throw new Error("a password came twice");
    await recordAudit(tx, ctx, { action: "key.record", object: { kind: "key", id: key.id }, details: { kind: KIND, name: old.name, state: key.state } });
    await settleRotation(tx, ctx, { from: old.id, to: key.id, destroyed: true });
    return { from: old.id, to: key.id, password };
  });
}

async function mine<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (sqlstateOf(error) === INSUFFICIENT_PRIVILEGE) throw new Conflict("login-not-yours");
    throw error;
  }
}
