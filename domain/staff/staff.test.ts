import { simpleParser } from "mailparser";
import { and, desc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { correspondenceMails } from "@/db/schema/correspondence";
import { staffMembers, staffSetups, staffSignInTries } from "@/db/schema/staff";
import { Refusal } from "@/domain/kernel/errors";
import { mintContext } from "@/domain/kernel/mint-context";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember, aStaffSession, withCredentials } from "@/test/staff";
import { sendMail } from "../correspondence/send-mail";
import { openRelays } from "@/channels/email/relay-set";
import { aRelay } from "@/test/relays";
import { startSmtpSink } from "@/test/smtp-sink";
import { addStaffMember } from "./add-staff-member";
import { approveGrant } from "./approve-grant";
import { offBoard } from "../offboarding/off-board";
import { endGrant } from "./end-grant";
import { grantRole } from "./grant-role";
import { findStaffSession, getStaffMember } from "./queries";
import { lockSeconds } from "./rules";
import { setUpStaffMember } from "./set-up-staff-member";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";

const database = useDatabase();
const visitor = () => mintContext(database.parts, { kind: "visitor" });
const PASSWORD = "넷 다섯 걸음 뒤 우체통";

/** What a refusal tells whoever tried. */
function answerOf(error: unknown): { kind: string; reason: string } {
  if (!(error instanceof Refusal)) throw error;
  return { kind: error.kind, reason: error.reason };
}

describe("signing in", () => {
  it("takes password and one-time code, and a code works once", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const { code } = await withCredentials(database.parts, member, PASSWORD);
    const typed = { email: member.email.toUpperCase(), password: PASSWORD, code: await code() };
    const { token } = await signIn(visitor(), typed);
    expect(await findStaffSession(database.db, token)).toMatchObject({ staffId: member.id, roles: ["support"] });
    await expect(signIn(visitor(), typed)).rejects.toMatchObject({ kind: "forbidden", reason: "sign-in-refused" });
    expect(await findStaffSession(database.db, `${token}x`)).toBeNull();
    const { rows } = await database.db.execute<{ same: boolean }>(sql`select (e.details->>'since')::timestamptz = s.created_at as same from audit_events e join staff_sessions s on s.staff_id::text = e.object_id where e.action = 'staff.sign-in' and e.object_id = ${member.id}`);
    expect(rows).toEqual([{ same: true }]);
  });

  it.each([
    ["a wrong password", { password: "wrong" }],
    ["a wrong code", { code: "000000" }],
    ["no code", { code: "" }],
    ["an unknown address", { email: "nobody@haneulmall.example" }],
  ])("refuses %s in the same words", async (_, wrong) => {
    const member = await aStaffMember(database.parts, ["support"]);
    const { code } = await withCredentials(database.parts, member, PASSWORD);
    await expect(signIn(visitor(), { email: member.email, password: PASSWORD, code: await code(), ...wrong })).rejects.toMatchObject({ reason: "sign-in-refused" });
  });

  it("pauses after five failures in a row, for a quarter of an hour at most", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const { code } = await withCredentials(database.parts, member, PASSWORD);
    for (let i = 0; i < 5; i++) await expect(signIn(visitor(), { email: member.email, password: "wrong", code: "123456" })).rejects.toMatchObject({ reason: "sign-in-refused" });
    await expect(signIn(visitor(), { email: member.email, password: PASSWORD, code: await code() })).rejects.toMatchObject({ kind: "too-many", reason: "sign-in-locked" });
    expect([0, 4, 5, 6, 9, 50].map(lockSeconds)).toEqual([0, 0, 30, 60, 480, 900]);
    // Nobody guesses at a passkey or at the company's sign-in: a stranger keeps nobody from those.
    expect((await database.db.select({ lockedUntil: staffMembers.lockedUntil }).from(staffMembers).where(eq(staffMembers.id, member.id)))[0]).toEqual({ lockedUntil: null });
  });

  it("answers ten tries for an address that nobody has as it answers ten for somebody's", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    await withCredentials(database.parts, member, PASSWORD);
    const byCompany = await aStaffMember(database.parts, ["support"]);
    const tenTries = async (email: string) => {
      const answers: unknown[] = [];
      for (let i = 0; i < 10; i++) answers.push(await signIn(visitor(), { email, password: "wrong", code: "123456" }).then(() => "in", answerOf));
      return answers;
    };
    const answers = await tenTries(member.email);
    expect(answers.at(4)).toEqual({ kind: "forbidden", reason: "sign-in-refused" });
    expect(answers.at(5)).toEqual({ kind: "too-many", reason: "sign-in-locked" });
    for (const email of [byCompany.email, "nobody@elsewhere.example"]) expect(await tenTries(email)).toEqual(answers);
  });

  it("writes one event of all that was refused in a pause, and tells with the next how many there were, for an address that nobody has as well", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const { code } = await withCredentials(database.parts, member, PASSWORD);
    const wrong = (email: string) => signIn(visitor(), { email, password: "wrong", code: "123456" }).then(() => "in", (error: unknown) => answerOf(error).reason);
    const events = async () => (await database.db.select().from(auditEvents).where(eq(auditEvents.action, "staff.refuse-sign-in")).orderBy(auditEvents.id)).map(({ objectId, details: { why, untold = null } }) => ({ objectId, why, untold }));
    const began = (await events()).length;
    const pausePasses = () => database.db.update(staffSignInTries).set({ lockedUntil: sql`clock_timestamp() - interval '1 second'` });
    for (const [email, objectId, why] of [[member.email, member.id, "password"], ["nobody@quiet.example", null, "unknown"]] as const) {
      const before = (await events()).length;
      for (let i = 0; i < 5; i++) expect(await wrong(email)).toBe("sign-in-refused");
      expect(await Promise.all(Array.from({ length: 20 }, () => wrong(email)))).toEqual(Array.from({ length: 20 }, () => "sign-in-locked"));
      expect((await events()).slice(before)).toEqual([...Array.from({ length: 5 }, () => ({ objectId, why, untold: null })), { objectId, why: "locked", untold: null }]);
      await pausePasses();
      await wrong(email);
      for (let i = 0; i < 2; i++) await wrong(email);
      expect((await events()).slice(before + 6)).toEqual([{ objectId, why, untold: 19 }, { objectId, why: "locked", untold: null }]);
      await pausePasses();
    }
    expect(await events()).toHaveLength(began + 16);
    await signIn(visitor(), { email: member.email, password: PASSWORD, code: await code() });
    const [event] = await database.db.select().from(auditEvents).where(and(eq(auditEvents.action, "staff.sign-in"), eq(auditEvents.objectId, member.id)));
    expect(event).toMatchObject({ details: { method: "code", untold: 1 } });
  });

  it("asks the database for a recovery code whoever has the address", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    await withCredentials(database.parts, member, PASSWORD);
    const typed = { password: "wrong", code: "1234-5678-9012-3456" };
    // Who asks stumbles.
    await database.db.execute(sql`alter table staff_recovery_codes rename to taken_away`);
    for (const email of [member.email, "nobody@recovery.example"]) await expect(signIn(visitor(), { email, ...typed })).rejects.toMatchObject({ cause: { code: "42P01" } });
    await database.db.execute(sql`alter table taken_away rename to staff_recovery_codes`);
    for (const email of [member.email, "nobody@recovery.example"]) await expect(signIn(visitor(), { email, ...typed })).rejects.toMatchObject({ reason: "sign-in-refused" });
  });

  it("hears no guess after the fifth of many at once, be it right", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const { code } = await withCredentials(database.parts, member, PASSWORD);
    const right = await code();
    const guesses = Array.from({ length: 20 }, (_, i) => signIn(visitor(), { email: member.email, password: i === 19 ? PASSWORD : `wrong ${i}`, code: right }));
    const answers = await Promise.allSettled(guesses);
    expect(answers.map(({ status }) => status)).not.toContain("fulfilled");
    expect(answers.at(-1)).toMatchObject({ reason: { kind: "too-many", reason: "sign-in-locked" } });
    expect(answers.filter((answer) => answer.status === "rejected" && (answer.reason as { kind: string }).kind === "forbidden")).toHaveLength(5);
  });

  it("begins anew once somebody came in, and a day after the last try", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const { code } = await withCredentials(database.parts, member, PASSWORD);
    const wrong = () => signIn(visitor(), { email: member.email, password: "wrong", code: "123456" }).then(() => "in", (error: unknown) => answerOf(error).reason);
    for (let i = 0; i < 4; i++) expect(await wrong()).toBe("sign-in-refused");
    await signIn(visitor(), { email: member.email, password: PASSWORD, code: await code() });
    for (let i = 0; i < 5; i++) expect(await wrong()).toBe("sign-in-refused");
    expect(await wrong()).toBe("sign-in-locked");
    await database.db.update(staffSignInTries).set({ lockedUntil: sql`clock_timestamp() - interval '24 hours'`, lastAt: sql`clock_timestamp() - interval '25 hours'` });
    for (let i = 0; i < 5; i++) expect(await wrong()).toBe("sign-in-refused");
  });

  it("says that it is paused for somebody who read too much only to whoever has shown that they are them", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const { code } = await withCredentials(database.parts, member, PASSWORD);
    await database.db.update(staffMembers).set({ lockedUntil: sql`clock_timestamp() + interval '1 hour'` }).where(eq(staffMembers.id, member.id));
    await expect(signIn(visitor(), { email: member.email, password: "wrong", code: await code() })).rejects.toMatchObject({ reason: "sign-in-refused" });
    await expect(signIn(visitor(), { email: member.email, password: PASSWORD, code: await code() })).rejects.toMatchObject({ kind: "too-many", reason: "sign-in-locked" });
  });

  it("ends with signing out", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const token = await aStaffSession(database.parts, member.id);
    const session = await findStaffSession(database.db, token);
    await signOut(mintContext(database.parts, { kind: "staff", staffId: session!.staffId, sessionId: session!.sessionId, proven: true, roles: [] }));
    expect(await findStaffSession(database.db, token)).toBeNull();
  });

  it("is the same from two windows at once, and one event", async () => {
    const { staffId, sessionId } = (await findStaffSession(database.db, await aStaffSession(database.parts, (await aStaffMember(database.parts, ["support"])).id)))!;
    const ctx = () => mintContext(database.parts, { kind: "staff", staffId, sessionId, proven: true, roles: [] } as const);
    await Promise.all([signOut(ctx()), signOut(ctx()), signOut(ctx())]);
    expect(await database.db.$count(auditEvents, and(eq(auditEvents.actorId, staffId), eq(auditEvents.action, "staff.sign-out")))).toBe(1);
  });
});

describe("ending somebody's access", () => {
  it("ends every session and role with the next request, and says who did it and why", async () => {
    const member = await aStaffMember(database.parts, ["comms", "approver"]);
    const tokens = await Promise.all([aStaffSession(database.parts, member.id), aStaffSession(database.parts, member.id)]);
    const security = await aStaffMember(database.parts, ["security"]);
    await offBoard(staffContext(database.parts, ["security"], security.id), { staffId: member.id, reason: "Left the company today" });
    for (const token of tokens) expect(await findStaffSession(database.db, token)).toBeNull();
    const [event] = await database.db.select().from(auditEvents).where(eq(auditEvents.objectId, member.id)).orderBy(desc(auditEvents.id)).limit(1);
    expect(event).toMatchObject({ action: "staff.off-board", actorId: security.id, reason: "Left the company today", details: { sessions: 2 } });
    await expect(offBoard(staffContext(database.parts, ["admin"]), { staffId: member.id, reason: "Left the company today" })).rejects.toMatchObject({ reason: "staff-disabled-already" });
  });

  it("is not done to oneself, nor without the role", async () => {
    const member = await aStaffMember(database.parts, ["admin"]);
    await expect(offBoard(staffContext(database.parts, ["admin"], member.id), { staffId: member.id, reason: "a reason of some length" })).rejects.toMatchObject({ reason: "not-oneself" });
    await expect(offBoard(staffContext(database.parts, ["support"]), { staffId: member.id, reason: "a reason of some length" })).rejects.toMatchObject({ reason: "forbidden" });
  });
});

describe("roles", () => {
  it("count with the next request, and no longer once taken away", async () => {
    const admin = await aStaffMember(database.parts, ["admin"]);
    const ctx = staffContext(database.parts, ["admin"], admin.id);
    const member = await aStaffMember(database.parts, []);
    const token = await aStaffSession(database.parts, member.id);
    await grantRole(ctx, { staffId: member.id, role: "finance" });
    expect((await findStaffSession(database.db, token))?.roles).toEqual(["finance"]);
    await expect(grantRole(ctx, { staffId: member.id, role: "finance" })).rejects.toMatchObject({ reason: "role-held" });
    const { grants } = await getStaffMember(ctx, member.id);
    await endGrant(ctx, { grantId: grants[0]!.id });
    expect((await findStaffSession(database.db, token))?.roles).toEqual([]);
  });

  it("make an administrator only when a second one approves", async () => {
    const [first, second] = await Promise.all([aStaffMember(database.parts, ["admin"]), aStaffMember(database.parts, ["admin"])]);
    const member = await aStaffMember(database.parts, []);
    const token = await aStaffSession(database.parts, member.id);
    await grantRole(staffContext(database.parts, ["admin"], first.id), { staffId: member.id, role: "admin" });
    expect((await findStaffSession(database.db, token))?.roles).toEqual([]);
    const { grants } = await getStaffMember(staffContext(database.parts, ["auditor"]), member.id);
    const grantId = grants[0]!.id;
    for (const id of [first.id, member.id]) await expect(approveGrant(staffContext(database.parts, ["admin"], id), { grantId })).rejects.toMatchObject({ reason: "second-person" });
    await approveGrant(staffContext(database.parts, ["admin"], second.id), { grantId });
    expect((await findStaffSession(database.db, token))?.roles).toEqual(["admin"]);
  });
});

describe("somebody new", () => {
  async function invited() {
    const email = `new-${Math.random().toString(36).slice(2)}@haneulmall.example`;
    const admin = await aStaffMember(database.parts, ["admin"]);
    const ctx = staffContext(database.parts, ["admin"], admin.id);
    const id = await addStaffMember(ctx, { email, name: "새 사람", roles: "support", locale: "ko" });
    const sink = await startSmtpSink();
    const transport = openRelays([aRelay(sink.port)], "a@haneulmall.example").mail;
    const mails = await database.db.select({ id: correspondenceMails.id }).from(correspondenceMails).where(eq(correspondenceMails.state, "pending"));
    for (const mail of mails) await sendMail(ctx, { mail: transport, sms: null }, mail.id);
    transport.close();
    await sink.close();
    const mail = await simpleParser(sink.messages.find((message) => message.to[0] === email)!.raw);
    return { id, email, code: /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(mail.text!)![0] };
  }

  it("sets up their own sign-in with the mailed code, once", async () => {
    const { id, email, code } = await invited();
    await expect(setUpStaffMember(visitor(), { email, code, password: "short" })).rejects.toMatchObject({ fields: { password: ["password-short"] } });
    const { secret } = await setUpStaffMember(visitor(), { email, code: code.toLowerCase().replaceAll("-", " "), password: PASSWORD });
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(await database.db.select().from(staffSetups).where(eq(staffSetups.staffId, id))).toEqual([]);
    await expect(setUpStaffMember(visitor(), { email, code, password: PASSWORD })).rejects.toMatchObject({ reason: "set-up-refused" });
    const [row] = await database.db.select().from(staffMembers).where(eq(staffMembers.id, id));
    expect(row?.passwordHash).toMatch(/^\$argon2id\$/);
    expect(row?.sealedTotp?.includes(Buffer.from(secret))).toBe(false);
  });

  it("has five tries", async () => {
    const { email, code } = await invited();
    for (let i = 0; i < 5; i++) await expect(setUpStaffMember(visitor(), { email, code: "AAAABBBBCCCCDDDD", password: PASSWORD })).rejects.toMatchObject({ reason: "set-up-refused" });
    await expect(setUpStaffMember(visitor(), { email, code, password: PASSWORD })).rejects.toMatchObject({ reason: "set-up-refused" });
  });
});
