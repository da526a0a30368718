import { eq, ne, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { correspondenceMails } from "@/db/schema/correspondence";
import { keyAges, keyTasks } from "@/db/schema/keys";
import { apiTokens, staffGrants, staffMembers } from "@/db/schema/staff";
import type { Role } from "@/db/values/roles";
import { sha256 } from "@/lib/crypto";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember, aStaffSession, aToken } from "@/test/staff";
import { suspendSessions } from "../../alarms/suspend-sessions";
import { withTransaction } from "../../kernel/transaction";
import { addCustodian } from "../../keys/register/add-custodian";
import { getKey, listKeys, listOverdueKeys } from "../../keys/register/queries";
import { offBoard } from "../../offboarding/off-board";
import { getOffBoardingReport } from "../../offboarding/report";
import { endOwnSessions } from "../end-own-sessions";
import { getStaffMember } from "../queries";
import { endLapsedTokens } from "./end-lapsed-tokens";
import { endTokens } from "./end-tokens";
import { endOwnToken } from "./end-own-token";
import { makeToken } from "./make-token";
import { noteTokenUse } from "./note-token-use";
import { findTokenBearer, listOwnTokens } from "./queries";
import { rotateToken } from "./rotate-token";
import { MOST_DAYS, MOST_TOKENS } from "./rules";

const database = useDatabase();
const DAY = 86_400_000;
const REASON = "has left the company today";
const system = () => systemContext(database.parts);
const bearerOf = (token: string) => findTokenBearer(database.db, token);
const rowOf = async (token: string) => (await database.db.select().from(apiTokens).where(eq(apiTokens.hash, sha256(token))))[0]!;

async function someone(...roles: Role[]) {
  return staffContext(database.parts, roles, (await aStaffMember(database.parts, roles)).id);
}

describe("making a token", () => {
  it("gives 256 random bits behind a prefix, once, and keeps the hash alone; its person is told by mail", async () => {
    const auditor = await someone("auditor");
    const { token } = await makeToken(auditor, { name: "  log collector of the hash  " });
    expect(token).toMatch(/^amends_live_[\w-]{43}$/);
    expect(await bearerOf(token)).toMatchObject({ staffId: auditor.actor.staffId, roles: ["auditor"], seenLongAgo: true });
    expect(await listOwnTokens(auditor)).toMatchObject([{ name: "log collector of the hash", lastUsedAt: null }]);
    const row = await rowOf(token);
    expect(row.expiresAt.getTime() - row.madeAt.getTime()).toBe(MOST_DAYS * DAY);
    expect(await database.db.select().from(auditEvents).where(eq(auditEvents.objectId, row.id))).toMatchObject([{ action: "api-token.make", actorId: auditor.actor.staffId, details: { key: row.keyId } }]);
    expect(await database.db.select().from(correspondenceMails).where(eq(correspondenceMails.purpose, "staff-sign-in-changed"))).toHaveLength(1);
    const { rows } = await database.db.execute<{ text: string }>(sql`select to_jsonb(t)::text as text from api_tokens t union all select to_jsonb(e)::text from audit_events e union all select to_jsonb(k)::text from key_register k`);
    for (const { text } of rows) expect(text).not.toContain(token.slice("amends_live_".length));
  });

  it("is for the roles of auditor and security, with a fresh and strong proof", async () => {
    const auditor = await someone("auditor");
    await expect(makeToken(await someone("admin"), { name: "x" })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(makeToken({ ...auditor, actor: { ...auditor.actor, proven: false } }, { name: "x" })).rejects.toMatchObject({ reason: "stale-proof" });
    await expect(makeToken({ ...auditor, actor: { ...auditor.actor, weak: true } }, { name: "x" })).rejects.toMatchObject({ reason: "passkey-needed" });
    await expect(makeToken(auditor, { name: " " })).rejects.toMatchObject({ fields: { name: ["required"] } });
    await expect(makeToken(auditor, { name: "x".repeat(61) })).rejects.toMatchObject({ fields: { name: ["too-long"] } });
  });

  it("refuses a name that a living token has, and more than ten of one person, also all at once", async () => {
    const [one, other] = [await someone("auditor"), await someone("security")];
    await makeToken(one, { name: "the only one" });
    await expect(makeToken(other, { name: "the only one" })).rejects.toMatchObject({ reason: "token-name-taken" });
    const [first] = await listOwnTokens(one);
    await endOwnToken(one, { tokenId: first?.id });
    await makeToken(other, { name: "the only one" });
    await Promise.allSettled(Array.from({ length: MOST_TOKENS + 5 }, (_, i) => makeToken(one, { name: `one of many ${i}` })));
    for (let i = 0; (await listOwnTokens(one)).length < MOST_TOKENS; i++) await makeToken(one, { name: `one more ${i}` });
    expect(await listOwnTokens(one)).toHaveLength(MOST_TOKENS);
    await expect(makeToken(one, { name: "one too many" })).rejects.toMatchObject({ reason: "tokens-many" });
  });
});

describe("a token stands for its person as they are now", () => {
  it("with the roles of this moment, and for nobody who is disabled or suspended, nor once it has ended, run out or is past the age that the register allows", async () => {
    const { actor: { staffId } } = await someone("auditor");
    const token = await aToken(database.parts, staffId);
    await database.db.update(staffGrants).set({ role: "support" }).where(eq(staffGrants.staffId, staffId));
    expect(await bearerOf(token)).toMatchObject({ roles: ["support"] });
    await database.db.update(staffGrants).set({ expiresAt: new Date(Date.now() - 1) }).where(eq(staffGrants.staffId, staffId));
    expect(await bearerOf(token)).toMatchObject({ roles: [] });
    for (const gone of [{ suspendedAt: new Date() }, { disabledAt: new Date() }]) {
      await database.db.update(staffMembers).set(gone).where(eq(staffMembers.id, staffId));
      expect(await bearerOf(token)).toBeNull();
      await database.db.update(staffMembers).set({ suspendedAt: null, disabledAt: null }).where(eq(staffMembers.id, staffId));
    }
    const set = (row: Partial<typeof apiTokens.$inferInsert>) => database.db.update(apiTokens).set(row).where(eq(apiTokens.hash, sha256(token)));
    await set({ madeAt: new Date(Date.now() - 20 * DAY), expiresAt: new Date(Date.now() + DAY) });
    expect(await bearerOf(token)).not.toBeNull();
    await database.db.update(keyAges).set({ days: 20 }).where(eq(keyAges.kind, "api-token"));
    expect(await bearerOf(token)).toBeNull();
    await database.db.update(keyAges).set({ days: 90 }).where(eq(keyAges.kind, "api-token"));
    await set({ expiresAt: new Date(Date.now() - 1) });
    expect(await bearerOf(token)).toBeNull();
    await expect(set({ expiresAt: new Date(Date.now() + 71 * DAY) })).rejects.toThrow();
    for (const odd of ["", "amends_live_", `${token}x`, token.toUpperCase(), "amends_live_' or true --"]) expect(await bearerOf(odd)).toBeNull();
  });

  it("writes its last use down at most once a minute, for its person and in the register", async () => {
    const auditor = await someone("auditor");
    const { id, keyId } = await rowOf(await aToken(database.parts, auditor.actor.staffId));
    const used = async () => [(await listOwnTokens(auditor))[0]?.lastUsedAt, (await getKey(system(), keyId)).lastUsedAt];
    expect(await used()).toEqual([null, null]);
    await noteTokenUse(auditor, id);
    const [first] = await used();
    expect(first).toBeInstanceOf(Date);
    expect(await used()).toEqual([first, first]);
    await noteTokenUse(auditor, id);
    expect(await used()).toEqual([first, first]);
    await database.db.update(apiTokens).set({ lastUsedAt: new Date(Date.now() - 61_000) }).where(eq(apiTokens.id, id));
    await noteTokenUse(auditor, id);
    expect((await used())[0]!.getTime()).toBeGreaterThan(first!.getTime());
  });
});

describe("a token ends", () => {
  it("by its person's hand, whatever roles they have left, and by nobody else's", async () => {
    const [auditor, other] = [await someone("auditor"), await someone("security")];
    const token = await aToken(database.parts, auditor.actor.staffId);
    const { id } = await rowOf(token);
    await expect(endOwnToken(other, { tokenId: id })).rejects.toMatchObject({ reason: "token-gone" });
    const later = { ...auditor, actor: { ...auditor.actor, roles: ["support" as const], proven: false } };
    await endOwnToken(later, { tokenId: id });
    expect(await bearerOf(token)).toBeNull();
    expect(await rowOf(token)).toMatchObject({ endedWhy: "by-hand" });
    await expect(endOwnToken(later, { tokenId: id })).rejects.toMatchObject({ reason: "token-gone" });
  });

  it("with its person's access, which opens no task about it, and closes those that others left", async () => {
    const [leaver, knew, security] = [await someone("auditor"), await someone("comms"), await someone("security")];
    const token = await aToken(database.parts, leaver.actor.staffId);
    const { keyId } = await rowOf(token);
    await addCustodian(security, { keyId, staffId: knew.actor.staffId });
    await offBoard(security, { staffId: knew.actor.staffId, reason: REASON });
    expect(await getOffBoardingReport(security, knew.actor.staffId)).toMatchObject({ complete: false });
    expect((await getStaffMember(security, leaver.actor.staffId)).openTokens).toBe(1);
    expect(await offBoard(security, { staffId: leaver.actor.staffId, reason: REASON })).toMatchObject({ tokens: 1, knownKeys: [] });
    expect(await bearerOf(token)).toBeNull();
    expect(await rowOf(token)).toMatchObject({ endedWhy: "off-boarded" });
    expect((await getStaffMember(security, leaver.actor.staffId)).openTokens).toBe(0);
    expect(await getOffBoardingReport(security, leaver.actor.staffId)).toMatchObject({ complete: true, keys: [], ended: { tokens: 1 } });
    expect(await getOffBoardingReport(security, knew.actor.staffId)).toMatchObject({ complete: true, keys: [{ id: keyId, closedBy: keyId }] });
    expect(await database.db.select().from(keyTasks).where(eq(keyTasks.staffId, leaver.actor.staffId))).toEqual([]);
  });

  it("when its person reads faster than anybody can, and not when they sign out everywhere", async () => {
    const auditor = await someone("auditor");
    const token = await aToken(database.parts, auditor.actor.staffId);
    await aStaffSession(database.parts, auditor.actor.staffId);
    await endOwnSessions(auditor, { which: "all" });
    expect(await bearerOf(token)).not.toBeNull();
    await withTransaction(system(), (tx) => suspendSessions(tx, system(), auditor.actor.staffId));
    expect(await bearerOf(token)).toBeNull();
    expect(await rowOf(token)).toMatchObject({ endedWhy: "suspended" });
  });

  it("by itself: what has run out is tidied up, its name is free, and at no moment is it a key past its age", async () => {
    const auditor = await someone("auditor");
    const token = await aToken(database.parts, auditor.actor.staffId, "short of life");
    const { id, keyId } = await rowOf(token);
    await database.db.update(apiTokens).set({ madeAt: new Date(Date.now() - 90 * DAY), expiresAt: new Date(Date.now() - 1) }).where(eq(apiTokens.id, id));
    await database.db.execute(sql`update key_register set created_at = clock_timestamp() - interval '91 days' where id = ${keyId}`);
    expect((await listOverdueKeys(database.db)).map((key) => key.id)).not.toContain(keyId);
    await expect(endLapsedTokens(auditor)).rejects.toMatchObject({ reason: "forbidden" });
    // What the tests before left.
    await endTokens(database.db, ne(apiTokens.id, id), "by-hand");
    expect(await endLapsedTokens(system())).toEqual({ ended: 1 });
    expect(await endLapsedTokens(system())).toEqual({ ended: 0 });
    expect((await getKey(system(), keyId)).state).toBe("destroyed");
    await makeToken(auditor, { name: "short of life" });
  });
});

describe("rotating a token", () => {
  it("ends it and gives its person a new one under the same name, by name, by id and by the id of its key", async () => {
    const auditor = await someone("auditor");
    let token = await aToken(database.parts, auditor.actor.staffId, "to be rotated");
    for (const named of [() => "to be rotated", (row: Awaited<ReturnType<typeof rowOf>>) => row.id, (row: Awaited<ReturnType<typeof rowOf>>) => row.keyId]) {
      const old = await rowOf(token);
      const rotated = await rotateToken(system(), named(old));
      expect(rotated.from).toBe(old.keyId);
      expect(await bearerOf(token)).toBeNull();
      expect((await rowOf(token)).endedWhy).toBe("rotated");
      expect(await bearerOf(rotated.token)).toMatchObject({ staffId: auditor.actor.staffId });
      token = rotated.token;
    }
    const { keyId } = await rowOf(token);
    expect(await getKey(system(), keyId)).toMatchObject({ kind: "api-token", name: "to be rotated", state: "active", ownerId: auditor.actor.staffId, custodians: [{ staffId: auditor.actor.staffId }] });
    expect((await listKeys(system())).filter(({ name }) => name === "to be rotated").map(({ state }) => state)).toEqual(["active", "destroyed", "destroyed", "destroyed"]);
    // Whoever names theirs like another's key is not meant.
    await makeToken(await someone("auditor"), { name: keyId });
    expect((await rotateToken(system(), keyId)).from).toBe(keyId);
    await database.db.update(apiTokens).set({ madeAt: sql`made_at - interval '60 days'`, expiresAt: new Date(Date.now() - 1) }).where(eq(apiTokens.name, keyId));
    await expect(rotateToken(system(), keyId)).rejects.toMatchObject({ reason: "token-none" });
    await expect(rotateToken(system(), "nobody's")).rejects.toMatchObject({ reason: "token-none" });
    await expect(rotateToken(auditor, "to be rotated")).rejects.toMatchObject({ reason: "forbidden" });
    await offBoard(await someone("security"), { staffId: auditor.actor.staffId, reason: REASON });
    await expect(rotateToken(system(), "to be rotated")).rejects.toMatchObject({ reason: "token-none" });
  });
});
