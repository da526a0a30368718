import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { alarms } from "@/db/schema/alarms";
import { auditEvents } from "@/db/schema/audit";
import { correspondenceMails } from "@/db/schema/correspondence";
import { scimContact, staffGrants, staffMembers, staffSessions } from "@/db/schema/staff";
import { findStaffRoles } from "@/domain/staff/queries";
import { approveGrant } from "@/domain/staff/approve-grant";
import { offBoard } from "@/domain/offboarding/off-board";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { askScim, SCIM_PATCH, SCIM_USER } from "@/test/scim";
import { aStaffMember } from "@/test/staff";
import { answerScim } from "./answer-scim";
import { mapGroup } from "./map-group";
import { noteContact } from "./note-contact";
import { listProvisionedGroups } from "./queries";
import { deactivations, unclear } from "./read-activity.test";

const database = useDatabase();
const ctx = () => systemContext(database.parts, "provisioning/scim");
const ask = (...asked: [method: string, address: string, body?: unknown, invites?: boolean]) => askScim(database.parts, ...asked);

let count = 0;
const address = () => `person${++count}@haneulmall.example`;
const aUser = async (email = address()) => (await ask("POST", "/Users", { schemas: SCIM_USER, userName: email, externalId: `ext-${email}`, name: { givenName: "민지", familyName: "김" }, emails: [{ value: email, type: "work", primary: true }], active: true, title: null })).body;
const aGroup = async (displayName: string, ...members: string[]) => (await ask("POST", "/Groups", { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName, members: members.map((value) => ({ value })) })).body;
const memberOf = async (id: string) => (await database.db.select().from(staffMembers).where(eq(staffMembers.id, id)))[0];
const rolesOf = async (id: string) => (await findStaffRoles(database.db, id))?.roles ?? null;
async function anAdmin() {
  return staffContext(database.parts, ["admin"], (await aStaffMember(database.parts, ["admin"])).id);
}

describe("a person at the identity provider", () => {
  it("is added without a role, found by name, changed and shown as RFC 7643 has it", async () => {
    const email = address();
    const made = await ask("POST", "/Users", { schemas: SCIM_USER, userName: email.toUpperCase(), externalId: "00u1", name: { givenName: "민지", familyName: "김" }, active: true, password: "never kept", roles: [], preferredLanguage: "en-US" });
    expect(made).toMatchObject({ status: 201, body: { userName: email.toUpperCase(), externalId: "00u1", displayName: "김민지", active: true, emails: [{ value: email, type: "work", primary: true }], preferredLanguage: "en" } });
    const { id } = made.body;
    expect(made.body).toMatchObject({ meta: { resourceType: "User", location: `https://amends.example/api/scim/v2/Users/${id}` } });
    expect(await rolesOf(id)).toEqual([]);
    const found = await ask("GET", `/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}&startIndex=1&count=10`);
    expect(found).toMatchObject({ status: 200, body: { totalResults: 1, startIndex: 1, Resources: [{ id }] } });
    expect((await ask("GET", `/Users?filter=${encodeURIComponent('externalId eq "00u1" and active eq true')}`)).body.Resources).toHaveLength(1);
    expect(await ask("PATCH", `/Users/${id}`, { schemas: SCIM_PATCH, Operations: [{ op: "Replace", path: 'emails[type eq "work"].value', value: `new-${email}` }, { op: "Add", path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", value: "7" }, { op: "Replace", path: "displayName", value: "Minji Kim" }, { op: "Replace", path: "title", value: null }] })).toMatchObject({ status: 200, body: { displayName: "Minji Kim", active: true } });
    expect(await memberOf(id)).toMatchObject({ email: `new-${email}`, name: "Minji Kim" });
    expect(await ask("PUT", `/Users/${id}`, { schemas: SCIM_USER, userName: email, displayName: "Minji", emails: [{ value: email }], active: true })).toMatchObject({ status: 200, body: { displayName: "Minji" } });
    expect(await memberOf(id)).toMatchObject({ email, disabledAt: null });
  });

  it("is one for each address and name, and a mistake is said in the protocol's words", async () => {
    const { id, userName } = await aUser();
    expect(await ask("POST", "/Users", { schemas: SCIM_USER, userName })).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
    expect(await ask("POST", "/Users", { schemas: SCIM_USER, userName: "no address" })).toMatchObject({ status: 400, body: { scimType: "invalidValue", detail: expect.stringContaining("emails") as string } });
    expect(await ask("POST", "/Users", "{")).toMatchObject({ status: 400, body: { scimType: "invalidSyntax", schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"] } });
    expect(await ask("GET", "/Users?filter=nonsense(")).toMatchObject({ status: 400, body: { scimType: "invalidFilter" } });
    expect(await ask("GET", "/Users/0190")).toMatchObject({ status: 404 });
    expect(await ask("GET", "/Users/01890000-0000-7000-8000-000000000001")).toMatchObject({ status: 404 });
    expect(await ask("PUT", `/Users/${id}`, { schemas: SCIM_USER, userName, emails: [{ value: (await aUser()).userName }] })).toMatchObject({ status: 409 });
    expect(await ask("PATCH", `/Users/${id}`, { schemas: SCIM_PATCH, Operations: [{ op: "fly", path: "displayName", value: "x" }] })).toMatchObject({ status: 400 });
    expect(await ask("POST", `/Users/${id}`, {})).toMatchObject({ status: 405 });
    expect(await ask("POST", "/Bulk", {})).toMatchObject({ status: 501 });
    expect(await ask("GET", "/Nothing")).toMatchObject({ status: 404 });
    expect(await ask("GET", "/Users/a/b")).toMatchObject({ status: 404 });
  });

  it("comes in pages that neither overlap nor miss anybody", async () => {
    for (let i = 0; i < 5; i++) await aUser();
    const { totalResults } = (await ask("GET", "/Users?count=1")).body;
    const seen: string[] = [];
    for (let start = 1; start <= totalResults; start += 3) seen.push(...(await ask("GET", `/Users?startIndex=${start}&count=3`)).body.Resources.map(({ id }) => id));
    expect(seen).toHaveLength(totalResults);
    expect(new Set(seen).size).toBe(totalResults);
    expect((await ask("GET", "/Users?count=0")).body).toMatchObject({ totalResults, itemsPerPage: 0, Resources: [] });
    expect(Object.keys((await ask("GET", "/Users?count=1&attributes=userName")).body.Resources[0] ?? {}).sort()).toEqual(["id", "userName"]);
  });

  it("is mailed a set-up code where the company has no sign-in of its own", async () => {
    const mails = async () => (await database.db.select({ id: correspondenceMails.id }).from(correspondenceMails)).length;
    const before = await mails();
    await aUser();
    expect(await mails()).toBe(before);
    await ask("POST", "/Users", { schemas: SCIM_USER, userName: address(), active: true }, true);
    expect(await mails()).toBe(before + 1);
  });
});

describe("an end of access", () => {
  async function signedIn() {
    const member = await aStaffMember(database.parts, ["support"]);
    await database.db.insert(staffSessions).values({ id: Buffer.from(crypto.getRandomValues(new Uint8Array(32))), staffId: member.id, expiresAt: new Date(Date.now() + 3_600_000) });
    return member.id;
  }
  const isOut = async (id: string) => {
    expect(await memberOf(id)).toMatchObject({ disabledAt: expect.any(Date) as Date });
    expect(await rolesOf(id)).toBeNull();
    expect(await database.db.select().from(staffSessions).where(and(eq(staffSessions.staffId, id), isNull(staffSessions.endedAt)))).toEqual([]);
  };
  const alarmsOf = (objectId: string) => database.db.select().from(alarms).where(and(eq(alarms.kind, "unclear-deactivation"), eq(alarms.objectId, objectId)));

  it.each(deactivations)("is taken from %s", async (_, method, body) => {
    const id = await signedIn();
    await ask(method, `/Users/${id}`, body);
    await isOut(id);
    expect(await alarmsOf(id)).toEqual([]);
    expect(await ask("GET", `/Users/${id}`)).toMatchObject({ status: 200, body: { active: false } });
  });

  it.each(unclear)("is taken from what looks like one, with an alarm: %s", async (_, method, body) => {
    const id = await signedIn();
    await ask(method, `/Users/${id}`, body);
    await isOut(id);
    expect(await alarmsOf(id)).toMatchObject([{ severity: "critical", details: { ended: true } }]);
  });

  it("means a person by the provider's own name for them as well, and raises an alarm where it means nobody", async () => {
    const user = await aUser();
    await ask("PATCH", `/Users/${encodeURIComponent(String(user.externalId))}`, { schemas: SCIM_PATCH, Operations: [{ op: "replace", value: { active: false } }] });
    await isOut(user.id);
    await ask("PATCH", "/Users/nobody", { schemas: SCIM_PATCH, Operations: [{ op: "replace", value: { active: false } }] });
    expect(await alarmsOf("scim")).toMatchObject([{ details: { ended: false } }]);
  });

  it("is said again and again without harm, and taken back by the provider alone where it was the provider's", async () => {
    const { id, userName } = await aUser();
    const group = await aGroup(`desk ${userName as string}`, id);
    await mapGroup(await anAdmin(), { groupId: group.id, role: "support" });
    const off = { schemas: SCIM_PATCH, Operations: [{ op: "replace", value: { active: false } }] };
    const on = { schemas: SCIM_PATCH, Operations: [{ op: "replace", value: { active: true } }] };
    for (let i = 0; i < 3; i++) expect(await ask("PATCH", `/Users/${id}`, off)).toMatchObject({ status: 200, body: { active: false } });
    expect(await database.db.select().from(auditEvents).where(and(eq(auditEvents.action, "staff.off-board"), eq(auditEvents.objectId, id)))).toMatchObject([{ actorKind: "system", actorId: "provisioning/scim" }]);
    expect(await ask("PATCH", `/Users/${id}`, on)).toMatchObject({ status: 200, body: { active: true } });
    expect(await rolesOf(id)).toEqual(["support"]);
    await offBoard(await anAdmin(), { staffId: id, reason: "security took them out" });
    for (const body of [on, { schemas: SCIM_USER, userName, active: true }]) expect(await ask("Operations" in body ? "PATCH" : "PUT", `/Users/${id}`, body)).toMatchObject({ status: 200, body: { active: false } });
    expect(await rolesOf(id)).toBeNull();
  });

  it("is a deletion as well, after which the same person may be added again", async () => {
    const { id, userName } = await aUser();
    expect(await ask("DELETE", `/Users/${id}`)).toMatchObject({ status: 204 });
    await isOut(id);
    expect(await ask("GET", `/Users/${id}`)).toMatchObject({ status: 404 });
    expect((await ask("GET", `/Users?filter=${encodeURIComponent(`userName eq "${userName as string}"`)}`)).body.totalResults).toBe(0);
    expect(await ask("DELETE", "/Users/01890000-0000-7000-8000-000000000001")).toMatchObject({ status: 404 });
    expect(await aUser(userName as string)).toMatchObject({ id, active: true });
    expect(await memberOf(id)).toMatchObject({ disabledAt: null, passwordHash: null });
  });
});

describe("a group", () => {
  it("gives its role to whoever is in it, and takes it with them, and leaves what a person gave", async () => {
    const [one, two] = [await aUser(), await aUser()];
    const group = await aGroup("Claims desk", one.id);
    const admin = await anAdmin();
    expect(await rolesOf(one.id)).toEqual([]);
    await mapGroup(admin, { groupId: group.id, role: "support" });
    expect(await rolesOf(one.id)).toEqual(["support"]);
    await ask("PATCH", `/Groups/${group.id}`, { schemas: SCIM_PATCH, Operations: [{ op: "Add", path: "members", value: [{ $ref: null, value: two.id }] }] });
    expect(await rolesOf(two.id)).toEqual(["support"]);
    expect((await ask("GET", `/Users/${two.id}`)).body.groups).toMatchObject([{ value: group.id, display: "Claims desk" }]);
    await database.db.insert(staffGrants).values({ staffId: two.id, role: "comms", grantedBy: admin.actor.staffId });
    await ask("PATCH", `/Groups/${group.id}`, { schemas: SCIM_PATCH, Operations: [{ op: "Remove", path: "members", value: [{ value: two.id }] }] });
    expect(await rolesOf(two.id)).toEqual(["comms"]);
    await ask("PATCH", `/Groups/${group.id}`, { schemas: SCIM_PATCH, Operations: [{ op: "remove", path: `members[value eq "${one.id}"]` }] });
    expect(await rolesOf(one.id)).toEqual([]);
    await ask("PUT", `/Groups/${group.id}`, { displayName: "Claims desk", members: [{ value: one.id }, { value: two.id }] });
    expect([await rolesOf(one.id), await rolesOf(two.id)]).toEqual([["support"], ["comms", "support"]]);
    await mapGroup(admin, { groupId: group.id, role: "lead" });
    expect(await rolesOf(one.id)).toEqual(["lead"]);
    expect(await listProvisionedGroups(admin)).toContainEqual(expect.objectContaining({ id: group.id, role: "lead", members: 2, mappedBy: admin.actor.staffId }));
    expect(await ask("DELETE", `/Groups/${group.id}`)).toMatchObject({ status: 204 });
    expect([await rolesOf(one.id), await rolesOf(two.id)]).toEqual([[], ["comms"]]);
    expect(await ask("GET", `/Groups/${group.id}`)).toMatchObject({ status: 404 });
    expect(await aGroup("Claims desk")).toMatchObject({ displayName: "Claims desk" });
  });

  it("that stands for admin waits for another admin, and nobody gives themselves a role by a group", async () => {
    const { id } = await aUser();
    const [mapper, other] = [await anAdmin(), await anAdmin()];
    const group = await aGroup("Administrators", id);
    await mapGroup(mapper, { groupId: group.id, role: "admin" });
    expect(await rolesOf(id)).toEqual([]);
    const [grant] = await database.db.select().from(staffGrants).where(eq(staffGrants.staffId, id));
    await expect(approveGrant(mapper, { grantId: grant?.id })).rejects.toMatchObject({ reason: "second-person" });
    await approveGrant(other, { grantId: grant?.id });
    expect(await rolesOf(id)).toEqual(["admin"]);
    const own = await aGroup("Mine", mapper.actor.staffId);
    await expect(mapGroup(mapper, { groupId: own.id, role: "finance" })).rejects.toMatchObject({ reason: "not-oneself" });
    await expect(mapGroup({ ...mapper, actor: { ...mapper.actor, proven: false } }, { groupId: group.id, role: "" })).rejects.toMatchObject({ reason: "stale-proof" });
    await expect(mapGroup(staffContext(database.parts, ["security"]), { groupId: group.id, role: "" })).rejects.toMatchObject({ reason: "forbidden" });
    await mapGroup(other, { groupId: group.id, role: "" });
    expect(await rolesOf(id)).toEqual([]);
  });

  it("gives nothing to whoever said what it stands for, also where they come into it later, and writes down that it was left out", async () => {
    const [mapper, other] = [await anAdmin(), await anAdmin()];
    const [mine, theirs] = [await aGroup("Nobody yet"), await aGroup("Nobody else's")];
    await mapGroup(mapper, { groupId: mine.id, role: "finance" });
    const put = (group: { id: string }, displayName: string, ...members: string[]) => ask("PUT", `/Groups/${group.id}`, { displayName, members: members.map((value) => ({ value })) });
    const colleague = await aUser();
    await put(mine, "Nobody yet", mapper.actor.staffId, colleague.id);
    expect([await rolesOf(mapper.actor.staffId), await rolesOf(colleague.id)]).toEqual([["admin"], ["finance"]]);
    const left = await database.db.select().from(auditEvents).where(and(eq(auditEvents.action, "provisioning.leave-out"), eq(auditEvents.objectId, mapper.actor.staffId)));
    expect(left).toMatchObject([{ details: { role: "finance", group: mine.id } }]);
    // By a group for which somebody else stands they have it, whichever the database comes upon first.
    await mapGroup(other, { groupId: theirs.id, role: "finance" });
    await put(theirs, "Nobody else's", mapper.actor.staffId);
    expect(await rolesOf(mapper.actor.staffId)).toEqual(["admin", "finance"]);
    const self = { staffId: colleague.id, role: "security" as const, grantedBy: colleague.id };
    await expect(database.db.insert(staffGrants).values(self)).rejects.toMatchObject({ cause: { constraint: "staff_grants_granted_by_check" } });
  });

  it("lets go of whoever left it, and takes whom it knows, also where it names somebody whom nobody here knows", async () => {
    const [leaver, stays, comes] = [await aUser(), await aUser(), await aUser()];
    const group = await aGroup("Half known", leaver.id, stays.id);
    await mapGroup(await anAdmin(), { groupId: group.id, role: "support" });
    const nobody = ["01890000-0000-7000-8000-000000000001", "somebody@elsewhere.example"];
    expect(await ask("PUT", `/Groups/${group.id}`, { displayName: "Half known", members: [stays.id, stays.id.toUpperCase(), comes.id, ...nobody].map((value) => ({ value })) })).toMatchObject({ status: 200 });
    expect(await Promise.all([leaver, stays, comes].map(({ id }) => rolesOf(id)))).toEqual([[], ["support"], ["support"]]);
    const events = await database.db.select().from(auditEvents).where(and(eq(auditEvents.action, "provisioning.change-group"), eq(auditEvents.objectId, group.id)));
    expect(events).toMatchObject([{ details: { moved: 2, unknown: 2 } }]);
    expect(await ask("PATCH", `/Groups/${group.id}`, { schemas: SCIM_PATCH, Operations: [{ op: "remove", path: `members[value eq "${comes.id}"]` }, { op: "add", path: "members", value: [{ value: nobody[0] }] }] })).toMatchObject({ status: 200 });
    expect(await rolesOf(comes.id)).toEqual([]);
    expect((await ask("GET", `/Groups/${group.id}`)).body.members).toMatchObject([{ value: stays.id }]);
  });

  it("keeps all members that come at once, each in a request of its own", async () => {
    const users = await Promise.all(Array.from({ length: 12 }, () => aUser()));
    const group = await aGroup("At once");
    const answers = await Promise.all(users.map(({ id }) => ask("PATCH", `/Groups/${group.id}`, { schemas: SCIM_PATCH, Operations: [{ op: "Add", path: "members", value: [{ value: id }] }] })));
    expect(answers.map(({ status }) => status)).toEqual(users.map(() => 200));
    expect((await ask("GET", `/Groups/${group.id}`)).body.members).toHaveLength(12);
    expect((await ask("GET", `/Groups/${group.id}?excludedAttributes=members`)).body.members).toBeUndefined();
    expect(await ask("POST", "/Groups", { displayName: "AT ONCE" })).toMatchObject({ status: 409 });
    expect((await ask("GET", `/Groups?filter=${encodeURIComponent('displayName eq "At once"')}`)).body).toMatchObject({ totalResults: 1 });
  });
});

describe("the service", () => {
  beforeAll(() => noteContact(ctx()));

  it("says what it can (RFC 7644 § 4)", async () => {
    expect(await ask("GET", "/ServiceProviderConfig")).toMatchObject({ status: 200, body: { patch: { supported: true }, bulk: { supported: false }, filter: { supported: true, maxResults: 200 }, changePassword: { supported: false }, authenticationSchemes: [{ type: "oauthbearertoken" }] } });
    expect((await ask("GET", "/ResourceTypes")).body.Resources.map(({ id, endpoint }) => [id, endpoint])).toEqual([["User", "/Users"], ["Group", "/Groups"]]);
    expect(await ask("GET", "/ResourceTypes/User")).toMatchObject({ status: 200, body: { schema: SCIM_USER[0] } });
    expect((await ask("GET", "/Schemas")).body.Resources.map(({ id }) => id)).toEqual(expect.arrayContaining([SCIM_USER[0], "urn:ietf:params:scim:schemas:core:2.0:Group", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]));
    expect(await ask("GET", `/Schemas/${SCIM_USER[0] ?? ""}`)).toMatchObject({ status: 200, body: { name: "User" } });
    expect(await ask("POST", "/Schemas", {})).toMatchObject({ status: 405 });
  });

  it("writes down that the provider came, and is nobody's else to ask", async () => {
    const last = async () => (await database.db.select().from(scimContact))[0]?.lastAt.getTime();
    const first = await last();
    await noteContact(ctx());
    expect(await last()).toBe(first);
    await expect(answerScim(staffContext(database.parts, ["admin"]), { method: "GET", path: ["Users"], query: {}, body: "" }, { basePath: "https://amends.example", invites: false })).rejects.toMatchObject({ reason: "forbidden" });
  });
});
