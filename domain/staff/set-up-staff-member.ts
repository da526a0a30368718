import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { staffMembers, staffSetups } from "@/db/schema/staff";
import { sameBytes } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { Forbidden, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { addressOf, forgetSignInTries } from "./count-sign-in-try";
import { hashPassword, newAuthenticator } from "./credentials";
import { setUpStaffMemberInput } from "./input";
import { checkNewPassword } from "./passwords/check-new-password";
import { setUpCodeHash } from "./send-set-up-code";

/**
 * Choose a password with a mailed set-up code and get an authenticator's secret, shown this once. An unknown address, a wrong or used code and one past its
 * day get the same answer. @throws {Forbidden} @throws {Invalid}
 */
export async function setUpStaffMember(ctx: Context, raw: unknown, breachedFile?: string): Promise<{ secret: string; uri: string }> {
  const { email, code, password } = parseInput(setUpStaffMemberInput, raw);
  await checkNewPassword(password, email, breachedFile);
  const passwordHash = await hashPassword(password);
  const [member] = await ctx.db.select({ id: staffMembers.id }).from(staffMembers).where(and(eq(staffMembers.email, email), isNull(staffMembers.disabledAt)));
  if (!member) throw new Forbidden("set-up-refused");
  // A try counts even when what follows fails.
  const [open] = await ctx.db
    .update(staffSetups)
    .set({ triesLeft: sql`${staffSetups.triesLeft} - 1` })
    .where(and(eq(staffSetups.staffId, member.id), gt(staffSetups.triesLeft, 0), sql`${staffSetups.expiresAt} > clock_timestamp()`))
    .returning({ codeHash: staffSetups.codeHash });
  if (!open || !sameBytes(open.codeHash, await setUpCodeHash(ctx, member.id, code))) throw new Forbidden("set-up-refused");
  const authenticator = await newAuthenticator(ctx, member.id, email);
  await withTransaction(ctx, async (tx) => {
    // The person before their code, as an off-boarding takes them: two that go opposite ways would wait for each other.
    const [still] = await tx.select({ id: staffMembers.id }).from(staffMembers).where(and(eq(staffMembers.id, member.id), isNull(staffMembers.disabledAt))).for("update");
    if (!still) throw new Forbidden("set-up-refused");
    const used = await tx.delete(staffSetups).where(eq(staffSetups.staffId, member.id)).returning({ staffId: staffSetups.staffId });
    if (used.length === 0) throw new Forbidden("set-up-refused");
    await tx.update(staffMembers).set({ passwordHash, sealedTotp: authenticator.sealed, totpStep: 0, lockedUntil: null }).where(eq(staffMembers.id, member.id));
    await forgetSignInTries(tx, await addressOf(ctx, email));
    await recordAudit(tx, ctx, { action: "staff.set-up", object: { kind: "staff", id: member.id } });
  });
  return { secret: authenticator.secret, uri: authenticator.uri };
}
