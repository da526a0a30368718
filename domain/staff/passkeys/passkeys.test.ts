import { randomUUID } from "node:crypto";
import { and, desc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { correspondenceMails } from "@/db/schema/correspondence";
import { staffChallenges, staffMembers, staffPasskeys, staffRecoveryCodes, staffSessions, staffSignInTries } from "@/db/schema/staff";
import type { Role } from "@/db/values/roles";
import { acknowledgeAlarm } from "@/domain/alarms/acknowledge-alarm";
import { closeAlarm } from "@/domain/alarms/close-alarm";
import { alarmFilter } from "@/domain/alarms/input";
import { listAlarms } from "@/domain/alarms/queries";
import { revealClaim } from "@/domain/claims/reveal-claim";
import { dropDraft } from "@/domain/exposure/drop-draft";
import type { StaffContext } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import { offBoard } from "@/domain/offboarding/off-board";
import { savePayer } from "@/domain/payments/save-payer";
import { pauseWave } from "@/domain/waves/pause-wave";
import { sha256 } from "@/lib/crypto";
import { Authenticator } from "@/test/authenticator";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember, aStaffSession, withCredentials, type TestStaff } from "@/test/staff";
import { addStaffMember } from "../add-staff-member";
import { proveOneself } from "../prove-oneself";
import { findStaffSession, listOwnSessions } from "../queries";
import { isWeak } from "../rules";
import { sendSetUpCode } from "../send-set-up-code";
import { signIn } from "../sign-in";
import { addPasskey, beginPasskey } from "./add-passkey";
import { askForPasskey } from "./check-passkey";
import { proveByPasskey } from "./prove-by-passkey";
import { countRecoveryCodes, listOwnPasskeys } from "./queries";
import { makeRecoveryCodes } from "./recovery-codes";
import { removePasskey } from "./remove-passkey";
import { signInByPasskey } from "./sign-in-by-passkey";

const database = useDatabase();
const rp = { id: "portal.haneulmall.example", origin: "https://portal.haneulmall.example" };
const from = { device: "Firefox 140 · Linux", network: "198.51.100.0/24" };
const PASSWORD = "넷 다섯 걸음 뒤 우체통";
const visitor = () => mintContext(database.parts, { kind: "visitor" });
const refused = { reason: "passkey-refused" };

async function contextOf(token: string): Promise<StaffContext> {
  const session = await findStaffSession(database.db, token);
  if (!session) throw new Error("no session");
  return mintContext(database.parts, { kind: "staff", staffId: session.staffId, sessionId: session.sessionId, proven: session.proven, roles: session.roles, weak: isWeak(session, true) } as const);
}

const lastEvent = async (action: string) => (await database.db.select().from(auditEvents).where(eq(auditEvents.action, action)).orderBy(desc(auditEvents.id)).limit(1))[0];
const challengeToSignIn = async () => (await askForPasskey(visitor(), rp, "sign-in")).challenge;

/** A member with one passkey on a device of theirs, and a session. */
async function withPasskey(roles: readonly Role[]): Promise<{ member: TestStaff; device: Authenticator; token: string }> {
  const member = await aStaffMember(database.parts, roles);
  const token = await aStaffSession(database.parts, member.id);
  const ctx = await contextOf(token);
  const device = new Authenticator(rp);
  await addPasskey(ctx, rp, { name: "업무용 노트북", credential: device.make({ challenge: (await beginPasskey(ctx, rp)).challenge, counter: 0 }) });
  return { member, device, token };
}

let one: Awaited<ReturnType<typeof withPasskey>>;
beforeEach(async () => (one = await withPasskey(["comms"])));
const show = (doing: Partial<Parameters<Authenticator["show"]>[0]> & { challenge: string }, device = one.device) => signInByPasskey(visitor(), rp, { credential: device.show(doing) }, from);

describe("signing in with a passkey", () => {
  it("takes the passkey alone, keeps its counter, and is as strong as roles can need", async () => {
    const { token } = await show({ challenge: await challengeToSignIn(), counter: 7 });
    expect(await findStaffSession(database.db, token)).toMatchObject({ staffId: one.member.id, method: "passkey", strong: true, proven: true, hasPasskey: true });
    expect((await database.db.select().from(staffPasskeys).where(eq(staffPasskeys.staffId, one.member.id)))[0]).toMatchObject({ counter: 7 });
    expect((await listOwnPasskeys(await contextOf(token)))[0]).toMatchObject({ name: "업무용 노트북", lastUsedAt: expect.any(Date) as Date });
    expect(await lastEvent("staff.sign-in")).toMatchObject({ objectId: one.member.id, details: { method: "passkey", network: from.network } });
  });

  it("tells everybody the same, so that nobody learns who has one", async () => {
    const options = await askForPasskey(visitor(), rp, "sign-in");
    expect(options).toMatchObject({ rpId: rp.id, userVerification: "required", allowCredentials: [] });
  });

  it("takes a challenge once, that we asked, within five minutes", async () => {
    const challenge = await challengeToSignIn();
    await show({ challenge, counter: 1 });
    await expect(show({ challenge, counter: 2 })).rejects.toMatchObject(refused);
    await expect(show({ challenge: Buffer.alloc(32, 3).toString("base64url") })).rejects.toMatchObject(refused);
    const late = await challengeToSignIn();
    await database.db.update(staffChallenges).set({ expiresAt: sql`clock_timestamp() - interval '1 second'` }).where(eq(staffChallenges.id, sha256(late)));
    await expect(show({ challenge: late, counter: 3 })).rejects.toMatchObject(refused);
    const other = await askForPasskey(await contextOf(one.token), rp, "prove");
    await expect(show({ challenge: other.challenge, counter: 3 })).rejects.toMatchObject(refused);
    expect(await lastEvent("staff.refuse-sign-in")).toMatchObject({ details: { method: "passkey", why: "passkey-refused", network: from.network } });
  });

  it("writes one event a minute of what a network's strangers show for passkeys, and tells with the next how many there were", async () => {
    const events = () => database.db.select().from(auditEvents).where(and(eq(auditEvents.action, "staff.refuse-sign-in"), sql`details->>'network' = '198.18.5.0/24'`)).orderBy(auditEvents.id);
    const garbage = (network: string) => signInByPasskey(visitor(), rp, { credential: new Authenticator(rp).show({ challenge: Buffer.alloc(32, 5).toString("base64url") }) }, { device: "", network });
    for (let n = 0; n < 12; n++) await expect(garbage("198.18.5.0/24")).rejects.toMatchObject(refused);
    expect(await events()).toMatchObject([{ details: { why: "passkey-refused" } }]);
    await expect(garbage("192.0.2.0/24")).rejects.toMatchObject(refused);
    expect(await lastEvent("staff.refuse-sign-in")).toMatchObject({ details: { network: "192.0.2.0/24" } });
    await database.db.update(staffSignInTries).set({ lockedUntil: sql`clock_timestamp() - interval '1 second'` });
    await expect(garbage("198.18.5.0/24")).rejects.toMatchObject(refused);
    expect((await events()).map(({ details }) => details.untold ?? null)).toEqual([null, 11]);
  });

  it.each([
    ["a device that did not verify its person", { verified: false }],
    ["a page of somebody else", { origin: "https://portal.haneulmall.example.evil.example" }],
    ["a counter that stands still, as a copy's does", { counter: 5 }],
  ])("refuses %s", async (_, doing) => {
    await show({ challenge: await challengeToSignIn(), counter: 5 });
    await expect(show({ challenge: await challengeToSignIn(), counter: 6, ...doing })).rejects.toMatchObject(refused);
    await show({ challenge: await challengeToSignIn(), counter: 6 });
  });

  it("refuses a device that nobody registered, answers that are none, and people whose access ended or is paused", async () => {
    await expect(show({ challenge: await challengeToSignIn() }, new Authenticator(rp))).rejects.toMatchObject(refused);
    for (const credential of ["", "{}", "[1]", undefined]) await expect(signInByPasskey(visitor(), rp, { credential }, from)).rejects.toMatchObject({ kind: "invalid" });
    await database.db.update(staffMembers).set({ lockedUntil: new Date(Date.now() + 60_000) }).where(eq(staffMembers.id, one.member.id));
    await expect(show({ challenge: await challengeToSignIn() })).rejects.toMatchObject({ kind: "too-many" });
    await database.db.update(staffMembers).set({ lockedUntil: null }).where(eq(staffMembers.id, one.member.id));
    const challenge = await challengeToSignIn();
    await offBoard(staffContext(database.parts, ["admin"], (await aStaffMember(database.parts, ["admin"])).id), { staffId: one.member.id, reason: "has left the company" });
    await expect(show({ challenge })).rejects.toMatchObject(refused);
    expect(await database.db.select().from(staffPasskeys).where(eq(staffPasskeys.staffId, one.member.id))).toEqual([]);
  });
});

describe("roles that approve, pay or administer", () => {
  it("do with password and code what others may, and with a passkey what they are there for", async () => {
    const admin = await aStaffMember(database.parts, ["admin"]);
    const { code } = await withCredentials(database.parts, admin, PASSWORD);
    const { token } = await signIn(visitor(), { email: admin.email, password: PASSWORD, code: await code() });
    const someone = { email: `w-${admin.id.slice(-8)}@haneulmall.example`, name: "새 사람", roles: "support", locale: "ko" };
    await expect(addStaffMember(await contextOf(token), someone)).rejects.toMatchObject({ reason: "passkey-needed" });
    const ctx = await contextOf(token);
    const device = new Authenticator(rp);
    await addPasskey(ctx, rp, { name: "key", credential: device.make({ challenge: (await beginPasskey(ctx, rp)).challenge }) });
    await addStaffMember(await contextOf(token), someone);
    // A later proof by password and code is a weak one again.
    await proveOneself(await contextOf(token), { password: PASSWORD, code: await code(30) });
    await expect(addStaffMember(await contextOf(token), { ...someone, email: `v-${someone.email}` })).rejects.toMatchObject({ reason: "passkey-needed" });
    const again = await contextOf(token);
    await proveByPasskey(again, rp, { credential: device.show({ challenge: (await askForPasskey(again, rp, "prove")).challenge, counter: 2 }) }, null);
    await addStaffMember(await contextOf(token), { ...someone, email: `v-${someone.email}` });
  });

  it("change nothing and see nobody's data unmasked without one, however fresh the proof is, and look around all the same", async () => {
    const held = await aStaffMember(database.parts, ["security", "finance", "support", "comms"]);
    const weak = await contextOf(await aStaffSession(database.parts, held.id));
    const colleague = await aStaffMember(database.parts, ["support"]);
    const id = randomUUID();
    for (const act of [
      () => offBoard(weak, { staffId: colleague.id, reason: "has left the company" }),
      () => acknowledgeAlarm(weak, { alarmId: id }),
      () => closeAlarm(weak, { alarmId: id, words: "nothing was found" }),
      () => savePayer(weak, {}),
      () => revealClaim(weak, {}),
      () => dropDraft(weak, {}),
      () => pauseWave(weak, { waveId: id }),
    ])
      await expect(act(), act.toString()).rejects.toMatchObject({ reason: "passkey-needed" });
    expect(await findStaffSession(database.db, await aStaffSession(database.parts, colleague.id))).not.toBeNull();
    expect((await listAlarms(weak, alarmFilter.parse({}))).alarms).toEqual([]);
    expect((await listOwnSessions(weak)).length).toBe(1);
  });

  it.each([
    [{ roles: ["auditor", "comms"], strong: false, method: "code" }, true, false],
    [{ roles: ["finance"], strong: false, method: "code" }, true, true],
    [{ roles: ["finance"], strong: false, method: "code" }, false, false],
    [{ roles: ["finance"], strong: false, method: "company" }, false, true],
    [{ roles: ["approver"], strong: true, method: "code" }, true, false],
  ] as const)("%j, required: %s, is weak: %s", (session, required, weak) => expect(isWeak(session, required)).toBe(weak));
});

describe("a passkey", () => {
  it("proves its own person and nobody else", async () => {
    const other = await withPasskey(["support"]);
    const ctx = await contextOf(one.token);
    const prove = async (device: Authenticator) => proveByPasskey(ctx, rp, { credential: device.show({ challenge: (await askForPasskey(ctx, rp, "prove")).challenge, counter: 9 }) }, null);
    await expect(prove(other.device)).rejects.toMatchObject(refused);
    // What another session was asked counts there alone.
    const asked = await askForPasskey(await contextOf(other.token), rp, "prove");
    await expect(proveByPasskey(ctx, rp, { credential: one.device.show({ challenge: asked.challenge, counter: 9 }) }, null)).rejects.toMatchObject(refused);
    await prove(one.device);
  });

  it("is joined by a second one only from a session that showed the first, and its person is told", async () => {
    const weak = await contextOf(await aStaffSession(database.parts, one.member.id));
    await expect(beginPasskey(weak, rp)).rejects.toMatchObject({ reason: "passkey-first" });
    const ctx = await contextOf(one.token);
    const second = new Authenticator(rp);
    const { challenge } = await beginPasskey(ctx, rp);
    const credential = second.make({ challenge });
    await expect(addPasskey(weak, rp, { name: "x", credential })).rejects.toMatchObject({ reason: "passkey-first" });
    await addPasskey(ctx, rp, { name: "second", credential });
    await expect(addPasskey(ctx, rp, { name: "again", credential })).rejects.toMatchObject(refused);
    await expect(addPasskey(ctx, rp, { name: "again", credential: second.make({ challenge: (await beginPasskey(ctx, rp)).challenge }) })).rejects.toMatchObject({ reason: "passkey-known" });
    await expect(addPasskey(ctx, rp, { name: "unverified", credential: new Authenticator(rp).make({ challenge: (await beginPasskey(ctx, rp)).challenge, verified: false }) })).rejects.toMatchObject(refused);
    await expect(addPasskey(ctx, rp, { name: " ", credential })).rejects.toMatchObject({ fields: { name: ["required"] } });
    expect(await listOwnPasskeys(ctx)).toHaveLength(2);
    const mails = await database.db.select().from(correspondenceMails).where(eq(correspondenceMails.purpose, "staff-sign-in-changed"));
    expect(mails.length).toBeGreaterThanOrEqual(2);
  });

  it("is shown before anything that signs its person in is changed, so that a phished password and code bring no stranger's in", async () => {
    const { code } = await withCredentials(database.parts, one.member, PASSWORD);
    const { token } = await signIn(visitor(), { email: one.member.email, password: PASSWORD, code: await code() });
    const phished = await contextOf(token);
    const [own] = await listOwnPasskeys(phished);
    const first = { kind: "forbidden", reason: "passkey-first" };
    await expect(makeRecoveryCodes(phished)).rejects.toMatchObject(first);
    await expect(removePasskey(phished, { passkeyId: own!.id })).rejects.toMatchObject(first);
    await expect(beginPasskey(phished, rp)).rejects.toMatchObject(first);
    expect(await countRecoveryCodes(phished)).toBe(0);
    expect(await listOwnPasskeys(phished)).toHaveLength(1);
    await proveByPasskey(phished, rp, { credential: one.device.show({ challenge: (await askForPasskey(phished, rp, "prove")).challenge, counter: 3 }) }, null);
    expect(await makeRecoveryCodes(phished)).toHaveLength(10);
  });

  it("is removed by its person, but for the last one of a role that needs it, and by a new set-up", async () => {
    const ctx = await contextOf(one.token);
    const [own] = await listOwnPasskeys(ctx);
    const finance = await withPasskey(["finance"]);
    const theirs = await contextOf(finance.token);
    await expect(removePasskey(theirs, { passkeyId: own!.id })).rejects.toMatchObject({ reason: "passkey-gone" });
    await expect(removePasskey(theirs, { passkeyId: (await listOwnPasskeys(theirs))[0]!.id })).rejects.toMatchObject({ reason: "passkey-last" });
    await removePasskey(ctx, { passkeyId: own!.id });
    await expect(removePasskey(ctx, { passkeyId: own!.id })).rejects.toMatchObject({ reason: "passkey-gone" });
    await expect(removePasskey(ctx, {})).rejects.toMatchObject({ kind: "invalid" });
    await sendSetUpCode(staffContext(database.parts, ["admin"], (await aStaffMember(database.parts, ["admin"])).id), { staffId: finance.member.id });
    expect(await database.db.select().from(staffPasskeys).where(eq(staffPasskeys.staffId, finance.member.id))).toEqual([]);
  });

  it("is not added by whoever comes through the company, nor without a fresh proof", async () => {
    const company = await aStaffSession(database.parts, one.member.id, { method: "company", strong: true, issuer: "https://login.example" });
    await expect(beginPasskey(await contextOf(company), rp)).rejects.toMatchObject({ reason: "passkey-at-company" });
    const stale = await aStaffSession(database.parts, one.member.id, { strong: true, provenAt: new Date(Date.now() - 360_000) });
    await expect(beginPasskey(await contextOf(stale), rp)).rejects.toMatchObject({ kind: "stale-proof" });
  });
});

describe("a recovery code", () => {
  it("stands in for the one-time code once, is told by mail, lets a lost passkey be replaced, and ends with the next ten", async () => {
    const { code } = await withCredentials(database.parts, one.member, PASSWORD);
    const codes = await makeRecoveryCodes(await contextOf(one.token));
    expect(new Set(codes).size).toBe(10);
    const stored = await database.db.select().from(staffRecoveryCodes).where(eq(staffRecoveryCodes.staffId, one.member.id));
    expect(JSON.stringify(stored)).not.toContain(codes[0]!.replaceAll("-", ""));
    const typed = { email: one.member.email, password: PASSWORD, code: codes[0] };
    await expect(signIn(visitor(), { ...typed, password: "wrong" })).rejects.toMatchObject({ reason: "sign-in-refused" });
    const { token } = await signIn(visitor(), typed, from);
    expect(await findStaffSession(database.db, token)).toMatchObject({ method: "recovery", strong: false });
    await expect(signIn(visitor(), typed)).rejects.toMatchObject({ reason: "sign-in-refused" });
    const ctx = await contextOf(token);
    expect(await countRecoveryCodes(ctx)).toBe(9);
    expect(await lastEvent("staff.sign-in")).toMatchObject({ objectId: one.member.id, details: { method: "recovery", left: 9 } });
    expect(await database.db.select().from(correspondenceMails).where(and(eq(correspondenceMails.purpose, "staff-sign-in-changed"), eq(correspondenceMails.state, "pending")))).not.toEqual([]);
    await addPasskey(ctx, rp, { name: "new laptop", credential: new Authenticator(rp).make({ challenge: (await beginPasskey(ctx, rp)).challenge }) });
    await makeRecoveryCodes(ctx);
    await expect(signIn(visitor(), { ...typed, code: codes[1] })).rejects.toMatchObject({ reason: "sign-in-refused" });
    // The one-time code still works beside them.
    await signIn(visitor(), { ...typed, code: await code() });
    expect(await database.db.select().from(staffSessions).where(and(eq(staffSessions.staffId, one.member.id), eq(staffSessions.method, "code")))).toHaveLength(2);
  });
});
