import { and, eq, isNull, sql } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadAccessPeriods } from "@/content/access-review/periods";
import { alarms } from "@/db/schema/alarms";
import { auditEvents } from "@/db/schema/audit";
import { correspondenceMails } from "@/db/schema/correspondence";
import { scimGroups, scimMembers, staffGrants, staffMembers } from "@/db/schema/staff";
import { roles, type Role } from "@/db/values/roles";
import { mintContext } from "@/domain/kernel/mint-context";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember, aStaffSession, withCredentials } from "@/test/staff";
import { policy } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { offBoard } from "../offboarding/off-board";
import { followGroups } from "../provisioning/follow-groups";
import { approveRenewal } from "../staff/approve-renewal";
import { grantRole } from "../staff/grant-role";
import { isAdminOverdue } from "../staff/in-force";
import { noteRoleUse, rolesToNote } from "../staff/note-role-use";
import { findEndedSession, findStaffRoles, findStaffSession, getStaffMember, listOwnRoles } from "../staff/queries";
import { reactivateStaffMember } from "../staff/reactivate-staff-member";
import { renewGrant } from "../staff/renew-grant";
import { signIn } from "../staff/sign-in";
import { whyNoStanding } from "../staff/why-no-standing";
import { endLapsedRoles } from "./end-lapsed-roles";
import { remindOfEnds } from "./remind-of-ends";
import { suspendIdleStaff } from "./suspend-idle-staff";

const database = useDatabase();
const periods = loadAccessPeriods();
const clock = () => systemContext(database.parts, "access-review/watch");
const DAY = 86_400_000;

/** Each test begins with nobody: who is the last administrator depends on who else there is. */
afterEach(async () => {
  await database.db.update(staffMembers).set({ disabledAt: sql`clock_timestamp()` }).where(isNull(staffMembers.disabledAt));
  await database.db.update(alarms).set({ state: "closed", closedAt: sql`clock_timestamp()`, closedWords: "of a test before", closedBy: sql`(select id from staff_members limit 1)` }).where(eq(alarms.state, "open"));
});

async function someone(...held: Role[]) {
  const member = await aStaffMember(database.parts, held);
  return { ...member, ctx: staffContext(database.parts, held, member.id), token: await aStaffSession(database.parts, member.id) };
}
const grantsOf = (staffId: string) => database.db.select().from(staffGrants).where(eq(staffGrants.staffId, staffId));
const theGrant = async (staffId: string) => (await grantsOf(staffId)).at(-1)!;
/** What was given so many days ago, and ends in so many. */
const setGrant = (staffId: string, row: Partial<typeof staffGrants.$inferInsert>) => database.db.update(staffGrants).set(row).where(eq(staffGrants.staffId, staffId));
const daysAgo = (days: number) => new Date(Date.now() - days * DAY);
const rolesOf = async (token: string) => (await findStaffSession(database.db, token))?.roles;
const eventsOf = async (objectId: string, action: string) => database.db.select().from(auditEvents).where(and(eq(auditEvents.objectId, objectId), eq(auditEvents.action, action)));
const standing = () => database.db.select().from(alarms).where(and(eq(alarms.kind, "last-admin"), eq(alarms.state, "open")));

describe("a role", () => {
  it("ends by itself, after the days that roles of its kind last, or earlier and never later", async () => {
    const [admin, member] = [await someone("admin"), await someone()];
    for (const role of roles) expect(periods.grants[role]).toBeLessThanOrEqual(366);
    await grantRole(admin.ctx, { staffId: member.id, role: "finance" });
    expect(Math.round(((await theGrant(member.id)).expiresAt.getTime() - Date.now()) / DAY)).toBe(periods.grants.finance);
    const soon = new Date(Date.now() + 3 * DAY);
    await grantRole(admin.ctx, { staffId: member.id, role: "comms", until: soon.toISOString() });
    expect((await grantsOf(member.id)).map(({ expiresAt }) => expiresAt)).toContainEqual(soon);
    const give = (until: Date) => grantRole(admin.ctx, { staffId: member.id, role: "lead", until: until.toISOString() });
    await expect(give(daysAgo(1))).rejects.toMatchObject({ fields: { until: ["until-past"] } });
    await expect(give(new Date(Date.now() + 181 * DAY))).rejects.toMatchObject({ fields: { until: ["until-too-late"] } });
  });

  it("gives nothing with the very next request once it has run out, without any job", async () => {
    const member = await someone("finance");
    expect(await rolesOf(member.token)).toEqual(["finance"]);
    await setGrant(member.id, { expiresAt: daysAgo(0) });
    expect(await rolesOf(member.token)).toEqual([]);
    expect(await findStaffRoles(database.db, member.id)).toMatchObject({ roles: [] });
    expect(await whyNoStanding(database.db, member.id, policy("test.pay", ["finance"]))).toMatchObject({ reason: "forbidden" });
    const admin = await someone("admin");
    expect((await getStaffMember(admin.ctx, member.id)).grants).toEqual([]);
    await grantRole(admin.ctx, { staffId: member.id, role: "finance" });
    expect(await rolesOf(member.token)).toEqual(["finance"]);
    expect((await grantsOf(member.id)).filter(({ endedFor }) => endedFor === "expired")).toHaveLength(1);
  });

  it("that has run out is tidied up and audited by the job", async () => {
    const member = await someone("comms");
    await setGrant(member.id, { expiresAt: daysAgo(1) });
    expect(await endLapsedRoles(clock(), periods)).toEqual({ ended: 1 });
    expect(await theGrant(member.id)).toMatchObject({ endedFor: "expired" });
    expect(await eventsOf(member.id, "staff.end-grant")).toMatchObject([{ actorKind: "system", details: { role: "comms", why: "expired" } }]);
    expect(await endLapsedRoles(clock(), periods)).toEqual({ ended: 0 });
    await expect(endLapsedRoles(member.ctx, periods)).rejects.toMatchObject({ reason: "forbidden" });
  });

  it("is renewed by an administrator who does not hold it, and an administrator's own by two others", async () => {
    const [first, second, third] = [await someone("admin"), await someone("admin"), await someone("admin")];
    const member = await someone("support");
    await setGrant(member.id, { expiresAt: new Date(Date.now() + DAY), remindedAt: new Date() });
    const { id } = await theGrant(member.id);
    expect(await renewGrant(first.ctx, { grantId: id })).toEqual({ waits: false });
    expect(await theGrant(member.id)).toMatchObject({ renewedBy: first.id, remindedAt: null });
    expect(Math.round(((await theGrant(member.id)).expiresAt.getTime() - Date.now()) / DAY)).toBe(periods.grants.support);
    expect(await eventsOf(member.id, "staff.renew-grant")).toHaveLength(1);

    await setGrant(first.id, { expiresAt: new Date(Date.now() + DAY) });
    const own = await theGrant(first.id);
    await expect(renewGrant(first.ctx, { grantId: own.id })).rejects.toMatchObject({ reason: "not-oneself" });
    expect(await renewGrant(second.ctx, { grantId: own.id })).toEqual({ waits: true });
    const { renewalUntil, expiresAt } = await theGrant(first.id);
    expect(expiresAt).toEqual(own.expiresAt);
    const until = renewalUntil!.toISOString();
    for (const { ctx } of [first, second]) await expect(approveRenewal(ctx, { grantId: own.id, until })).rejects.toMatchObject({ reason: "second-person" });
    await expect(approveRenewal(third.ctx, { grantId: own.id, until: new Date().toISOString() })).rejects.toMatchObject({ reason: "grant-settled" });
    await approveRenewal(third.ctx, { grantId: own.id, until });
    expect(await theGrant(first.id)).toMatchObject({ expiresAt: renewalUntil, renewalBy: null, renewedBy: third.id });
    await expect(approveRenewal(third.ctx, { grantId: own.id, until })).rejects.toMatchObject({ reason: "grant-settled" });
    await expect(setGrant(first.id, { renewedBy: first.id })).rejects.toThrow();
    await expect(setGrant(first.id, { renewalBy: first.id, renewalUntil: new Date() })).rejects.toThrow();
  });

  it("whose renewal was asked for by somebody who has left is renewed by nobody, and one that has run out is given anew instead", async () => {
    const [first, second, third] = [await someone("admin"), await someone("admin"), await someone("admin")];
    const { id } = await theGrant(first.id);
    await renewGrant(second.ctx, { grantId: id });
    const until = (await theGrant(first.id)).renewalUntil!.toISOString();
    await offBoard(third.ctx, { staffId: second.id, reason: "has left the company" });
    await expect(approveRenewal(third.ctx, { grantId: id, until })).rejects.toMatchObject({ reason: "grant-settled" });
    const member = await someone("support");
    await setGrant(member.id, { expiresAt: daysAgo(1) });
    await expect(renewGrant(first.ctx, { grantId: (await theGrant(member.id)).id })).rejects.toMatchObject({ reason: "grant-settled" });
  });

  it("that ends soon is said once, to its person and to the administrators", async () => {
    const [admin, member, brief] = [await someone("admin"), await someone("finance", "comms"), await someone("support")];
    await setGrant(member.id, { grantedAt: daysAgo(170), expiresAt: new Date(Date.now() + 5 * DAY) });
    await setGrant(brief.id, { expiresAt: new Date(Date.now() + 5 * DAY) });
    const mails = () => database.db.select({ id: correspondenceMails.id }).from(correspondenceMails).where(eq(correspondenceMails.purpose, "staff-role-ends"));
    await remindOfEnds(clock(), periods);
    expect(await mails()).toHaveLength(2);
    await remindOfEnds(clock(), periods);
    expect(await mails()).toHaveLength(2);
    expect((await theGrant(brief.id)).remindedAt).toBeNull();
    expect(await listOwnRoles(member.ctx)).toMatchObject([{ role: "comms" }, { role: "finance" }]);
    expect((await getStaffMember(admin.ctx, member.id)).grants).toHaveLength(2);
  });

  it("that came by a group of the identity provider ends like every other, and does not come back by the group until the person is taken out of it and in again", async () => {
    const [admin, member] = [await someone("admin"), await someone()];
    const [group] = await database.db.insert(scimGroups).values({ displayName: "Finance", role: "finance", mappedBy: admin.id }).returning();
    const join = () => database.db.insert(scimMembers).values({ groupId: group!.id, staffId: member.id });
    const follow = () => withTransaction(clock(), (tx) => followGroups(tx, clock(), [member.id]));
    await join();
    await follow();
    expect(Math.round(((await theGrant(member.id)).expiresAt.getTime() - Date.now()) / DAY)).toBe(periods.grants.finance);
    await setGrant(member.id, { expiresAt: daysAgo(1) });
    await follow();
    expect(await rolesOf(member.token)).toEqual([]);
    await endLapsedRoles(clock(), periods);
    await follow();
    expect(await rolesOf(member.token)).toEqual([]);
    await database.db.delete(scimMembers).where(eq(scimMembers.staffId, member.id));
    await join();
    await follow();
    expect(await rolesOf(member.token)).toEqual(["finance"]);
  });
});

describe("what nobody uses", () => {
  it("is written down at a gate that not everybody passes, for the roles that open it, once an hour", async () => {
    const member = await someone("support", "lead", "finance");
    const session = await findStaffSession(database.db, member.token);
    expect(session?.usedLongAgo).toEqual(["finance", "lead", "support"]);
    expect(rolesToNote(policy("claims.read", ["support", "lead", "auditor"]), session!.usedLongAgo)).toEqual(["lead", "support"]);
    expect(rolesToNote(policy("console.use", roles), session!.usedLongAgo)).toEqual([]);
    await noteRoleUse(member.ctx, ["lead", "support"]);
    const used = async () => Object.fromEntries((await grantsOf(member.id)).map(({ role, lastUsedAt }) => [role, lastUsedAt]));
    const before = await used();
    expect([before.finance, before.lead instanceof Date, before.support instanceof Date]).toEqual([null, true, true]);
    expect((await findStaffSession(database.db, member.token))?.usedLongAgo).toEqual(["finance"]);
    await noteRoleUse(member.ctx, ["lead", "support"]);
    expect(await used()).toEqual(before);
    await setGrant(member.id, { lastUsedAt: new Date(Date.now() - 61 * 60_000) });
    expect((await findStaffSession(database.db, member.token))?.usedLongAgo).toEqual(["finance", "lead", "support"]);
  });

  it("drops after 90 days: a role that was used or renewed within them stays", async () => {
    const [unused, used, renewed, fresh] = [await someone("finance"), await someone("finance"), await someone("finance"), await someone("finance")];
    const old = { grantedAt: daysAgo(120), expiresAt: new Date(Date.now() + 60 * DAY) };
    await setGrant(unused.id, { ...old, lastUsedAt: daysAgo(91) });
    await setGrant(used.id, { ...old, lastUsedAt: daysAgo(89) });
    await setGrant(renewed.id, { ...old, lastUsedAt: daysAgo(91), renewedAt: daysAgo(20) });
    expect(await endLapsedRoles(clock(), periods)).toEqual({ ended: 1 });
    expect(await theGrant(unused.id)).toMatchObject({ endedFor: "unused" });
    expect(await eventsOf(unused.id, "staff.end-grant")).toMatchObject([{ details: { role: "finance", why: "unused" } }]);
    for (const { token } of [used, renewed, fresh]) expect(await rolesOf(token)).toEqual(["finance"]);
  });

  it("suspends whoever was not here for 30 days: no session lives, no sign-in works, nothing is committed, until an administrator lets them in again", async () => {
    const [admin, member, here, invited] = [await someone("admin"), await someone("comms"), await someone("comms"), await aStaffMember(database.parts, ["comms"])];
    const PASSWORD = "넷 다섯 걸음 뒤 우체통";
    const { code } = await withCredentials(database.parts, member, PASSWORD);
    await database.db.update(staffMembers).set({ idleFrom: daysAgo(40) });
    await database.db.execute(sql`update staff_sessions set last_seen_at = clock_timestamp() - interval '31 days' where staff_id = ${member.id}`);
    await aStaffSession(database.parts, member.id, { lastSeenAt: daysAgo(35), endedAt: daysAgo(35), endedFor: "signed-out" });
    expect(await suspendIdleStaff(clock(), periods)).toEqual({ suspended: 2 });
    expect(await findStaffSession(database.db, member.token)).toBeNull();
    expect(await findEndedSession(database.db, member.token)).toMatchObject({ reason: "idle-account" });
    expect(await rolesOf(here.token)).toEqual(["comms"]);
    expect(await eventsOf(invited.id, "staff.suspend-idle")).toMatchObject([{ actorKind: "system", details: { sessions: 0 } }]);
    const typed = { email: member.email, password: PASSWORD };
    const visitor = () => mintContext(database.parts, { kind: "visitor" });
    await expect(signIn(visitor(), { ...typed, code: await code() })).rejects.toMatchObject({ reason: "staff-suspended" });
    await expect(signIn(visitor(), { ...typed, password: "wrong", code: await code() })).rejects.toMatchObject({ reason: "sign-in-refused" });
    await expect(withTransaction(member.ctx, () => Promise.resolve())).rejects.toMatchObject({ reason: "staff-ended" });
    expect(await whyNoStanding(database.db, member.id, policy("test.write", ["comms"]))).toMatchObject({ reason: "staff-suspended" });
    await expect(reactivateStaffMember(here.ctx, { staffId: member.id })).rejects.toMatchObject({ reason: "forbidden" });
    await reactivateStaffMember(admin.ctx, { staffId: member.id });
    await expect(reactivateStaffMember(admin.ctx, { staffId: member.id })).rejects.toMatchObject({ reason: "staff-not-suspended" });
    expect(await eventsOf(member.id, "staff.reactivate")).toHaveLength(1);
    const { token } = await signIn(visitor(), { ...typed, code: await code() });
    expect(await rolesOf(token)).toEqual(["comms"]);
    expect(await suspendIdleStaff(clock(), periods)).toEqual({ suspended: 0 });
  });
});

describe("whoever is here, or at work, while others are looked at", () => {
  /** Let the clock come to wait for something that another connection holds, and let that person be there before it goes on. */
  async function meanwhile<T>(hold: string, values: readonly string[], watch: () => Promise<T>, come: () => Promise<unknown>): Promise<T> {
    const client = await database.db.$client.connect();
    try {
      await client.query("begin");
      await client.query(hold, [...values]);
      const watching = watch();
      await vi.waitFor(async () => {
        const { rows } = await database.db.$client.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        expect(rows).toHaveLength(1);
      }, 5_000);
      await come();
      await client.query("commit");
      return await watching;
    } finally {
      client.release(true);
    }
  }
  const ADMINISTRATION = "select pg_advisory_xact_lock(hashtextextended('staff/administration', 0))";

  it("is not suspended", async () => {
    const [member] = [await someone("comms"), await someone("admin")];
    await database.db.update(staffMembers).set({ idleFrom: daysAgo(40) }).where(eq(staffMembers.id, member.id));
    await database.db.execute(sql`update staff_sessions set last_seen_at = clock_timestamp() - interval '31 days' where staff_id = ${member.id}`);
    let token = "";
    const comes = async () => (token = await aStaffSession(database.parts, member.id));
    expect(await meanwhile(ADMINISTRATION, [], () => suspendIdleStaff(clock(), periods), comes)).toEqual({ suspended: 0 });
    expect(await rolesOf(token)).toEqual(["comms"]);
  });

  it("keeps the role, an administrator's as well", async () => {
    const [admin, member] = [await someone("admin"), await someone("comms"), await someone("admin")];
    const watch = () => endLapsedRoles(clock(), periods);
    await setGrant(admin.id, { grantedAt: daysAgo(120), lastUsedAt: daysAgo(100) });
    expect(await meanwhile(ADMINISTRATION, [], watch, () => noteRoleUse(admin.ctx, ["admin"]))).toEqual({ ended: 0 });
    await setGrant(member.id, { grantedAt: daysAgo(120), lastUsedAt: daysAgo(100) });
    expect(await meanwhile("update staff_grants set renewed_at = clock_timestamp() where staff_id = $1", [member.id], watch, () => Promise.resolve())).toEqual({ ended: 0 });
    expect([await rolesOf(admin.token), await rolesOf(member.token)]).toEqual([["admin"], ["comms"]]);
  });
});

describe("the last administrator", () => {
  it("stays one after the role has run out, and so do all whose role has, while nobody else is; it is an alarm, and the worker is not ready", async () => {
    const [first, second] = [await someone("admin"), await someone("admin")];
    expect(await isAdminOverdue(database.db)).toBe(false);
    await setGrant(first.id, { expiresAt: daysAgo(1) });
    expect(await rolesOf(first.token)).toEqual([]);
    await setGrant(second.id, { expiresAt: daysAgo(1) });
    expect([await rolesOf(first.token), await rolesOf(second.token)]).toEqual([["admin"], ["admin"]]);
    expect(await isAdminOverdue(database.db)).toBe(true);
    expect(await endLapsedRoles(clock(), periods)).toEqual({ ended: 0 });
    await endLapsedRoles(clock(), periods);
    expect(await standing()).toMatchObject([{ hits: 1, severity: "warning", details: { why: "expired" } }, { hits: 1 }]);
    await renewGrant(mintContext(database.parts, { kind: "operator" }), { grantId: (await theGrant(second.id)).id });
    expect([await rolesOf(first.token), await rolesOf(second.token), await isAdminOverdue(database.db)]).toEqual([[], ["admin"], false]);
    expect(await endLapsedRoles(clock(), periods)).toEqual({ ended: 1 });
    await grantRole(mintContext(database.parts, { kind: "operator" }), { staffId: first.id, role: "admin" });
    expect(await rolesOf(first.token)).toEqual(["admin"]);
  });

  it("is neither suspended nor loses the role because nobody used it; of two who are idle the one who was here last stays", async () => {
    const [first, second] = [await someone("admin"), await someone("admin")];
    await database.db.update(staffMembers).set({ idleFrom: daysAgo(90) });
    await database.db.execute(sql`update staff_sessions set last_seen_at = clock_timestamp() - interval '50 days' where staff_id = ${first.id}`);
    await database.db.execute(sql`update staff_sessions set last_seen_at = clock_timestamp() - interval '40 days' where staff_id = ${second.id}`);
    expect(await suspendIdleStaff(clock(), periods)).toEqual({ suspended: 1 });
    const suspended = await database.db.select({ id: staffMembers.id }).from(staffMembers).where(and(isNull(staffMembers.disabledAt), sql`${staffMembers.suspendedAt} is not null`));
    expect(suspended).toEqual([{ id: first.id }]);
    expect(await standing()).toMatchObject([{ objectId: second.id, details: { why: "idle" } }]);
    await setGrant(second.id, { grantedAt: daysAgo(120), lastUsedAt: daysAgo(100) });
    expect(await endLapsedRoles(clock(), periods)).toEqual({ ended: 0 });
    expect(await findStaffRoles(database.db, second.id)).toMatchObject({ roles: ["admin"] });
    expect(await standing()).toMatchObject([{ objectId: second.id, hits: 2 }]);
  });
});
