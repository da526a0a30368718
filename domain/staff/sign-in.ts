import { sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { randomToken, sha256 } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { checkCredentials, spendCode } from "./check-credentials";
import { signInInput } from "./input";
import { SESSION_MS } from "./rules";
import type { SessionOrigin } from "./types";

/**
 * Sign a staff member in with password and one-time code, or a recovery code in its place, and return the session's random id, which is never stored. Signing in is a proof of who one is, good for the
 * next five minutes. @throws {Forbidden} @throws {TooMany} after five failures in a row
 */
export async function signIn(ctx: Context, raw: unknown, from: SessionOrigin = { device: "", network: null }): Promise<{ token: string }> {
  const { email, ...typed } = parseInput(signInInput, raw);
  const checked = await checkCredentials(ctx, { email }, typed, from.network);
  const token = randomToken();
  await withTransaction(ctx, async (tx) => {
    await spendCode(tx, ctx, checked);
    await tx.insert(staffSessions).values({ id: sha256(token), staffId: checked.staffId, expiresAt: sql`clock_timestamp() + ${`${SESSION_MS} milliseconds`}::interval`, method: checked.method, ...from });
    await recordAudit(tx, ctx, { action: "staff.sign-in", object: { kind: "staff", id: checked.staffId }, details: { method: checked.method, network: from.network } });
  });
  return { token };
}
