import type { Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { beginSession } from "./begin-session";
import { checkCredentials, spendCode } from "./check-credentials";
import { signInInput } from "./input";
import type { SessionOrigin } from "./types";

/**
 * Sign a staff member in with password and one-time code, or a recovery code in its place, and return the session's random id, which is never stored. Signing in is a proof of who one is, good for the
 * next five minutes. @throws {Forbidden} @throws {TooMany} after five failures in a row
 */
export async function signIn(ctx: Context, raw: unknown, from: SessionOrigin = { device: "", network: null }): Promise<{ token: string }> {
  const { email, ...typed } = parseInput(signInInput, raw);
  const checked = await checkCredentials(ctx, { email }, typed, from.network);
  const token = await withTransaction(ctx, async (tx) => {
    const details = await spendCode(tx, ctx, checked);
    return beginSession(tx, ctx, { staffId: checked.staffId, from, shown: { method: checked.method }, details: { ...details } });
  });
  return { token };
}
