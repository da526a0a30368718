import { and, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { staffIdentities, staffLogoutTokens, staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { tellSessionsEnded } from "../access-ended";
import { mayEndCompanySessions } from "../policy";
import { seeLogouts } from "./require-no-logout";
import { LOGOUT_TOKEN_MS, type LogoutToken } from "./read-logout-token";

/**
 * End what a logout at the identity provider ends: the sessions that began in its named session, or all of its named person's that began there; where it names both, the person's in that session. Each
 * token counts once, and for ten minutes is remembered by {@link requireNoLogout}, because somebody may be on their way back from there. A session or person that we do not know is nothing to end. @throws {Conflict} when the token was brought before
 */
export async function endCompanySessions(ctx: Context, token: LogoutToken): Promise<{ ended: number }> {
  authorise(ctx, mayEndCompanySessions);
  return withTransaction(ctx, async (tx) => {
    await seeLogouts(tx, "alone");
    await tx.delete(staffLogoutTokens).where(lt(staffLogoutTokens.expiresAt, sql`clock_timestamp()`));
    // Twice the time that a token lives, because its clock may be ahead of ours.
    const first = await tx
      .insert(staffLogoutTokens)
      .values({ issuer: token.issuer, jti: token.jti, companySession: token.session, subject: token.subject, at: token.at, expiresAt: sql`clock_timestamp() + ${`${2 * LOGOUT_TOKEN_MS} milliseconds`}::interval` })
      .onConflictDoNothing()
      .returning({ jti: staffLogoutTokens.jti });
    if (first.length === 0) throw new Conflict("logout-token-used");
    const ofPerson = tx.select({ id: staffIdentities.staffId }).from(staffIdentities).where(and(eq(staffIdentities.issuer, token.issuer), eq(staffIdentities.subject, token.subject ?? "")));
    const ended = await tx
      .update(staffSessions)
      .set({ endedAt: sql`clock_timestamp()`, endedFor: "company" })
      .where(
        and(
          eq(staffSessions.issuer, token.issuer),
          isNull(staffSessions.endedAt),
          token.session === null ? undefined : eq(staffSessions.companySession, token.session),
          token.subject === null ? undefined : inArray(staffSessions.staffId, ofPerson),
        ),
      )
      .returning({ id: staffSessions.id, staffId: staffSessions.staffId });
    for (const staffId of new Set(ended.map((session) => session.staffId))) {
      const theirs = ended.filter((session) => session.staffId === staffId);
      await recordAudit(tx, ctx, { action: "staff.end-sessions", object: { kind: "staff", id: staffId }, details: { which: token.session === null ? "all-by-company" : "one-by-company", sessions: theirs.length } });
    }
    await tellSessionsEnded(tx, ended.map(({ id }) => id));
    return { ended: ended.length };
  });
}
