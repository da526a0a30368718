import { generateRegistrationOptions, verifyRegistrationResponse, type PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import { staffMembers, staffPasskeys, staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context, type StaffActor } from "../../kernel/context";
import { Conflict, Forbidden, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayKeepPasskeys } from "../policy";
import { CHALLENGE_MS, keepChallenge, spendChallenge } from "./challenges";
import { readChallenge } from "./check-passkey";
import { addPasskeyInput } from "./input";
import { mailAboutSignIn } from "./mail-about-sign-in";
import { requireOwnPasskey } from "./require-own-passkey";
import type { RelyingParty } from "./types";

/** Nobody needs more, and a stolen session should not be able to hide one among hundreds. */
const MOST = 10;

/**
 * Ask a device for a new passkey. Whoever has one shows it first (the session's last proof was strong, or a recovery code): a password and a code that were phished do not bring a second one in.
 * @throws {Forbidden} @throws {StaleProof}
 */
export async function beginPasskey(ctx: Context, rp: RelyingParty): Promise<PublicKeyCredentialCreationOptionsJSON> {
  authorise(ctx, mayKeepPasskeys);
  const actor = requireStaffActor(ctx);
  const { staffId, sessionId } = actor;
  const known = await requireMayAdd(ctx, actor);
  const [member] = await ctx.db.select({ email: staffMembers.email, name: staffMembers.name }).from(staffMembers).where(eq(staffMembers.id, staffId));
  if (!member) throw new Forbidden("forbidden");
  const options = await generateRegistrationOptions({
    rpName: "Amends",
    rpID: rp.id,
    userID: Uint8Array.from(Buffer.from(staffId.replaceAll("-", ""), "hex")),
    userName: member.email,
    userDisplayName: member.name,
    timeout: CHALLENGE_MS,
    attestationType: "none",
    excludeCredentials: known.map(({ id, transports }) => ({ id: id.toString("base64url"), transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await keepChallenge(ctx.db, options.challenge, "add", sessionId);
  return options;
}

/**
 * Take a new passkey under a name. Its person is told by mail. The device has just verified them, so the session is as strong as if they had signed in with it. @throws {Forbidden} @throws {Invalid}
 * @throws {Conflict}
 */
export async function addPasskey(ctx: Context, rp: RelyingParty, raw: unknown): Promise<void> {
  authorise(ctx, mayKeepPasskeys);
  const actor = requireStaffActor(ctx);
  const { staffId, sessionId } = actor;
  const { name, credential } = parseInput(addPasskeyInput, raw);
  await requireMayAdd(ctx, actor);
  const challenge = readChallenge(credential);
  await spendChallenge(ctx.db, challenge, "add", sessionId);
  const verified = await verifyRegistrationResponse({ response: credential, expectedChallenge: challenge, expectedOrigin: rp.origin, expectedRPID: rp.id, requireUserVerification: true }).catch(() => null);
  if (!verified?.verified) throw new Forbidden("passkey-refused");
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
  await withTransaction(ctx, async (tx) => {
    const added = await tx
      .insert(staffPasskeys)
      .values({ id: Buffer.from(id, "base64url"), staffId, name, publicKey: Buffer.from(publicKey), counter, transports })
      .onConflictDoNothing()
      .returning({ id: staffPasskeys.id });
    if (added.length === 0) throw new Conflict("passkey-known");
    await tx.update(staffSessions).set({ strong: true }).where(eq(staffSessions.id, Buffer.from(sessionId, "hex")));
    await mailAboutSignIn(tx, ctx, staffId, "passkey-added");
    await recordAudit(tx, ctx, { action: "staff.add-passkey", object: { kind: "staff", id: staffId } });
  });
}

async function requireMayAdd(ctx: Context, actor: StaffActor): Promise<{ id: Buffer; transports: string[] }[]> {
  const method = await requireOwnPasskey(ctx.db, actor);
  if (method === "company") throw new Forbidden("passkey-at-company");
  const known = await ctx.db.select({ id: staffPasskeys.id, transports: staffPasskeys.transports }).from(staffPasskeys).where(eq(staffPasskeys.staffId, actor.staffId));
  if (known.length >= MOST) throw new Forbidden("passkeys-many");
  return known;
}
