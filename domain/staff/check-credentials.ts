import { and, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import { staffMembers } from "@/db/schema/staff";
import type { Context } from "../kernel/context";
import { Forbidden, TooMany } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { countPausedTry, type Told } from "./count-refusal";
import { countSignInTry, forgetSignInTries } from "./count-sign-in-try";
import { checkTotp, passwordMatches } from "./credentials";
import { noteRefusedSignIn } from "./note-refused-sign-in";
import { hasRecoveryCode, isRecoveryCode, spendRecoveryCode } from "./passkeys/recovery-codes";

/** The step of a one-time code, or a recovery code in its place. */
type Second = { method: "code"; step: number } | { method: "recovery"; code: string };

/** What was checked and is not used up yet, and the address whose tries are forgotten with it. */
export type CheckedCredentials = Second & { staffId: string; address: Buffer; told: Told };

type Who = { email: string } | { staffId: string };

/**
 * Check somebody's password and one-time code. Wrong address, wrong password, wrong code and a disabled person get the same refusal after the same work, and the same pause; each try counts. Who is suspended or
 * paused is told so, once they have shown who they are. What it returns is used up by {@link spendCode}, in the transaction of what it was asked for. @throws {Forbidden} @throws {TooMany} after five
 * failures in a row
 */
export async function checkCredentials(ctx: Context, who: Who, typed: { password: string; code: string }, network: string | null): Promise<CheckedCredentials> {
  const [member] = await ctx.db
    .select({ row: staffMembers, wait: sql<number>`greatest(0, ceil(extract(epoch from ${staffMembers.lockedUntil} - clock_timestamp())))::int` })
    .from(staffMembers)
    .where("email" in who ? eq(staffMembers.email, who.email) : eq(staffMembers.id, who.staffId));
  const row = member?.row;
  const counted = await countSignInTry(ctx, "email" in who ? who.email : (row?.email ?? who.staffId));
  const refused = { staffId: row?.id ?? null, method: "code" as const, network, ...counted.told };
  if (counted.wait > 0) {
    await noteRefusedSignIn(ctx, { ...refused, why: "locked" }, (tx) => countPausedTry(tx, counted.address));
    throw new TooMany("sign-in-locked", counted.wait);
  }
  const knows = await passwordMatches(row?.passwordHash ?? null, typed.password);
  const second = await checkSecond(ctx, row ?? null, typed.code);
  if (!row || !knows || second === null || row.disabledAt !== null) {
    await noteRefusedSignIn(ctx, { ...refused, why: !row ? "unknown" : row.disabledAt !== null ? "ended" : knows ? "code" : "password", failures: counted.failures });
    throw new Forbidden("sign-in-refused");
  }
  if (row.suspendedAt !== null) {
    await noteRefusedSignIn(ctx, { ...refused, why: "suspended" });
    throw new Forbidden("staff-suspended");
  }
  if (member.wait > 0) {
    await noteRefusedSignIn(ctx, { ...refused, why: "locked" });
    throw new TooMany("sign-in-locked", member.wait);
  }
  return { ...second, staffId: row.id, address: counted.address, told: counted.told };
}

/** Whose id is nobody's. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** A recovery code is looked for in the database, and for nobody's id as well: a question more would tell that somebody is called that. */
async function checkSecond(ctx: Context, row: typeof staffMembers.$inferSelect | null, code: string): Promise<Second | null> {
  if (isRecoveryCode(code)) return (await hasRecoveryCode(ctx, row?.id ?? NOBODY, code)) ? { method: "recovery", code } : null;
  const step = row?.sealedTotp ? await checkTotp(ctx, { id: row.id, sealedTotp: row.sealedTotp, totpStep: row.totpStep }, code) : null;
  return step === null ? null : { method: "code", step };
}

/** The step of a code moves forward once, and a recovery code is gone: of two browsers with the same code one gets in, and nobody whose sign-in was paused meanwhile. What it returns is for the details of the event that the caller writes. @throws {Forbidden} */
export async function spendCode(tx: Executor, ctx: Context, checked: CheckedCredentials): Promise<Told & ({ method: "code" } | { method: "recovery"; left: number })> {
  const { staffId } = checked;
  const forward = checked.method === "code" ? lt(staffMembers.totpStep, checked.step) : undefined;
  // The person before their code, as an off-boarding takes them: the two would wait for each other.
  const used = await tx
    .update(staffMembers)
    .set({ totpStep: checked.method === "code" ? checked.step : sql`totp_step` })
    .where(and(eq(staffMembers.id, staffId), forward, isNull(staffMembers.disabledAt), or(isNull(staffMembers.lockedUntil), lte(staffMembers.lockedUntil, sql`clock_timestamp()`))))
    .returning({ id: staffMembers.id });
  if (used.length === 0) throw new Forbidden("sign-in-refused");
  const spent = checked.method === "recovery" ? { method: checked.method, left: await spendRecoveryCode(tx, ctx, staffId, checked.code) } : { method: checked.method };
  await forgetSignInTries(tx, checked.address);
  return { ...spent, ...checked.told };
}
