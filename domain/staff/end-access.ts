import { and, eq, isNull, or, sql } from "drizzle-orm";
import { apiTokens, staffGrants, staffMembers, staffPasskeys, staffRecoveryCodes, staffSessions, staffSetups } from "@/db/schema/staff";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { wasHere } from "./in-force";
import { endTokens } from "./tokens/end-tokens";

export interface EndedAccess {
  sessions: number;
  tokens: number;
  roles: number;
  /** Roles that they gave to others and nobody approved yet. */
  offeredRoles: number;
  setUpCodes: number;
  /** Open set-up codes that they had sent to people who were never here yet. */
  sentCodes: number;
}

/**
 * End a person's access in the transaction of their off-boarding: password, authenticator and passkeys, every session, token, role and open set-up code, the roles that they proposed for others, and the codes that rest on their word
 * alone, of people who were never here yet: those keep their roles, and somebody who is still there sends them another code.
 * Their row is taken first, so that whatever they do at the same moment gives way. @throws {Conflict} when it is done already
 */
export async function endAccess(tx: Executor, { staffId, by }: { staffId: string; by: string | null }): Promise<EndedAccess> {
  const now = sql`clock_timestamp()`;
  const disabled = await tx
    .update(staffMembers)
    .set({ disabledAt: now, disabledBy: by, passwordHash: null, sealedTotp: null })
    .where(and(eq(staffMembers.id, staffId), isNull(staffMembers.disabledAt)))
    .returning({ id: staffMembers.id });
  if (disabled.length === 0) throw new Conflict("staff-disabled-already");
  const sessions = await tx.update(staffSessions).set({ endedAt: now, endedFor: "off-boarded" }).where(and(eq(staffSessions.staffId, staffId), isNull(staffSessions.endedAt))).returning({ id: staffSessions.staffId });
  const tokens = await endTokens(tx, eq(apiTokens.staffId, staffId), "off-boarded");
  const offered = and(eq(staffGrants.grantedBy, staffId), eq(staffGrants.role, "admin"), isNull(staffGrants.approvedBy));
  const grants = await tx.update(staffGrants).set({ endedAt: now }).where(and(isNull(staffGrants.endedAt), or(eq(staffGrants.staffId, staffId), offered))).returning({ of: staffGrants.staffId });
  // What they asked for others asks for nothing any more.
  await tx.update(staffGrants).set({ renewalBy: null, renewalUntil: null }).where(eq(staffGrants.renewalBy, staffId));
  const setups = await tx.delete(staffSetups).where(eq(staffSetups.staffId, staffId)).returning({ id: staffSetups.staffId });
  const neverHere = sql`not exists (select from ${staffMembers} m where m.id = ${staffSetups.staffId} and ${wasHere})`;
  const sent = await tx.delete(staffSetups).where(and(eq(staffSetups.sentBy, staffId), neverHere)).returning({ id: staffSetups.staffId });
  for (const table of [staffPasskeys, staffRecoveryCodes]) await tx.delete(table).where(eq(table.staffId, staffId));
  const roles = grants.filter(({ of }) => of === staffId).length;
  return { sessions: sessions.length, tokens: tokens.length, roles, offeredRoles: grants.length - roles, setUpCodes: setups.length, sentCodes: sent.length };
}
