import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { alarms } from "@/db/schema/alarms";
import { auditEvents } from "@/db/schema/audit";
import { correspondenceMails } from "@/db/schema/correspondence";
import { scimUsers, staffMembers } from "@/db/schema/staff";
import { findStaffRoles, getStaffMember } from "@/domain/staff/queries";
import { offBoard } from "@/domain/offboarding/off-board";
import { getOffBoardingReport } from "@/domain/offboarding/report";
import { mintContext } from "@/domain/kernel/mint-context";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { askScim, SCIM_PATCH, SCIM_USER } from "@/test/scim";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { decodeBody } from "./decode-body";
import { mapGroup } from "./map-group";

const database = useDatabase();
const ask = (...asked: [method: string, address: string, body?: unknown, invites?: boolean]) => askScim(database.parts, ...asked);
const patch = (...Operations: unknown[]) => ({ schemas: SCIM_PATCH, Operations });
const off = patch({ op: "replace", value: { active: false } });
const on = patch({ op: "replace", value: { active: true } });

let count = 0;
async function aUser(more: Record<string, unknown> = {}) {
  const email = `leaver${++count}@haneulmall.example`;
  const { body } = await ask("POST", "/Users", { schemas: SCIM_USER, userName: email, externalId: `ext-${count}`, displayName: "Kim", emails: [{ value: email }], active: true, ...more });
  return { id: body.id, email, externalId: `ext-${count}` };
}
const memberOf = async (id: string) => (await database.db.select().from(staffMembers).where(eq(staffMembers.id, id)))[0]!;
const isOut = async (id: string) => (await memberOf(id)).disabledAt !== null;
const deactivated = async (id: string) => (await database.db.select({ at: scimUsers.deactivatedAt }).from(scimUsers).where(eq(scimUsers.staffId, id))).some(({ at }) => at !== null);
const alarmsOf = (objectId: string) => database.db.select().from(alarms).where(and(eq(alarms.kind, "unclear-deactivation"), eq(alarms.objectId, objectId)));
const rolesOf = async (id: string) => (await findStaffRoles(database.db, id))?.roles ?? null;
const newAlarms = () => database.db.execute(sql`truncate alarms, alarm_occurrences`);
async function someone(...roles: Parameters<typeof staffContext>[1][number][]) {
  return staffContext(database.parts, roles, (await aStaffMember(database.parts, roles)).id);
}

describe("an end that used to pass unnoticed", () => {
  it("is a body that is too long to be read, about somebody", async () => {
    const [{ id }, other] = [await aUser(), await aUser()];
    expect(await ask("PUT", `/Users/${id}`, null)).toMatchObject({ status: 413, body: { status: "413" } });
    expect(await isOut(id)).toBe(true);
    expect(await alarmsOf(id)).toMatchObject([{ severity: "critical", details: { ended: true } }]);
    for (const address of ["/Users", `/Groups/${other.id}`]) expect(await ask("POST", address, null)).toMatchObject({ status: 413 });
    expect(await isOut(other.id)).toBe(false);
  });

  it.each([
    ["UTF-16 with its mark", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 without one", (text: string) => Buffer.from(text, "utf16le")],
    ["UTF-16, the other way round, with its mark", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["UTF-16, the other way round", (text: string) => Buffer.from(text, "utf16le").swap16()],
    ["UTF-8 with a mark", (text: string) => Buffer.from(`\ufeff${text}`)],
  ])("is a body in %s, which says it as clearly as another", async (_, encode) => {
    const { id } = await aUser();
    expect(await ask("PATCH", `/Users/${id}`, encode(JSON.stringify(off)))).toMatchObject({ status: 200, body: { active: false } });
    expect(await isOut(id)).toBe(true);
    expect(await alarmsOf(id)).toEqual([]);
  });

  it("is a compressed body about somebody, which is refused; about nobody by name it ends nobody and is an alarm all the same", async () => {
    const [{ id }, other] = [await aUser(), await aUser()];
    for (const compress of [gzipSync, deflateSync, brotliCompressSync]) expect(await ask("PATCH", `/Users/${id}`, compress(JSON.stringify(off)))).toMatchObject({ status: 415, body: { status: "415" } });
    expect(await isOut(id)).toBe(true);
    expect((await alarmsOf(id)).length).toBeGreaterThan(0);
    expect(await alarmsOf("scim")).toEqual([]);
    expect(await ask("POST", "/Users", gzipSync(JSON.stringify({ schemas: SCIM_USER, userName: other.email, active: false })))).toMatchObject({ status: 415 });
    expect(await isOut(other.id)).toBe(false);
    expect(await alarmsOf("scim")).toMatchObject([{ objectKind: "provider", severity: "critical", details: { ended: false } }]);
    expect(decodeBody(Buffer.from("{}"), "gzip")).toEqual({ unread: 415 });
    expect(decodeBody(Buffer.from("{}"), "identity")).toBe("{}");
    expect(decodeBody(Buffer.alloc(0), "gzip")).toBe("");
  });

  it.each(["email", "externalId"] as const)("is a deletion by the provider's own name: %s", async (name) => {
    const user = await aUser();
    expect(await ask("DELETE", `/Users/${user[name]}`)).toMatchObject({ status: 204 });
    expect(await isOut(user.id)).toBe(true);
    expect(await ask("GET", `/Users/${user.id}`)).toMatchObject({ status: 404 });
  });

  it("is a deletion by the address of somebody who was added by hand", async () => {
    const { id, email } = await aStaffMember(database.parts, ["support"]);
    expect(await ask("DELETE", `/Users/${email.toUpperCase()}`)).toMatchObject({ status: 204 });
    expect(await isOut(id)).toBe(true);
  });

  it("means who is here now, and not somebody whom the provider deleted and whose number it gave away again", async () => {
    const before = await aUser();
    await ask("DELETE", `/Users/${before.id}`);
    const { id } = await aUser({ externalId: before.externalId });
    expect(await ask("PATCH", `/Users/${before.externalId}`, off)).toMatchObject({ status: 200, body: { id, active: false } });
    expect(await isOut(id)).toBe(true);
  });

  it.each(["PATCH", "PUT"])("is sent to everybody, with the one whom it is about in it: %s", async (method) => {
    const [byId, byName] = [await aUser(), await aUser()];
    expect(await ask(method, "/Users", { id: byId.id, active: false })).toMatchObject({ status: 405 });
    expect(await ask(method, "/Users", { userName: byName.email, active: "False" })).toMatchObject({ status: 405 });
    for (const { id } of [byId, byName]) {
      expect(await isOut(id)).toBe(true);
      expect(await alarmsOf(id)).toMatchObject([{ severity: "critical", details: { method, ended: true } }]);
    }
    await newAlarms();
    expect(await ask(method, "/Users", { id: "nobody", active: false })).toMatchObject({ status: 405 });
    expect(await alarmsOf("scim")).toMatchObject([{ details: { method, ended: false } }]);
  });

  it("is one of many things in a request that is not answered", async () => {
    await newAlarms();
    const [patched, put, deleted, named, stays, encoded] = [await aUser(), await aUser(), await aUser(), await aUser(), await aUser(), await aUser()];
    const Operations = [
      { method: "PATCH", path: `/Users/${patched.id}`, data: off },
      { method: "put", path: `/Users/${put.externalId}`, data: { schemas: SCIM_USER, userName: put.email, active: false } },
      { method: "DELETE", path: `https://amends.example/api/scim/v2/Users/${deleted.email}` },
      { method: "PATCH", path: "/Users", data: { id: named.id, active: false } },
      { method: "PATCH", path: `/Users/${stays.id}`, data: patch({ op: "replace", path: "displayName", value: "Lee" }) },
      { method: "POST", path: "/Groups", data: { displayName: "accounts that are disabled", active: false } },
      { path: `Users/${encoded.id}`, data: JSON.stringify(off) },
    ];
    expect(await ask("POST", "/Bulk", { schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], Operations })).toMatchObject({ status: 501 });
    for (const one of [patched, put, deleted, named, encoded]) {
      expect(await isOut(one.id)).toBe(true);
      expect(await alarmsOf(one.id)).toHaveLength(1);
    }
    expect(await isOut(stays.id)).toBe(false);
    expect(await alarmsOf("scim")).toEqual([]);
  });

  it.each([
    ["many things, about somebody unknown", "/Bulk", { Operations: [{ method: "PATCH", path: "/Users/bulkId:1", data: off }] }],
    ["many things, cut off", "/Bulk", '{"Operations":[{"method":"PATCH","path":"/Users/1","data":{"active":false'],
    ["many things, compressed", "/Bulk", gzipSync("{}")],
    ["many things, too long", "/Bulk", null],
    ["oneself", "/Me", off],
    ["another address", "/User/1", { active: false }],
  ])("is no end of anybody's, and an alarm: %s", async (_, address, body) => {
    await newAlarms();
    await ask("POST", address, body);
    expect(await alarmsOf("scim")).toMatchObject([{ hits: 1, details: { ended: false } }]);
  });

  it("is none, and no alarm, where nothing of that kind is said", async () => {
    await newAlarms();
    await ask("POST", "/Bulk", { Operations: [{ method: "GET", path: "/Users" }, { method: "PATCH", path: "/Users/1", data: on }] });
    await ask("POST", "/Users/.search", { filter: "active eq false" });
    await ask("POST", "/Users", { schemas: SCIM_USER, userName: "new@haneulmall.example", active: false });
    expect(await alarmsOf("scim")).toEqual([]);
  });

  it("is a new person who left already, where they are here under that name or address", async () => {
    const [one, two, three] = [await aUser(), await aUser(), await aUser()];
    expect(await ask("POST", "/Users", { schemas: SCIM_USER, userName: one.email, active: false })).toMatchObject({ status: 409 });
    expect(await ask("POST", "/Users", { schemas: SCIM_USER, userName: "another name", emails: [{ value: two.email }], active: "False" })).toMatchObject({ status: 409 });
    expect(await ask("POST", "/Users", { schemas: SCIM_USER, userName: three.email, active: true })).toMatchObject({ status: 409 });
    expect(await Promise.all([one, two, three].map(({ id }) => isOut(id)))).toEqual([true, true, false]);
    for (const { id } of [one, two, three]) expect(await alarmsOf(id)).toEqual([]);
  });

  it("ends somebody by an address that is not the first of who is meant as well, and says that it was unclear", async () => {
    const [known, other] = [await aUser(), await aUser()];
    await ask("POST", "/Users", { schemas: SCIM_USER, userName: known.email, active: false, emails: [{ value: known.email, primary: true }, { value: other.email, type: "other" }] });
    expect([await isOut(known.id), await isOut(other.id)]).toEqual([true, false]);
    await ask("POST", "/Users", { schemas: SCIM_USER, userName: "svc-old", active: false, emails: [{ value: "svc-old@haneulmall.example", primary: true }, { value: other.email, type: "other" }] });
    expect(await isOut(other.id)).toBe(true);
    expect(await alarmsOf(known.id)).toEqual([]);
    expect(await alarmsOf(other.id)).toHaveLength(1);
  });

  it("of a new person nobody knows adds them without access and without a code, and raises an alarm only where it is unclear", async () => {
    const before = (await alarmsOf("scim")).length;
    const sent = async () => (await database.db.select({ id: correspondenceMails.id }).from(correspondenceMails)).length;
    const mails = await sent();
    const { body } = await ask("POST", "/Users", { schemas: SCIM_USER, userName: "gone-before@haneulmall.example", active: false }, true);
    expect([body.active, await isOut(body.id)]).toEqual([false, true]);
    expect(await alarmsOf("scim")).toHaveLength(before);
    const { body: odd } = await ask("POST", "/Users", { schemas: SCIM_USER, userName: "gone-oddly@haneulmall.example", status: "deprovisioned" }, true);
    expect([odd.active, await isOut(odd.id)]).toEqual([false, true]);
    expect((await alarmsOf("scim")).reduce((hits, alarm) => hits + alarm.hits, 0)).toBe(before + 1);
    expect(await sent()).toBe(mails);
  });
});

const waiting = async (requests: number) => {
  const { rows } = await database.db.$client.query<{ pid: number }>("select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
  expect(rows).toHaveLength(requests);
};

describe("an end of access, and another request of the same moment", () => {
  it("is not undone by a change that had read them as somebody who works here", async () => {
    const { id } = await aUser();
    const { body: group } = await ask("POST", "/Groups", { displayName: "At the same moment", members: [{ value: id }] });
    await mapGroup(await someone("admin"), { groupId: group.id, role: "support" });
    await aStaffSession(database.parts, id);
    // The end is held back by one of the person's sessions, and the change after it by the address that it gives them.
    const [sessions, addresses] = [await database.db.$client.connect(), await database.db.$client.connect()];
    try {
      await sessions.query("begin");
      await sessions.query("select 1 from staff_sessions where staff_id = $1 for update", [id]);
      await addresses.query("begin");
      await addresses.query("insert into staff_members (email, name) values ('moved@haneulmall.example', 'Lee')");
      const ending = ask("PATCH", `/Users/${id}`, off);
      await vi.waitFor(() => waiting(1), 5_000);
      const changing = ask("PATCH", `/Users/${id}`, patch({ op: "replace", path: "displayName", value: "Kim Minji" }, { op: "replace", path: 'emails[type eq "work"].value', value: "moved@haneulmall.example" }));
      await vi.waitFor(() => waiting(2), 5_000);
      await sessions.query("rollback");
      await vi.waitFor(async () => expect(await deactivated(id)).toBe(true), 5_000);
      await addresses.query("rollback");
      expect(await changing).toMatchObject({ status: 200, body: { displayName: "Kim Minji", active: false } });
      expect(await ending).toMatchObject({ status: 200, body: { displayName: "Kim Minji", active: false } });
    } finally {
      for (const client of [sessions, addresses]) client.release(true);
    }
    expect([await isOut(id), await rolesOf(id)]).toEqual([true, null]);
  });

  it("waits for a change that came first, and for no longer", async () => {
    const [{ id }, gone] = [await aUser(), await aUser()];
    for (const [userId, end] of [[id, () => ask("PATCH", `/Users/${id}`, off)], [gone.id, () => ask("DELETE", `/Users/${gone.id}`)]] as const) {
      const held = await database.db.$client.connect();
      try {
        await held.query("begin");
        await held.query("select 1 from staff_members where id = $1 for update", [userId]);
        const changing = ask("PUT", `/Users/${userId}`, { schemas: SCIM_USER, userName: (await memberOf(userId)).email, displayName: "Park", active: true });
        await vi.waitFor(() => waiting(1), 5_000);
        const ending = end();
        await vi.waitFor(() => waiting(2), 5_000);
        await held.query("rollback");
        await Promise.all([changing, ending]);
      } finally {
        held.release(true);
      }
      expect([await isOut(userId), (await memberOf(userId)).name]).toEqual([true, "Park"]);
    }
    expect([await deactivated(id), await deactivated(gone.id)]).toEqual([true, true]);
  });

  it("stays where a deleted person is written to once more", async () => {
    const { id, email } = await aUser();
    await ask("DELETE", `/Users/${id}`);
    expect(await ask("PUT", `/Users/${id}`, { schemas: SCIM_USER, userName: email, active: true })).toMatchObject({ status: 404 });
    expect(await ask("GET", `/Users/${id}`)).toMatchObject({ status: 404 });
    expect(await isOut(id)).toBe(true);
  });

  it("is the provider's to give back by a word about it alone", async () => {
    const { id, email } = await aUser();
    await ask("PATCH", `/Users/${id}`, off);
    for (const [method, body] of [["PATCH", patch({ op: "replace", path: "displayName", value: "Choi" })], ["PUT", { schemas: SCIM_USER, userName: email }]] as const) {
      expect(await ask(method, `/Users/${id}`, body)).toMatchObject({ status: 200, body: { active: false } });
    }
    expect(await ask("PATCH", `/Users/${id}`, on)).toMatchObject({ status: 200, body: { active: true } });
  });
});

describe("an end of access by the provider", () => {
  it("is made final by security or the operator, after which the provider cannot bring them back by any way", async () => {
    const operator = mintContext(database.parts, { kind: "operator" });
    const security = await someone("security");
    for (const by of [security, operator]) {
      const { id, email } = await aUser();
      await ask("PATCH", `/Users/${id}`, off);
      expect(await getStaffMember(security, id)).toMatchObject({ mayReturn: true });
      await offBoard(by, { staffId: id, reason: "will not come back to us" });
      expect(await getStaffMember(security, id)).toMatchObject({ mayReturn: false });
      expect((await memberOf(id)).disabledBy).toBe(by === security ? security.actor.staffId : null);
      expect(await database.db.select().from(auditEvents).where(and(eq(auditEvents.objectId, id), eq(auditEvents.action, "staff.keep-out")))).toMatchObject([{ reason: "will not come back to us", actorKind: by.actor.kind }]);
      expect(await getOffBoardingReport(security, id)).toMatchObject({ reason: "will not come back to us", ended: { sessions: 0 } });
      for (const [method, address, body] of [["PATCH", `/Users/${id}`, on], ["PATCH", `/Users/${id}`, off], ["PUT", `/Users/${id}`, { schemas: SCIM_USER, userName: email, active: true }], ["DELETE", `/Users/${id}`, undefined], ["POST", "/Users", { schemas: SCIM_USER, userName: email, active: true }], ["PATCH", `/Users/${id}`, on]] as const) {
        await ask(method, address, body);
        expect(await isOut(id), method).toBe(true);
      }
      await expect(offBoard(by, { staffId: id, reason: "once more for good measure" })).rejects.toMatchObject({ reason: "staff-disabled-already" });
    }
  });

  it.each(["security", "operator"] as const)("is made final by whoever ends it here at the same moment: %s", async (who) => {
    const by = who === "security" ? await someone("security") : mintContext(database.parts, { kind: "operator" });
    const { id } = await aUser();
    await aStaffSession(database.parts, id);
    // The provider's end is held back by one of the person's sessions.
    const sessions = await database.db.$client.connect();
    try {
      await sessions.query("begin");
      await sessions.query("select 1 from staff_sessions where staff_id = $1 for update", [id]);
      const provider = ask("PATCH", `/Users/${id}`, off);
      await vi.waitFor(() => waiting(1), 5_000);
      const here = offBoard(by, { staffId: id, reason: "will not come back to us" });
      await vi.waitFor(() => waiting(2), 5_000);
      await sessions.query("rollback");
      expect(await provider).toMatchObject({ status: 200, body: { active: false } });
      expect(await here).toMatchObject({ sessions: 0 });
    } finally {
      sessions.release(true);
    }
    expect(await database.db.select().from(auditEvents).where(and(eq(auditEvents.objectId, id), eq(auditEvents.action, "staff.keep-out")))).toHaveLength(1);
    expect(await ask("PATCH", `/Users/${id}`, on)).toMatchObject({ body: { active: false } });
    expect(await isOut(id)).toBe(true);
  });

  it("is followed by a code when they are added again, and by none where they stay out", async () => {
    const codes = async () => (await database.db.select({ n: sql<number>`count(*)::int` }).from(correspondenceMails))[0]!.n;
    const [back, out] = [await aUser(), await aUser()];
    await offBoard(await someone("security"), { staffId: out.id, reason: "security took them out" });
    for (const { id } of [back, out]) await ask("DELETE", `/Users/${id}`);
    const before = await codes();
    expect((await ask("POST", "/Users", { schemas: SCIM_USER, userName: out.email, active: true }, true)).body).toMatchObject({ id: out.id, active: false });
    expect(await codes()).toBe(before);
    expect((await ask("POST", "/Users", { schemas: SCIM_USER, userName: back.email, active: true }, true)).body).toMatchObject({ id: back.id, active: true });
    expect(await codes()).toBe(before + 1);
  });
});
