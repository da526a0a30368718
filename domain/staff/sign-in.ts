import { and, eq, lt, sql } from "drizzle-orm";
import { staffMembers, staffSessions } from "@/db/schema/staff";
import { randomToken, sha256 } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { Forbidden, parseInput, TooMany } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { checkTotp, passwordMatches } from "./credentials";
import { signInInput } from "./input";
import { lockSeconds, SESSION_MS } from "./rules";

/**
 * Sign a staff member in with password and one-time code and return the session's random id, which is never stored. Wrong address, wrong password, wrong
 * code and a disabled person get the same answer after the same work. @throws {Forbidden} @throws {TooMany} after five failures in a row
 */
export async function signIn(ctx: Context, raw: unknown): Promise<{ token: string }> {
  const { email, password, code } = parseInput(signInInput, raw);
  const [member] = await ctx.db.select({ row: staffMembers, wait: sql<number>`greatest(0, ceil(extract(epoch from ${staffMembers.lockedUntil} - clock_timestamp())))::int` }).from(staffMembers).where(eq(staffMembers.email, email));
  if (member && member.wait > 0) throw new TooMany("sign-in-locked", member.wait);
  const row = member?.row;
  const knows = await passwordMatches(row?.passwordHash ?? null, password);
  const step = row?.sealedTotp ? await checkTotp(ctx, { id: row.id, sealedTotp: row.sealedTotp, totpStep: row.totpStep }, code) : null;
  if (!row || !knows || step === null || row.disabledAt !== null) {
    if (row) await countFailure(ctx, row.id, row.failedSignIns + 1);
    throw new Forbidden("sign-in-refused");
  }
  const token = randomToken();
  await withTransaction(ctx, async (tx) => {
    // The step moves forward once: of two browsers with the same code one gets in.
    const used = await tx
      .update(staffMembers)
      .set({ totpStep: step, failedSignIns: 0, lockedUntil: null })
      .where(and(eq(staffMembers.id, row.id), lt(staffMembers.totpStep, step), sql`${staffMembers.disabledAt} is null`))
      .returning({ id: staffMembers.id });
    if (used.length === 0) throw new Forbidden("sign-in-refused");
    await tx.insert(staffSessions).values({ id: sha256(token), staffId: row.id, expiresAt: sql`clock_timestamp() + ${`${SESSION_MS} milliseconds`}::interval` });
    await recordAudit(tx, ctx, { action: "staff.sign-in", object: { kind: "staff", id: row.id } });
  });
  return { token };
}

async function countFailure(ctx: Context, staffId: string, failures: number): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await tx
      .update(staffMembers)
      .set({ failedSignIns: failures, lockedUntil: sql`clock_timestamp() + ${`${lockSeconds(failures)} seconds`}::interval` })
      .where(eq(staffMembers.id, staffId));
    await recordAudit(tx, ctx, { action: "staff.refuse-sign-in", object: { kind: "staff", id: staffId }, details: { failures } });
  });
}
