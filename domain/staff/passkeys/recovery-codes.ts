import { randomInt } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { staffRecoveryCodes } from "@/db/schema/staff";
import { mac } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Forbidden } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { INSTALLATION } from "../../keys/key-ring";
import { mayKeepPasskeys } from "../policy";
import { mailAboutSignIn } from "./mail-about-sign-in";
import { requireOwnPasskey } from "./require-own-passkey";

const CODES = 10;
/** Digits alone, so that they can be typed where a one-time code is; 10^16 values against five tries and a password. */
const DIGITS = 16;

/** Make ten recovery codes and forget the ones before. They are shown this once; only their keyed hashes stay. Whoever has a passkey shows it first: a recovery code may replace it. @throws {Forbidden} @throws {StaleProof} */
export async function makeRecoveryCodes(ctx: Context): Promise<string[]> {
  authorise(ctx, mayKeepPasskeys);
  const actor = requireStaffActor(ctx);
  const { staffId } = actor;
  await requireOwnPasskey(ctx.db, actor);
  const codes = Array.from({ length: CODES }, () => Array.from({ length: DIGITS }, () => randomInt(10)).join(""));
  const hashes = await Promise.all(codes.map((code) => hashOf(ctx, staffId, code)));
  await withTransaction(ctx, async (tx) => {
    await tx.delete(staffRecoveryCodes).where(eq(staffRecoveryCodes.staffId, staffId));
    await tx.insert(staffRecoveryCodes).values(hashes.map((codeHash) => ({ staffId, codeHash })));
    await mailAboutSignIn(tx, ctx, staffId, "codes-made");
    await recordAudit(tx, ctx, { action: "staff.make-recovery-codes", object: { kind: "staff", id: staffId }, details: { codes: CODES } });
  });
  return codes.map((code) => code.replaceAll(/(\d{4})(?=\d)/g, "$1-"));
}

/** Whether digits that were typed could be a recovery code; a one-time code has six. */
export function isRecoveryCode(code: string): boolean {
  return code.length === DIGITS;
}

/** Whether somebody has this code and has not used it. */
export async function hasRecoveryCode(ctx: Context, staffId: string, code: string): Promise<boolean> {
  const rows = await ctx.db.select({ of: staffRecoveryCodes.staffId }).from(staffRecoveryCodes).where(unused(staffId, await hashOf(ctx, staffId, code)));
  return rows.length > 0;
}

/** Use a code up, in the transaction of what it was typed for, and tell its person: of two browsers with the same code one gets in. Returns how many they have left; the caller's event says it. @throws {Forbidden} */
export async function spendRecoveryCode(tx: Executor, ctx: Context, staffId: string, code: string): Promise<number> {
  const used = await tx.update(staffRecoveryCodes).set({ usedAt: sql`clock_timestamp()` }).where(unused(staffId, await hashOf(ctx, staffId, code))).returning({ of: staffRecoveryCodes.staffId });
  if (used.length === 0) throw new Forbidden("sign-in-refused");
  const left = await tx.$count(staffRecoveryCodes, and(eq(staffRecoveryCodes.staffId, staffId), isNull(staffRecoveryCodes.usedAt)));
  await mailAboutSignIn(tx, ctx, staffId, "code-used", { left });
  return left;
}

function unused(staffId: string, codeHash: Buffer) {
  return and(eq(staffRecoveryCodes.staffId, staffId), eq(staffRecoveryCodes.codeHash, codeHash), isNull(staffRecoveryCodes.usedAt));
}

async function hashOf(ctx: Context, staffId: string, code: string): Promise<Buffer> {
  return mac((await ctx.keys.current("code", INSTALLATION)).bytes, `staff-recovery|${staffId}|${code}`);
}
