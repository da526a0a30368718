import { randomUUID } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { correspondenceMails } from "@/db/schema/correspondence";
import { staffIdentities, staffMembers, staffSessions } from "@/db/schema/staff";
import type { Role } from "@/db/values/roles";
import { mintContext } from "@/domain/kernel/mint-context";
import { offBoard } from "@/domain/offboarding/off-board";
import { sha256 } from "@/lib/crypto";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember, withCredentials } from "@/test/staff";
import { proveOneself } from "../prove-oneself";
import { findEndedSession, findStaffSession } from "../queries";
import { sendSetUpCode } from "../send-set-up-code";
import { endCompanySessions } from "./end-company-sessions";
import { proveByCompany } from "./prove-by-company";
import { readIdClaims } from "./read-id-claims";
import { readLogoutToken } from "./read-logout-token";
import { isStrong } from "./rules";
import { signInByCompany } from "./sign-in-by-company";
import type { CompanyProof } from "./types";

const database = useDatabase();
const ISSUER = "https://login.haneulmall.example";
const strong = { acr: ["phr"], amr: ["hwk"] };
const from = { device: "Firefox 140 · Linux", network: "198.51.100.0/24" };
const visitor = () => mintContext(database.parts, { kind: "visitor" });

function proof(changes: Partial<CompanyProof> = {}): CompanyProof {
  return { issuer: ISSUER, subject: randomUUID(), email: null, session: null, acr: "phr", amr: [], authTime: new Date(), ...changes };
}

async function signedIn(roles: readonly Role[], changes: Partial<CompanyProof> = {}) {
  const member = await aStaffMember(database.parts, roles);
  const said = proof({ email: member.email, ...changes });
  const { token } = await signInByCompany(visitor(), said, strong, from);
  return { member, said, token };
}

async function contextOf(token: string) {
  const session = await findStaffSession(database.db, token);
  if (!session) throw new Error("no session");
  return mintContext(database.parts, { kind: "staff", staffId: session.staffId, sessionId: session.sessionId, proven: session.proven, roles: session.roles } as const);
}

const rowOf = async (token: string) => (await database.db.select().from(staffSessions).where(eq(staffSessions.id, sha256(token))))[0];

async function lastEvent(action: string, objectId: string | null) {
  const [event] = await database.db.select().from(auditEvents).where(and(eq(auditEvents.action, action), ...(objectId ? [eq(auditEvents.objectId, objectId)] : []))).orderBy(desc(auditEvents.id)).limit(1);
  return event;
}

describe("the company's sign-in", () => {
  it("links an invited member by their verified address once, and knows them by issuer and subject from then on", async () => {
    const { member, said, token } = await signedIn(["approver"], { session: "s-1" });
    expect(await findStaffSession(database.db, token)).toMatchObject({ staffId: member.id, method: "company", proven: true });
    expect(await rowOf(token)).toMatchObject({ strong: true, acr: "phr", companySession: "s-1", device: from.device });
    // Nobody is linked with a company account without hearing of it.
    const told = async () => (await database.db.select().from(correspondenceMails).where(eq(correspondenceMails.purpose, "staff-sign-in-changed"))).length;
    expect(await told()).toBe(1);
    expect(await lastEvent("staff.sign-in", member.id)).toMatchObject({ details: { method: "company", acr: "phr", network: from.network } });
    // The address may have changed there meanwhile, or be somebody else's.
    const { token: again } = await signInByCompany(visitor(), { ...said, email: "married@haneulmall.example" }, strong, from);
    expect(await findStaffSession(database.db, again)).toMatchObject({ staffId: member.id });
    expect(await told()).toBe(1);
    await expect(signInByCompany(visitor(), proof({ email: member.email }), strong, from)).rejects.toMatchObject({ reason: "company-other" });
    await expect(signInByCompany(visitor(), { ...said, issuer: "https://other.example", email: null }, strong, from)).rejects.toMatchObject({ reason: "company-unverified" });
  });

  it("lets in nobody whom nobody invited, and writes down that they came", async () => {
    await expect(signInByCompany(visitor(), proof({ email: "stranger@haneulmall.example" }), strong, from)).rejects.toMatchObject({ reason: "company-unknown" });
    const event = await lastEvent("staff.refuse-sign-in", null);
    expect(event).toMatchObject({ objectId: null, details: { method: "company", why: "company-unknown", network: from.network } });
    expect(JSON.stringify(event)).not.toContain("stranger");
  });

  it("ends with the person's access, and is linked anew after a new set-up", async () => {
    const { member, said, token } = await signedIn(["support"]);
    const admin = staffContext(database.parts, ["admin"], (await aStaffMember(database.parts, ["admin"])).id);
    await sendSetUpCode(admin, { staffId: member.id });
    expect(await findStaffSession(database.db, token)).toBeNull();
    await expect(signInByCompany(visitor(), { ...said, email: null }, strong, from)).rejects.toMatchObject({ reason: "company-unverified" });
    await signInByCompany(visitor(), said, strong, from);
    // As a suspension leaves it.
    const locked = (lockedUntil: Date | null) => database.db.update(staffMembers).set({ lockedUntil }).where(eq(staffMembers.id, member.id));
    await locked(new Date(Date.now() + 60_000));
    await expect(signInByCompany(visitor(), said, strong, from)).rejects.toMatchObject({ reason: "company-locked" });
    await locked(null);
    await offBoard(admin, { staffId: member.id, reason: "has left the company" });
    await expect(signInByCompany(visitor(), said, strong, from)).rejects.toMatchObject({ reason: "company-ended" });
    expect(await database.db.select().from(staffIdentities).where(eq(staffIdentities.staffId, member.id))).toHaveLength(1);
  });

  it("wants as much as a passkey of roles that approve, pay or administer, and of no other", async () => {
    await expect(signedIn(["finance"], { acr: "password" })).rejects.toMatchObject({ reason: "company-weak" });
    expect(await rowOf((await signedIn(["comms"], { acr: "password" })).token)).toMatchObject({ strong: false });
    expect(await rowOf((await signedIn(["finance"], { acr: null, amr: ["pwd", "hwk"] })).token)).toMatchObject({ strong: true });
    expect(isStrong({ acr: "", amr: [] }, { acr: [], amr: [] })).toBe(false);
  });

  it.each([
    ["long ago", new Date(Date.now() - 60 * 60_000)],
    ["at a time that it does not say", null],
    ["in the future", new Date(Date.now() + 60 * 60_000)],
  ])("is no fresh proof when it was shown %s", async (_, authTime) => {
    const { said, token } = await signedIn(["support"], { authTime });
    expect(await findStaffSession(database.db, token)).toMatchObject({ proven: false });
    await expect(proveByCompany(await contextOf(token), said, strong, null)).rejects.toMatchObject({ reason: "company-stale" });
    await proveByCompany(await contextOf(token), { ...said, authTime: new Date() }, strong, null);
    expect(await findStaffSession(database.db, token)).toMatchObject({ proven: true });
  });

  it("proves the person of the session and nobody else, with what their roles need, and not by a password", async () => {
    const { member, said, token } = await signedIn(["approver"], { authTime: null });
    const other = await signedIn(["approver"]);
    const ctx = await contextOf(token);
    await expect(proveByCompany(ctx, other.said, strong, null)).rejects.toMatchObject({ reason: "company-stranger" });
    await expect(proveByCompany(ctx, { ...said, acr: "password", authTime: new Date() }, strong, null)).rejects.toMatchObject({ reason: "company-weak" });
    const { code } = await withCredentials(database.parts, member, "넷 다섯 걸음 뒤 우체통");
    await expect(proveOneself(ctx, { password: "넷 다섯 걸음 뒤 우체통", code: await code() })).rejects.toMatchObject({ reason: "prove-by-company" });
    expect(await findStaffSession(database.db, token)).toMatchObject({ proven: false });
  });

  it("reads an address only where the provider says that it is verified", () => {
    const said = { iss: ISSUER, sub: "1", email: "Kim@Haneulmall.example", auth_time: 1_700_000_000, amr: ["pwd"] };
    expect(readIdClaims({ ...said, email_verified: true })).toEqual({ issuer: ISSUER, subject: "1", email: "kim@haneulmall.example", session: null, acr: null, amr: ["pwd"], authTime: new Date(1_700_000_000_000) });
    for (const email_verified of ["true", false, 1, undefined]) expect(readIdClaims({ ...said, email_verified }).email).toBeNull();
    expect(() => readIdClaims({ iss: ISSUER })).toThrow();
  });
});

describe("a logout at the company", () => {
  const ctx = () => systemContext(database.parts, "staff/company-logout");

  it("lets nobody in who was on their way back from there: not into its session, nor as its person by a proof from before it", async () => {
    const { said, token } = await signedIn(["support"], { session: "desk" });
    const out = (session: string | null, subject: string | null, at = new Date()) => endCompanySessions(ctx(), { issuer: ISSUER, jti: randomUUID(), session, subject, at });
    const refused = { reason: "company-signed-out" };
    await out("desk", null);
    await expect(signInByCompany(visitor(), said, strong, from)).rejects.toMatchObject(refused);
    // The provider begins a session of its own for whoever signs in there again.
    const again = { ...said, session: "desk-2", authTime: new Date(Date.now() + 1000) };
    const anew = await signInByCompany(visitor(), again, strong, from);
    const stranger = await signedIn(["support"], { session: "desk-3" });
    await out("desk-3", said.subject);
    await signInByCompany(visitor(), stranger.said, strong, from);
    await out(null, said.subject, new Date(Date.now() + 2000));
    expect([await findStaffSession(database.db, token), await findStaffSession(database.db, anew.token)]).toEqual([null, null]);
    for (const authTime of [again.authTime, null]) await expect(signInByCompany(visitor(), { ...again, authTime }, strong, from)).rejects.toMatchObject(refused);
    const later = { ...again, authTime: new Date(Date.now() + 3000) };
    const back = await contextOf((await signInByCompany(visitor(), later, strong, from)).token);
    await expect(proveByCompany(back, { ...again, session: null }, strong, null)).rejects.toMatchObject(refused);
    await proveByCompany(back, later, strong, null);
    expect(await lastEvent("staff.refuse-sign-in", back.actor.staffId)).toMatchObject({ details: { why: "company-signed-out" } });
  });

  it("ends the sessions of its session, or all of its person's, and each token counts once", async () => {
    const { member, said, token } = await signedIn(["support"], { session: "laptop" });
    const { token: phone } = await signInByCompany(visitor(), { ...said, session: "phone" }, strong, from);
    const colleague = await signedIn(["support"], { session: "theirs" });
    const jti = randomUUID();
    expect(await endCompanySessions(ctx(), { issuer: ISSUER, jti, session: "laptop", subject: said.subject, at: new Date() })).toEqual({ ended: 1 });
    expect(await findEndedSession(database.db, token)).toMatchObject({ reason: "company" });
    expect(await findStaffSession(database.db, phone)).not.toBeNull();
    expect(await lastEvent("staff.end-sessions", member.id)).toMatchObject({ actorKind: "system", details: { which: "one-by-company", sessions: 1 } });
    await expect(endCompanySessions(ctx(), { issuer: ISSUER, jti, session: "phone", subject: null, at: new Date() })).rejects.toMatchObject({ reason: "logout-token-used" });
    // A session of somebody else is not ended in this person's name, nor one that another issuer calls the same.
    expect(await endCompanySessions(ctx(), { issuer: ISSUER, jti: randomUUID(), session: "theirs", subject: said.subject, at: new Date() })).toEqual({ ended: 0 });
    expect(await endCompanySessions(ctx(), { issuer: "https://other.example", jti: randomUUID(), session: "phone", subject: null, at: new Date() })).toEqual({ ended: 0 });
    expect(await endCompanySessions(ctx(), { issuer: ISSUER, jti: randomUUID(), session: null, subject: said.subject, at: new Date() })).toEqual({ ended: 1 });
    expect(await findStaffSession(database.db, phone)).toBeNull();
    expect(await findStaffSession(database.db, colleague.token)).not.toBeNull();
    await expect(endCompanySessions(await contextOf(colleague.token), { issuer: ISSUER, jti: randomUUID(), session: null, subject: said.subject, at: new Date() })).rejects.toMatchObject({ reason: "forbidden" });
  });
});

describe("a logout token", () => {
  const expected = { issuer: ISSUER, clientId: "amends" };
  const EVENTS = { "http://schemas.openid.net/event/backchannel-logout": {} };
  let key: CryptoKey;
  let keys: ReturnType<typeof createLocalJWKSet>;
  beforeAll(async () => {
    const pair = await generateKeyPair("RS256");
    key = pair.privateKey;
    keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: "1", alg: "RS256" }] });
  });
  const now = () => Math.floor(Date.now() / 1000);
  const whole = (): JWTPayload => ({ iss: ISSUER, aud: "amends", iat: now(), exp: now() + 120, jti: "t-1", sid: "s-1", sub: "p-1", events: EVENTS });
  const read = async (payload: JWTPayload) => readLogoutToken(await new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: "1", typ: "logout+jwt" }).sign(key), expected, keys);

  it("is taken when it is whole, with a session, a person or both", async () => {
    expect(await read(whole())).toEqual({ issuer: ISSUER, jti: "t-1", session: "s-1", subject: "p-1", at: expect.any(Date) as Date });
    expect(await read({ ...whole(), sid: undefined })).toMatchObject({ session: null, subject: "p-1" });
    expect(await read({ ...whole(), sub: undefined, aud: ["other", "amends"] })).toMatchObject({ session: "s-1", subject: null });
  });

  it.each([
    ["another issuer", { iss: "https://evil.example" }],
    ["another client", { aud: "others" }],
    ["no time", { iat: undefined }],
    ["an old time", { iat: now() - 600, exp: undefined }],
    ["a time that has passed", { iat: now() - 200, exp: now() - 100 }],
    ["no id", { jti: undefined }],
    ["no event", { events: undefined }],
    ["another event", { events: { "http://schemas.openid.net/event/other": {} } }],
    ["a nonce, as an ID token has", { nonce: "n" }],
    ["nobody", { sid: undefined, sub: undefined }],
  ] as [string, JWTPayload][])("is refused with %s", async (_, changes) => expect(await read({ ...whole(), ...changes })).toBeNull());

  it("is refused unsigned, signed by somebody else or with a shared secret, and as anything else", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const foreign = await new SignJWT(whole()).setProtectedHeader({ alg: "RS256", kid: "1" }).sign(privateKey);
    const shared = await new SignJWT(whole()).setProtectedHeader({ alg: "HS256", kid: "1" }).sign(new TextEncoder().encode("a secret of tests alone, 32 bytes"));
    const [, body] = foreign.split(".");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`;
    for (const token of [foreign, shared, unsigned, "", "x.y.z"]) expect(await readLogoutToken(token, expected, keys)).toBeNull();
  });
});
