import { eq, sql } from "drizzle-orm";
import { keyAges } from "@/db/schema/keys";
import { apiTokens } from "@/db/schema/staff";
import { sha256 } from "@/lib/crypto";
import type { Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { enterKey } from "../../keys/register/enter-key";
import { fingerprintOf } from "../../keys/register/fingerprint";
import { mailAboutSignIn } from "../passkeys/mail-about-sign-in";
import { MOST_DAYS, newToken } from "./rules";

export interface KeptToken {
  /** The token itself: returned once and stored nowhere. */
  token: string;
  tokenId: string;
  keyId: string;
  /** A living token has this name, beside which the new one waits in the register. */
  beside: boolean;
}

/** Make a token for somebody in the caller's transaction: its hash is kept, the register says that they know it, and they are told by mail. */
export async function keepToken(tx: Executor, ctx: Context, { staffId, name }: { staffId: string; name: string }): Promise<KeptToken> {
  const token = newToken();
  const fingerprint = await fingerprintOf(ctx.keys, { kind: "api-token", name, value: token });
  const key = await enterKey(tx, { kind: "api-token", name, fingerprint, staffId });
  // Somebody else took the name at the same moment.
  if (!key) throw new Conflict("token-name-taken");
  const [age] = await tx.select({ days: keyAges.days }).from(keyAges).where(eq(keyAges.kind, "api-token"));
  const days = Math.min(age?.days ?? MOST_DAYS, MOST_DAYS);
  const [row] = await tx
    .insert(apiTokens)
    .values({ staffId, name, hash: sha256(token), keyId: key.id, madeAt: sql`now()`, expiresAt: sql`now() + make_interval(days => ${days})` })
    .returning({ id: apiTokens.id });
  if (!row) throw new Error("no token was kept");
  await mailAboutSignIn(tx, ctx, staffId, "token-made");
  return { token, tokenId: row.id, keyId: key.id, beside: key.state === "next" };
}
