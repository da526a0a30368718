import { and, eq, gte, isNull, or, sql } from "drizzle-orm";
import { staffLogoutTokens } from "@/db/schema/staff";
import { Forbidden } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import type { CompanyProof } from "./types";

/** To the end of the transaction: a logout alone, sessions that begin together. So one that begins sees the logout, or the logout sees it. */
export async function seeLogouts(tx: Executor, how: "alone" | "together"): Promise<void> {
  await tx.execute(how === "alone" ? sql`select pg_advisory_xact_lock(hashtextextended('staff/company-logouts', 0))` : sql`select pg_advisory_xact_lock_shared(hashtextextended('staff/company-logouts', 0))`);
}

/**
 * Refuse what a logout of the last minutes has ended: a proof of the session that it named, or, where it named a person and no session, one that was shown before it, or at a time that nobody said. In the
 * transaction of what the proof is good for. @throws {Forbidden}
 */
export async function requireNoLogout(tx: Executor, { issuer, subject, session, authTime }: CompanyProof): Promise<void> {
  await seeLogouts(tx, "together");
  const { companySession, subject: person, at } = staffLogoutTokens;
  const ofSession = session === null ? sql`false` : and(eq(companySession, session), or(isNull(person), eq(person, subject)));
  const ofPerson = and(isNull(companySession), eq(person, subject), authTime === null ? undefined : gte(at, authTime));
  const [ended] = await tx.select({ at }).from(staffLogoutTokens).where(and(eq(staffLogoutTokens.issuer, issuer), or(ofSession, ofPerson))).limit(1);
  if (ended) throw new Forbidden("company-signed-out");
}
