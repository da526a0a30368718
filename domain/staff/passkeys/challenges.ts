import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { staffChallenges } from "@/db/schema/staff";
import { sha256 } from "@/lib/crypto";
import { Forbidden } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";

type Purpose = typeof staffChallenges.$inferSelect.purpose;

/** How long somebody may take to find their device. */
export const CHALLENGE_MS = 5 * 60_000;

/** Remember what a device is asked to sign, for one purpose and, but for signing in, one session. */
export async function keepChallenge(db: Executor, challenge: string, purpose: Purpose, sessionId: string | null): Promise<void> {
  await db.delete(staffChallenges).where(lt(staffChallenges.expiresAt, sql`clock_timestamp()`));
  await db.insert(staffChallenges).values({ id: sha256(challenge), purpose, sessionId: sessionId === null ? null : Buffer.from(sessionId, "hex"), expiresAt: sql`clock_timestamp() + ${`${CHALLENGE_MS} milliseconds`}::interval` });
}

/** Use a challenge up: it is gone whatever comes of the answer, so call it outside the transaction of the act. @throws {Forbidden} when it was not asked, for something else, or too long ago */
export async function spendChallenge(db: Executor, challenge: string, purpose: Purpose, sessionId: string | null): Promise<void> {
  const { id, purpose: forWhat, sessionId: ofSession, expiresAt } = staffChallenges;
  const session = sessionId === null ? isNull(ofSession) : eq(ofSession, Buffer.from(sessionId, "hex"));
  const spent = await db.delete(staffChallenges).where(and(eq(id, sha256(challenge)), eq(forWhat, purpose), session, gt(expiresAt, sql`clock_timestamp()`))).returning({ id });
  if (spent.length === 0) throw new Forbidden("passkey-refused");
}
