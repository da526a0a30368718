import { eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import type { Transaction } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { keyRegister, keyTasks } from "@/db/schema/keys";
import type { HeldSecret } from "./types";
import { offBoard } from "../../offboarding/off-board";
import { getOffBoardingReport } from "../../offboarding/report";
import { withTransaction } from "../../kernel/transaction";
import { inOneTransaction } from "../../provisioning/in-one-transaction";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember } from "@/test/staff";
import { addCustodian } from "./add-custodian";
import { noteHeld, noteKeyUse, writeUses } from "./note-use";
import { getKey, listKeys, listOverdueKeys } from "./queries";
import { recordKeys } from "./record-keys";
import { recordStoredKeys } from "./record-stored-keys";
import { setOwner } from "./set-owner";
import { settleRotation } from "./settle-rotation";
import { strikeCustodian } from "./strike-custodian";

const database = useDatabase();
const system = () => systemContext(database.parts);

async function someone(...roles: Parameters<typeof staffContext>[1][number][]) {
  return staffContext(database.parts, roles, (await aStaffMember(database.parts, roles)).id);
}

/** A secret in the register, of a name of its own. */
async function aKey(value: string, name = value, kind: HeldSecret["kind"] = "relay-password"): Promise<string> {
  await recordKeys(system(), [{ kind, name, value }]);
  const [row] = await database.db.select({ id: keyRegister.id }).from(keyRegister).where(sql`${keyRegister.name} = ${name}`).orderBy(sql`created_at desc`).limit(1);
  return row!.id;
}

describe("the register of keys", () => {
  it("knows a secret by a keyed fingerprint, and its value stands nowhere", async () => {
    const value = "correct-horse-battery";
    const id = await aKey(value, "relay one");
    expect(id).toMatch(/^relay-password-[0-9a-f]{8}$/);
    expect(await aKey(value, "relay one")).toBe(id);
    expect(await aKey(value, "relay two")).not.toBe(id);
    const { rows } = await database.db.$client.query<{ text: string }>("select string_agg(r::text, '') || (select string_agg(e::text, '') from audit_events e) as text from key_register r");
    expect(rows[0]?.text).not.toContain(value);
    expect(rows[0]?.text).not.toContain(Buffer.from(value).toString("hex"));
  });

  it("lets a new value stand beside the old until somebody says that it has taken over, and then refuses the old for good", async () => {
    const old = await aKey("first", "relay three");
    const next = await aKey("second", "relay three");
    expect([(await getKey(system(), old)).state, (await getKey(system(), next)).state]).toEqual(["active", "next"]);
    await withTransaction(system(), (tx) => settleRotation(tx, system(), { from: old, to: next, destroyed: false }));
    expect([(await getKey(system(), old)).state, (await getKey(system(), next)).state]).toEqual(["retired", "active"]);
    expect(await recordKeys(system(), [{ kind: "relay-password", name: "relay three", value: "first" }])).toEqual({ retired: [old] });
    await expect(withTransaction(system(), (tx) => settleRotation(tx, system(), { from: old, to: next, destroyed: false }))).rejects.toMatchObject({ reason: "key-retired" });
    await expect(database.db.update(keyRegister).set({ state: "active", retiredAt: null }).where(eq(keyRegister.id, old))).rejects.toMatchObject({ cause: { constraint: "key_stays_retired" } });
  });

  it("says a key is due from fourteen days before, and that it is overdue from its last day on", async () => {
    const id = await aKey("aging");
    const made = (await getKey(system(), id)).createdAt.getTime();
    const after = (days: number) => ({ ...system(), clock: { now: () => new Date(made + days * 86_400_000 + 1) } });
    const ages = await Promise.all([350, 351, 364, 365].map(async (days) => (await getKey(after(days), id)).age));
    // The database counts microseconds, so each moment is taken a millisecond later.
    expect(ages).toEqual(["fine", "soon", "soon", "overdue"]);
    expect((await listOverdueKeys(database.db, after(364).clock.now())).map((key) => key.id)).not.toContain(id);
    expect(await listOverdueKeys(database.db, after(365).clock.now())).toContainEqual({ id, kind: "relay-password" });
  });

  it("enters the index key of each incident and that of the installation by themselves", async () => {
    await database.parts.keys.current("blind-index", "installation");
    await database.parts.keys.current("blind-index", "01890000-0000-7000-8000-000000000001");
    await recordStoredKeys(system());
    await recordStoredKeys(system());
    const kinds = (await listKeys(system())).map(({ kind, name }) => `${kind} ${name}`);
    expect(kinds.filter((kind) => kind.includes("index"))).toEqual(["blind-index 01890000-0000-7000-8000-000000000001", "installation-index installation"]);
  });

  it("writes down when a key was last used, and not each time", async () => {
    const id = await aKey("used");
    const last = async () => (await getKey(system(), id)).lastUsedAt;
    expect(await last()).toBeNull();
    noteKeyUse("relay-password", "used");
    await writeUses(system());
    const first = await last();
    expect(first).toBeInstanceOf(Date);
    noteKeyUse("relay-password", "used");
    await writeUses(system());
    expect(await last()).toEqual(first);
  });

  it("takes holding one for use where a process uses it by running, and not where each use shows", async () => {
    const held = [["session-cookie", "NEXTAUTH_SECRET"], ["scim-token", "SCIM_TOKEN_SHA256"], ["webhook", "SMS_SECRET"], ["sms-password", "SMS_URL"]] as const;
    const secrets = held.map(([kind, name]) => ({ kind, name, value: `held as ${name}` }));
    const ids = await Promise.all(secrets.map(({ kind, name, value }) => aKey(value, name, kind)));
    const used = async () => Promise.all(ids.map(async (id) => (await getKey(system(), id)).lastUsedAt !== null));
    noteHeld(secrets);
    await writeUses(system());
    expect(await used()).toEqual([true, false, false, false]);
    for (const { kind, name } of secrets) noteKeyUse(kind, name);
    await writeUses(system());
    expect(await used()).toEqual([true, true, true, true]);
  });
});

describe("who knows a key", () => {
  it("strikes a mistaken entry when two people say so, neither of them the one who was entered", async () => {
    const keyId = await aKey("struck");
    const [first, second, entered] = [await someone("security"), await someone("admin"), await someone("security")];
    const entry = { keyId, staffId: entered.actor.staffId };
    await addCustodian(first, entry);
    await expect(addCustodian(second, entry)).rejects.toMatchObject({ reason: "key-custodian-already" });
    await expect(strikeCustodian(entered, entry)).rejects.toMatchObject({ reason: "key-own-entry" });
    expect(await strikeCustodian(first, entry)).toBe(false);
    await expect(strikeCustodian(first, entry)).rejects.toMatchObject({ reason: "key-second-person" });
    expect((await getKey(system(), keyId)).custodians).toEqual([{ staffId: entered.actor.staffId, strikeAskedBy: first.actor.staffId }]);
    expect(await strikeCustodian(second, entry)).toBe(true);
    expect((await getKey(system(), keyId)).custodians).toEqual([]);
  });

  it("asks for a fresh proof and for the role", async () => {
    const keyId = await aKey("guarded");
    const security = await someone("security");
    const entry = { keyId, staffId: security.actor.staffId };
    await expect(addCustodian(await someone("comms"), entry)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(addCustodian({ ...security, actor: { ...security.actor, proven: false } }, entry)).rejects.toMatchObject({ kind: "stale-proof" });
    await expect(listKeys(await someone("support"))).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("off-boarding", () => {
  it("opens a task for every key that somebody knew, is not complete before each was rotated, and nothing but rotating closes one", async () => {
    const [security, leaver, stays] = [await someone("security"), await someone("comms"), await someone("comms")];
    const [one, two, other] = [await aKey("known one"), await aKey("known two"), await aKey("not theirs")];
    for (const keyId of [one, two]) await addCustodian(security, { keyId, staffId: leaver.actor.staffId });
    for (const keyId of [one, other]) await addCustodian(security, { keyId, staffId: stays.actor.staffId });
    await setOwner(security, { keyId: one, staffId: security.actor.staffId });
    const ended = await offBoard(security, { staffId: leaver.actor.staffId, reason: "has left the company today" });
    expect(ended.knownKeys.map(({ id }) => id).sort()).toEqual([one, two].sort());
    const report = () => getOffBoardingReport(security, leaver.actor.staffId);
    expect(await report()).toMatchObject({ complete: false, ended: { knownKeys: expect.arrayContaining([{ id: one, kind: "relay-password" }]) as unknown } });
    expect((await getKey(security, one)).leavers).toEqual([leaver.actor.staffId]);
    await expect(strikeCustodian(await someone("admin"), { keyId: one, staffId: leaver.actor.staffId })).rejects.toMatchObject({ reason: "key-custodian-left" });
    await expect(addCustodian(security, { keyId: other, staffId: leaver.actor.staffId })).rejects.toMatchObject({ reason: "key-custodian-left" });
    await expect(database.db.update(keyTasks).set({ closedAt: new Date() }).where(eq(keyTasks.keyId, one))).rejects.toThrow();
    const successors: string[] = [];
    for (const [from, name] of [[one, "known one"], [two, "known two"]] as const) {
      const to = await aKey(`new ${name}`, name);
      successors.push(to);
      await withTransaction(system(), (tx) => settleRotation(tx, system(), { from, to, destroyed: false }));
    }
    const done = await report();
    expect(done.complete).toBe(true);
    expect(done.keys.map(({ closedBy }) => closedBy).sort()).toEqual([...successors].sort());
    expect(await getKey(security, successors[0]!)).toMatchObject({ state: "active", ownerId: security.actor.staffId, leavers: [], custodians: [{ staffId: stays.actor.staffId }] });
    const events = await database.db.select({ details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.objectId, one));
    expect(events).toContainEqual({ details: { to: successors[0], kind: "relay-password", closes: [leaver.actor.staffId] } });
  });

  it("and the rotation of a key that its person knows leave them on no new key without a task, whichever is first", async () => {
    const security = await someone("security");
    const reason = "has left the company today";
    const knows = async (keyId: string, staffId: string) => (await getKey(security, keyId)).custodians.some((custodian) => custodian.staffId === staffId);
    const aPair = async (name: string) => {
      const leaver = await someone("comms");
      const from = await aKey(`old ${name}`, name);
      await addCustodian(security, { keyId: from, staffId: leaver.actor.staffId });
      return { leaver: leaver.actor.staffId, from, to: await aKey(`new ${name}`, name) };
    };
    const report = (staffId: string) => getOffBoardingReport(security, staffId);
    const waiting = () =>
      vi.waitFor(async () => {
        const { rows } = await database.db.$client.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        expect(rows).toHaveLength(1);
      }, 5_000);
    const settle = (tx: Transaction, { from, to }: { from: string; to: string }) => settleRotation(tx, system(), { from, to, destroyed: false });

    const first = await aPair("rotated first");
    let leaving: Promise<unknown> = Promise.resolve();
    await database.db.transaction(async (tx) => {
      await settle(tx, first);
      leaving = offBoard(security, { staffId: first.leaver, reason });
      await waiting();
    });
    expect(await leaving).toMatchObject({ knownKeys: [{ id: first.to }] });
    expect(await report(first.leaver)).toMatchObject({ complete: false, keys: [{ id: first.to, closedAt: null }] });

    const second = await aPair("left first");
    let rotating: Promise<unknown> = Promise.resolve();
    await inOneTransaction(security, async (within) => {
      await offBoard(within, { staffId: second.leaver, reason });
      rotating = withTransaction(system(), (tx) => settle(tx, second));
      await waiting();
    });
    await rotating;
    expect(await knows(second.to, second.leaver)).toBe(false);
    expect(await report(second.leaver)).toMatchObject({ complete: true, keys: [{ id: second.from, closedBy: second.to }] });
  });
});
