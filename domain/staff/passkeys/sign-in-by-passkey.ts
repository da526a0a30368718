import type { Context } from "../../kernel/context";
import { parseInput, Refusal } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { beginSession } from "../begin-session";
import { countNetworkRefusal } from "../count-refusal";
import { noteRefusedSignIn } from "../note-refused-sign-in";
import type { SessionOrigin } from "../types";
import { checkPasskey, notePasskeyUse } from "./check-passkey";
import { passkeyCredentialInput } from "./input";
import type { RelyingParty } from "./types";

/** Sign a member of staff in by a passkey alone, which is theirs and verified them, and return the session's random id, which is never stored. @throws {Forbidden} @throws {TooMany} @throws {Invalid} */
export async function signInByPasskey(ctx: Context, rp: RelyingParty, raw: unknown, from: SessionOrigin): Promise<{ token: string }> {
  const { credential } = parseInput(passkeyCredentialInput, raw);
  try {
    const checked = await checkPasskey(ctx, rp, credential, "sign-in");
    const token = await withTransaction(ctx, async (tx) => {
      await notePasskeyUse(tx, checked);
      return beginSession(tx, ctx, { staffId: checked.staffId, from, shown: { method: "passkey", strong: true }, details: { method: "passkey" } });
    });
    return { token };
  } catch (error) {
    if (error instanceof Refusal) await noteRefusedSignIn(ctx, { staffId: null, method: "passkey", why: error.reason, network: from.network }, (tx) => countNetworkRefusal(tx, ctx, { network: from.network, method: "passkey", why: error.reason }));
    throw error;
  }
}
