import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { generateSecret, generateURI, verify as verifyCode } from "otplib";
import type { Context } from "../kernel/context";
import { INSTALLATION } from "../keys/key-ring";
import { openJson, sealJson, type SealedPlace } from "../keys/sealed";

/** argon2id with 19 MiB and two passes: the first choice of the OWASP password storage cheat sheet. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A hash that no password has, made once, for the time that checking an unknown person takes. */
let nobody: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

/** Check a password. Without a hash the answer is no and takes as long. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hash(generateSecret(), COST);
  const matches = await verify(stored ?? (await nobody), password.normalize("NFKC"));
  return stored !== null && matches;
}

function place(staffId: string): SealedPlace {
  return { table: "staff_members", column: "sealed_totp", scope: INSTALLATION, recordId: staffId };
}

/** Make an authenticator's secret (RFC 6238, 160 bits). Returned sealed for storage, and once in the clear for the person. */
export async function newAuthenticator(ctx: Context, staffId: string, email: string): Promise<{ sealed: Buffer; secret: string; uri: string }> {
  const secret = generateSecret();
  return { sealed: await sealJson(ctx.keys, place(staffId), secret), secret, uri: generateURI({ issuer: "Amends", label: email, secret }) };
}

/**
 * Check a one-time code, one step early or late allowed, and return its time step; null when it is wrong or not newer than the last one used.
 * One-time codes run on real time, whatever day the business clock shows.
 */
export async function checkTotp(ctx: Context, member: { id: string; sealedTotp: Buffer; totpStep: number }, code: string): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null;
  const secret = await openSecret(ctx, member);
  const result = await verifyCode({ secret, token: code, epochTolerance: 30, afterTimeStep: member.totpStep });
  return result.valid && "timeStep" in result ? result.timeStep : null;
}

/** The secret in the clear, for the check alone and for the demo's own staff. */
export async function openSecret(ctx: Context, member: { id: string; sealedTotp: Buffer }): Promise<string> {
  return String(await openJson(ctx.keys, place(member.id), member.sealedTotp));
}
