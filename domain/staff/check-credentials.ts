import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { Forbidden, TooMany } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { checkTotp, passwordMatches } from "./credentials";
import { lockSeconds } from "./rules";

type Who = { email: string } | { staffId: string };

/**
 * Check somebody's password and one-time code. Wrong address, wrong password, wrong code and a disabled person get the same refusal after the same work; each failure counts.
 * What it returns is used up by {@link spendCode}, in the transaction of what it was asked for. @throws {Forbidden} @throws {TooMany} after five failures in a row
 */
export async function checkCredentials(ctx: Context, who: Who, typed: { password: string; code: string }): Promise<{ staffId: string; step: number }> {
  const [member] = await ctx.db
    .select({ row: staffMembers, wait: sql<number>`greatest(0, ceil(extract(epoch from ${staffMembers.lockedUntil} - clock_timestamp())))::int` })
    .from(staffMembers)
    .where("email" in who ? eq(staffMembers.email, who.email) : eq(staffMembers.id, who.staffId));
  if (member && member.wait > 0) throw new TooMany("sign-in-locked", member.wait);
  const row = member?.row;
  const knows = await passwordMatches(row?.passwordHash ?? null, typed.password);
  const step = row?.sealedTotp ? await checkTotp(ctx, { id: row.id, sealedTotp: row.sealedTotp, totpStep: row.totpStep }, typed.code) : null;
  if (!row || !knows || step === null || row.disabledAt !== null) {
    if (row) await countFailure(ctx, row.id, row.failedSignIns + 1);
    throw new Forbidden("sign-in-refused");
  }
  return { staffId: row.id, step };
}

/** The step of a code moves forward once: of two browsers with the same code one gets in. @throws {Forbidden} */
export async function spendCode(tx: Executor, { staffId, step }: { staffId: string; step: number }): Promise<void> {
  const used = await tx
    .update(staffMembers)
    .set({ totpStep: step, failedSignIns: 0, lockedUntil: null })
    .where(and(eq(staffMembers.id, staffId), lt(staffMembers.totpStep, step), isNull(staffMembers.disabledAt)))
    .returning({ id: staffMembers.id });
  if (used.length === 0) throw new Forbidden("sign-in-refused");
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
