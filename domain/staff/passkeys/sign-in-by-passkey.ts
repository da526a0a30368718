import { sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { randomToken, sha256 } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { parseInput, Refusal } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { noteRefusedSignIn } from "../note-refused-sign-in";
import { SESSION_MS } from "../rules";
import type { SessionOrigin } from "../types";
import { checkPasskey, notePasskeyUse } from "./check-passkey";
import { passkeyCredentialInput } from "./input";
import type { RelyingParty } from "./types";

/** Sign a member of staff in by a passkey alone, which is theirs and verified them, and return the session's random id, which is never stored. @throws {Forbidden} @throws {TooMany} @throws {Invalid} */
export async function signInByPasskey(ctx: Context, rp: RelyingParty, raw: unknown, from: SessionOrigin): Promise<{ token: string }> {
  const { credential } = parseInput(passkeyCredentialInput, raw);
  const token = randomToken();
  try {
    const checked = await checkPasskey(ctx, rp, credential, "sign-in");
    await withTransaction(ctx, async (tx) => {
      await notePasskeyUse(tx, checked);
      await tx.insert(staffSessions).values({ id: sha256(token), staffId: checked.staffId, expiresAt: sql`clock_timestamp() + ${`${SESSION_MS} milliseconds`}::interval`, method: "passkey", strong: true, ...from });
      await recordAudit(tx, ctx, { action: "staff.sign-in", object: { kind: "staff", id: checked.staffId }, details: { method: "passkey", network: from.network } });
    });
  } catch (error) {
    if (error instanceof Refusal) await noteRefusedSignIn(ctx, { staffId: null, method: "passkey", why: error.reason, network: from.network });
    throw error;
  }
  return { token };
}
