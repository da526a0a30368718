import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { apiTokens, scimUsers, staffIdentities, staffMembers, staffSessions } from "@/db/schema/staff";
import type { Role } from "@/db/values/roles";
import { getOffBoardingReport } from "@/domain/offboarding/report";
import type { LogoutToken } from "@/domain/staff/company/read-logout-token";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember, aStaffSession, aToken } from "@/test/staff";
import { endCompanyAccess } from "./end-company-access";

const database = useDatabase();
const ISSUER = "https://login.haneulmall.example";
const ctx = () => systemContext(database.parts, "staff/company-logout");
const token = (more: Partial<LogoutToken>): LogoutToken => ({ issuer: ISSUER, jti: randomUUID(), session: null, subject: null, at: new Date(), ...more });
const open = async (table: typeof staffSessions | typeof apiTokens, staffId: string) => (await database.db.select().from(table).where(eq(table.staffId, staffId))).filter(({ endedAt }) => endedAt === null).length;
const memberOf = async (id: string) => (await database.db.select().from(staffMembers).where(eq(staffMembers.id, id)))[0];

/** Somebody with a session from the company, one of their own and a token. */
async function colleague(...roles: Role[]) {
  const { id } = await aStaffMember(database.parts, roles);
  const subject = randomUUID();
  await database.db.insert(staffIdentities).values({ issuer: ISSUER, subject, staffId: id });
  const session = randomUUID();
  await aStaffSession(database.parts, id, { method: "company", issuer: ISSUER, companySession: session });
  await aStaffSession(database.parts, id);
  await aToken(database.parts, id);
  return { id, subject, session };
}

it("off-boards whom a logout names without a session, with everything they hold and a report, and leaves them to the provider", async () => {
  const { id, subject } = await colleague("auditor");
  const bystander = await colleague("auditor");
  await endCompanyAccess(ctx(), token({ subject }));
  expect(await memberOf(id)).toMatchObject({ disabledAt: expect.any(Date) as Date, disabledBy: null });
  expect([await open(staffSessions, id), await open(apiTokens, id)]).toEqual([0, 0]);
  expect(await database.db.select().from(scimUsers).where(eq(scimUsers.staffId, id))).toMatchObject([{ deactivatedAt: expect.any(Date) as Date }]);
  const security = staffContext(database.parts, ["security"], (await aStaffMember(database.parts, ["security"])).id);
  expect(await getOffBoardingReport(security, id)).toMatchObject({ ended: { sessions: 2, tokens: 1 } });
  // Once more, by another token, there is nobody to end.
  await endCompanyAccess(ctx(), token({ subject }));
  expect(await memberOf(bystander.id)).toMatchObject({ disabledAt: null });
  expect([await open(staffSessions, bystander.id), await open(apiTokens, bystander.id)]).toEqual([2, 1]);
});

it("ends the named session alone where a logout names one, and nobody by a token that was brought before or names a stranger", async () => {
  const { id, subject, session } = await colleague("auditor");
  const first = token({ session, subject });
  await endCompanyAccess(ctx(), first);
  expect([await open(staffSessions, id), await open(apiTokens, id)]).toEqual([1, 1]);
  await expect(endCompanyAccess(ctx(), token({ subject, jti: first.jti }))).rejects.toMatchObject({ reason: "logout-token-used" });
  await endCompanyAccess(ctx(), token({ subject: randomUUID() }));
  await endCompanyAccess(ctx(), token({ subject, issuer: "https://other.example" }));
  expect(await memberOf(id)).toMatchObject({ disabledAt: null });
});
