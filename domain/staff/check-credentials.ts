import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { staffMembers } from "@/db/schema/staff";
import type { Context } from "../kernel/context";
import { Forbidden, TooMany } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { checkTotp, passwordMatches } from "./credentials";
import { noteRefusedSignIn, recordRefusedSignIn } from "./note-refused-sign-in";
import { hasRecoveryCode, isRecoveryCode, spendRecoveryCode } from "./passkeys/recovery-codes";
import { lockSeconds } from "./rules";

/** What was checked and is not used up yet: the step of a one-time code, or a recovery code in its place. */
export type CheckedCredentials = { staffId: string; method: "code"; step: number } | { staffId: string; method: "recovery"; code: string };

type Who = { email: string } | { staffId: string };

/**
 * Check somebody's password and one-time code. Wrong address, wrong password, wrong code and a disabled person get the same refusal after the same work; each failure counts. Who is suspended is told so, once they have shown who they are.
 * What it returns is used up by {@link spendCode}, in the transaction of what it was asked for. @throws {Forbidden} @throws {TooMany} after five failures in a row
 */
export async function checkCredentials(ctx: Context, who: Who, typed: { password: string; code: string }, network: string | null): Promise<CheckedCredentials> {
  const [member] = await ctx.db
    .select({ row: staffMembers, wait: sql<number>`greatest(0, ceil(extract(epoch from ${staffMembers.lockedUntil} - clock_timestamp())))::int` })
    .from(staffMembers)
    .where("email" in who ? eq(staffMembers.email, who.email) : eq(staffMembers.id, who.staffId));
  const refused = { staffId: member?.row.id ?? null, method: "code" as const, network };
  if (member && member.wait > 0) {
    await noteRefusedSignIn(ctx, { ...refused, why: "locked" });
    throw new TooMany("sign-in-locked", member.wait);
  }
  const row = member?.row;
  const knows = await passwordMatches(row?.passwordHash ?? null, typed.password);
  const checked = row ? await checkSecond(ctx, row, typed.code) : null;
  if (!row || !knows || checked === null || row.disabledAt !== null) {
    await withTransaction(ctx, async (tx) => {
      // Where there is no password nothing can be guessed, and a stranger must not lock out whoever comes through the company's sign-in.
      const failures = row?.passwordHash ? await countFailure(tx, row.id) : undefined;
      await recordRefusedSignIn(tx, ctx, { ...refused, why: !row ? "unknown" : row.disabledAt !== null ? "ended" : knows ? "code" : "password", failures });
    });
    throw new Forbidden("sign-in-refused");
  }
  if (row.suspendedAt !== null) {
    await noteRefusedSignIn(ctx, { ...refused, why: "suspended" });
    throw new Forbidden("staff-suspended");
  }
  return checked;
}

async function checkSecond(ctx: Context, row: typeof staffMembers.$inferSelect, code: string): Promise<CheckedCredentials | null> {
  if (isRecoveryCode(code)) return (await hasRecoveryCode(ctx, row.id, code)) ? { staffId: row.id, method: "recovery", code } : null;
  const step = row.sealedTotp ? await checkTotp(ctx, { id: row.id, sealedTotp: row.sealedTotp, totpStep: row.totpStep }, code) : null;
  return step === null ? null : { staffId: row.id, method: "code", step };
}

/** The step of a code moves forward once, and a recovery code is gone: of two browsers with the same code one gets in. @throws {Forbidden} */
export async function spendCode(tx: Executor, ctx: Context, checked: CheckedCredentials): Promise<void> {
  const { staffId } = checked;
  const forward = checked.method === "code" ? lt(staffMembers.totpStep, checked.step) : undefined;
  if (checked.method === "recovery") await spendRecoveryCode(tx, ctx, staffId, checked.code);
  const used = await tx
    .update(staffMembers)
    .set({ ...(checked.method === "code" ? { totpStep: checked.step } : {}), failedSignIns: 0, lockedUntil: null })
    .where(and(eq(staffMembers.id, staffId), forward, isNull(staffMembers.disabledAt)))
    .returning({ id: staffMembers.id });
  if (used.length === 0) throw new Forbidden("sign-in-refused");
}

async function countFailure(tx: Executor, staffId: string): Promise<number> {
  const mine = eq(staffMembers.id, staffId);
  const [row] = await tx.update(staffMembers).set({ failedSignIns: sql`${staffMembers.failedSignIns} + 1` }).where(mine).returning({ failures: staffMembers.failedSignIns });
  const failures = row?.failures ?? 0;
  await tx.update(staffMembers).set({ lockedUntil: sql`clock_timestamp() + ${`${lockSeconds(failures)} seconds`}::interval` }).where(mine);
  return failures;
}
