import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { staffSessions } from "@/db/schema/staff";
import type { StaffId } from "@/domain/kernel/ids";
import { mintContext } from "@/domain/kernel/mint-context";
import { withTransaction } from "@/domain/kernel/transaction";
import { sha256 } from "@/lib/crypto";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember, aStaffSession, withCredentials } from "@/test/staff";
import { recordAudit } from "../audit/record-audit";
import { addStaffMember } from "./add-staff-member";
import { offBoard } from "../offboarding/off-board";
import { endOwnSessions } from "./end-own-sessions";
import { noteSessionUse } from "./note-session-use";
import { proveOneself } from "./prove-oneself";
import { findEndedSession, findStaffSession, getStaffMember, listOwnSessions } from "./queries";
import { readDevice } from "./read-device";
import { signIn } from "./sign-in";

const database = useDatabase();
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const PASSWORD = "넷 다섯 걸음 뒤 우체통";

async function contextOf(token: string) {
  const session = await findStaffSession(database.db, token);
  if (!session) throw new Error("no session");
  return mintContext(database.parts, { kind: "staff", staffId: session.staffId, sessionId: session.sessionId, proven: session.proven, roles: session.roles } as const);
}

describe("a session", () => {
  it("ends after half an hour without use, after twelve hours, and by somebody's hand, and says which it was to whoever has it", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const [fresh, nearly, idle, old] = [await aStaffSession(database.parts, member.id), await aStaffSession(database.parts, member.id, { lastSeenAt: ago(29) }), await aStaffSession(database.parts, member.id, { lastSeenAt: ago(31) }), await aStaffSession(database.parts, member.id, { expiresAt: ago(1) })];
    for (const token of [fresh, nearly]) expect(await findStaffSession(database.db, token)).toMatchObject({ staffId: member.id });
    expect(await findEndedSession(database.db, fresh)).toBeNull();
    for (const [token, reason] of [[idle, "idle"], [old, "expired"]] as const) {
      expect(await findStaffSession(database.db, token)).toBeNull();
      expect(await findEndedSession(database.db, token)).toEqual({ reason, locale: "ko" });
    }
    expect(await findEndedSession(database.db, "was never one")).toBeNull();
    expect((await getStaffMember(staffContext(database.parts, ["admin"]), member.id)).openSessions).toBe(2);
    await offBoard(staffContext(database.parts, ["security"], (await aStaffMember(database.parts, ["security"])).id), { staffId: member.id, reason: "has left the company" });
    expect(await findEndedSession(database.db, fresh)).toMatchObject({ reason: "off-boarded" });
  });

  it("has its use written once a minute, and a use that comes too late does not wake it", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const seen = async (token: string) => (await database.db.select({ at: staffSessions.lastSeenAt }).from(staffSessions).where(eq(staffSessions.id, sha256(token))))[0]!.at.getTime();
    const [just, before] = [ago(0.5), ago(20)];
    const [recent, earlier] = [await aStaffSession(database.parts, member.id, { lastSeenAt: just }), await aStaffSession(database.parts, member.id, { lastSeenAt: before })];
    expect(await findStaffSession(database.db, recent)).toMatchObject({ seenLongAgo: false });
    expect(await findStaffSession(database.db, earlier)).toMatchObject({ seenLongAgo: true });
    for (const token of [recent, earlier]) await noteSessionUse(await contextOf(token));
    expect(await seen(recent)).toBe(just.getTime());
    expect(await seen(earlier)).toBeGreaterThan(before.getTime() + 19 * 60_000);
    await database.db.update(staffSessions).set({ lastSeenAt: before, endedAt: sql`clock_timestamp()`, endedFor: "signed-out" }).where(eq(staffSessions.id, sha256(earlier)));
    await noteSessionUse(staffContext(database.parts, [], member.id));
    expect(await findStaffSession(database.db, earlier)).toBeNull();
  });

  it("finishes nothing that was under way when it was ended, but for the act that ended it", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const [ours, theirs] = [await contextOf(await aStaffSession(database.parts, member.id)), await contextOf(await aStaffSession(database.parts, member.id))];
    const late = withTransaction(ours, async (tx) => {
      await recordAudit(tx, ours, { action: "thing.change", object: { kind: "thing", id: "under way" } });
      await endOwnSessions(theirs, { which: "others" });
    });
    await expect(late).rejects.toMatchObject({ kind: "signed-out" });
    expect(await database.db.select().from(auditEvents).where(eq(auditEvents.objectId, "under way"))).toEqual([]);
    expect(await endOwnSessions(theirs, { which: "all" })).toEqual({ ended: 1 });
  });

  it("is listed to its person with where it began, and ended by them: one, the others, all; never somebody else's", async () => {
    const [member, stranger] = [await aStaffMember(database.parts, ["support"]), await aStaffMember(database.parts, ["support"])];
    const { code } = await withCredentials(database.parts, member, PASSWORD);
    const { token } = await signIn(mintContext(database.parts, { kind: "visitor" }), { email: member.email, password: PASSWORD, code: await code() }, { device: "Firefox 140 · Linux", network: "198.51.100.0/24" });
    const [second, third, fourth, theirs] = await Promise.all([...[1, 2, 3].map(() => aStaffSession(database.parts, member.id)), aStaffSession(database.parts, stranger.id)]);
    const ctx = await contextOf(token);
    const listed = await listOwnSessions(ctx);
    expect(listed).toHaveLength(4);
    expect(listed[0]).toMatchObject({ current: true, device: "Firefox 140 · Linux", network: "198.51.100.0/24" });
    await expect(endOwnSessions(ctx, {})).rejects.toMatchObject({ kind: "invalid" });
    await expect(endOwnSessions(ctx, { which: "one" })).rejects.toMatchObject({ reason: "session-ended-already" });
    await expect(endOwnSessions(ctx, { which: "one", sessionId: sha256(theirs!).toString("hex") })).rejects.toMatchObject({ reason: "session-ended-already" });
    expect(await endOwnSessions(ctx, { which: "one", sessionId: sha256(second).toString("hex") })).toEqual({ ended: 1 });
    expect(await findEndedSession(database.db, second)).toMatchObject({ reason: "signed-out-elsewhere" });
    expect(await endOwnSessions(ctx, { which: "others" })).toEqual({ ended: 2 });
    for (const gone of [third!, fourth!]) expect(await findStaffSession(database.db, gone)).toBeNull();
    expect(await findStaffSession(database.db, token)).not.toBeNull();
    expect(await endOwnSessions(ctx, { which: "all" })).toEqual({ ended: 1 });
    expect(await findStaffSession(database.db, token)).toBeNull();
    expect(await findStaffSession(database.db, theirs!)).not.toBeNull();
  });
});

describe("a proof of who one is", () => {
  it("is five minutes old at most, and renewed by password and a new code", async () => {
    const admin = await aStaffMember(database.parts, ["admin"]);
    const { code } = await withCredentials(database.parts, admin, PASSWORD);
    const token = await aStaffSession(database.parts, admin.id, { provenAt: ago(6) });
    const someone = { email: `x-${admin.id.slice(-8)}@haneulmall.example`, name: "새 사람", roles: "support", locale: "ko" };
    await expect(addStaffMember(await contextOf(token), someone)).rejects.toMatchObject({ kind: "stale-proof" });
    await expect(proveOneself(await contextOf(token), {})).rejects.toMatchObject({ kind: "invalid" });
    const typed = { password: PASSWORD, code: await code() };
    await expect(proveOneself(await contextOf(token), { ...typed, password: "wrong" })).rejects.toMatchObject({ reason: "sign-in-refused" });
    await expect(addStaffMember(await contextOf(token), someone)).rejects.toMatchObject({ kind: "stale-proof" });
    await proveOneself(await contextOf(token), typed);
    await expect(proveOneself(await contextOf(token), typed)).rejects.toMatchObject({ reason: "sign-in-refused" });
    const id: StaffId = await addStaffMember(await contextOf(token), someone);
    expect(id).toBeTruthy();
    expect(await findStaffSession(database.db, await aStaffSession(database.parts, admin.id, { provenAt: ago(4) }))).toMatchObject({ proven: true });
  });
});

it.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36", "Chrome 142 · Windows"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Whale/4.33.325.17 Safari/537.36", "Whale 4 · Windows"],
  ["Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "Samsung Internet 28 · Android"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", "Safari 18 · macOS"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari 18 · iPhone"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox 140 · Linux"],
  ["curl/8.5.0", ""],
  [null, ""],
])("reads %j as %j", (userAgent, device) => expect(readDevice(userAgent)).toBe(device));
