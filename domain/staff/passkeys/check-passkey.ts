import { generateAuthenticationOptions, verifyAuthenticationResponse, type AuthenticationResponseJSON, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { staffMembers, staffPasskeys } from "@/db/schema/staff";
import { requireStaffActor, type Context } from "../../kernel/context";
import { Forbidden, TooMany } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { CHALLENGE_MS, keepChallenge, spendChallenge } from "./challenges";
import type { RelyingParty } from "./types";

const clientData = z.object({ challenge: z.string().min(16).max(200) });

/** The challenge that a device says it signed. What it signed is verified with it; here it only leads to what we asked. @throws {Forbidden} */
export function readChallenge({ response }: { response: { clientDataJSON: string } }): string {
  try {
    return clientData.parse(JSON.parse(Buffer.from(response.clientDataJSON, "base64url").toString("utf8"))).challenge;
  } catch {
    throw new Forbidden("passkey-refused");
  }
}

/** Ask a device to show a passkey: whichever it has to sign in, so that nobody learns who has one; or one of the person's, to prove again who they are. */
export async function askForPasskey(ctx: Context, rp: RelyingParty, purpose: "sign-in" | "prove"): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const actor = purpose === "prove" ? requireStaffActor(ctx) : null;
  const own = actor ? await ctx.db.select({ id: staffPasskeys.id, transports: staffPasskeys.transports }).from(staffPasskeys).where(eq(staffPasskeys.staffId, actor.staffId)) : [];
  const options = await generateAuthenticationOptions({ rpID: rp.id, timeout: CHALLENGE_MS, userVerification: "required", allowCredentials: own.map(({ id, transports }) => ({ id: id.toString("base64url"), transports })) });
  await keepChallenge(ctx.db, options.challenge, purpose, actor?.sessionId ?? null);
  return options;
}

export interface CheckedPasskey {
  id: Buffer;
  staffId: string;
  counter: number;
}

/**
 * Check what a device signed. Unknown passkeys, ones of disabled people, and everything that does not verify get the same refusal; the device must have verified its person (a PIN, a finger), and a
 * counter that goes back is a copy. What it returns is written down by {@link notePasskeyUse}. @throws {Forbidden} @throws {TooMany} while sign-in as its person is paused
 */
export async function checkPasskey(ctx: Context, rp: RelyingParty, answer: AuthenticationResponseJSON, purpose: "sign-in" | "prove"): Promise<CheckedPasskey> {
  const challenge = readChallenge(answer);
  await spendChallenge(ctx.db, challenge, purpose, purpose === "prove" ? requireStaffActor(ctx).sessionId : null);
  const [found] = await ctx.db
    .select({ key: staffPasskeys, wait: sql<number>`greatest(0, ceil(extract(epoch from ${staffMembers.lockedUntil} - clock_timestamp())))::int` })
    .from(staffPasskeys)
    .innerJoin(staffMembers, eq(staffMembers.id, staffPasskeys.staffId))
    .where(and(eq(staffPasskeys.id, Buffer.from(answer.id, "base64url")), isNull(staffMembers.disabledAt)));
  if (!found) throw new Forbidden("passkey-refused");
  if (found.wait > 0) throw new TooMany("sign-in-locked", found.wait);
  const { id, staffId, publicKey, counter, transports } = found.key;
  const verified = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: challenge,
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    credential: { id: answer.id, publicKey: Uint8Array.from(publicKey), counter, transports },
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) throw new Forbidden("passkey-refused");
  return { id, staffId, counter: verified.authenticationInfo.newCounter };
}

/** Keep the counter that was shown, and hold the person's row to the end of the transaction. @throws {Forbidden} when either is gone meanwhile */
export async function notePasskeyUse(tx: Executor, { id, staffId, counter }: CheckedPasskey): Promise<void> {
  const [member] = await tx.select({ disabledAt: staffMembers.disabledAt, suspendedAt: staffMembers.suspendedAt }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("share");
  const used = await tx.update(staffPasskeys).set({ counter, lastUsedAt: sql`clock_timestamp()` }).where(and(eq(staffPasskeys.id, id), sql`(${staffPasskeys.counter} < ${counter} or ${counter} = 0)`)).returning({ id: staffPasskeys.id });
  if (member?.disabledAt !== null || used.length === 0) throw new Forbidden("passkey-refused");
  if (member.suspendedAt !== null) throw new Forbidden("staff-suspended");
}
