import { Readable } from "node:stream";
import { and, eq, isNull } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { expect, it, vi } from "vitest";
import { datasets } from "@/db/schema/exposure";
import { scimGroups, scimMembers, staffGrants, staffMembers } from "@/db/schema/staff";
import { waves } from "@/db/schema/waves";
import { runCount } from "@/domain/audiences/run-count";
import { storeList } from "@/domain/audiences/store-list";
import { followGroups } from "@/domain/provisioning/follow-groups";
import { saveGroup } from "@/domain/provisioning/save-group";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { anIncident } from "@/test/incidents";
import { anIncidentWithPeople, people } from "@/test/waves";
import { aStaffMember, aStaffSession, aToken, withCredentials } from "@/test/staff";
import { suspendSessions } from "../alarms/suspend-sessions";
import { mintContext } from "../kernel/mint-context";
import { withTransaction } from "../kernel/transaction";
import { grantRole } from "../staff/grant-role";
import { makeRecoveryCodes } from "../staff/passkeys/recovery-codes";
import { signIn } from "../staff/sign-in";
import { createWave } from "../waves/create-wave";
import { submitCountedWaves } from "../waves/submit-counted-waves";
import { submitWave } from "../waves/submit-wave";
import { offBoard } from "./off-board";

const database = useDatabase();
const PASSWORD = "넷 다섯 걸음 뒤 우체통";

async function leave(staffId: string, by?: string) {
  const security = by ?? (await aStaffMember(database.parts, ["security"])).id;
  return offBoard(staffContext(database.parts, ["security"], security), { staffId, reason: "has left the company today" });
}

/** An off-boarding, and how often it was done: once more where the database gave it up because it and another waited for each other. */
function counted(staffId: string, by: string) {
  const said: string[] = [];
  const listening = drizzle(database.db.$client, { logger: { logQuery: (statement) => said.push(statement) } });
  const leaves = () => offBoard({ ...staffContext(database.parts, ["security"], by), db: listening }, { staffId, reason: "has left the company today" });
  return { leaves, times: () => said.filter((statement) => statement.startsWith('update "staff_members"')).length };
}

const openRoles = (staffId: string) => database.db.select({ role: staffGrants.role }).from(staffGrants).where(and(eq(staffGrants.staffId, staffId), isNull(staffGrants.endedAt)));

const waiting = (acts: number) =>
  vi.waitFor(async () => {
    const { rows } = await database.db.$client.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    expect(rows).toHaveLength(acts);
  }, 5_000);

const held = (table: string) => `select 1 from ${table} where staff_id = $1 for update`;
/** Where every act waits that has done all but to write it down. */
const BEFORE_AUDIT = "lock table audit_events in share mode";

/** Hold something back while acts begin one after the other, each of which comes to wait; then let go. What became of them, in their order. */
async function besides(hold: string, values: readonly string[], acts: readonly (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
  const client = await database.db.$client.connect();
  try {
    await client.query("begin");
    await client.query(hold, [...values]);
    const begun: Promise<unknown>[] = [];
    for (const act of acts) {
      begun.push(act());
      await waiting(begun.length);
    }
    const settled = Promise.allSettled(begun);
    await client.query("rollback");
    return await settled;
  } finally {
    client.release(true);
  }
}

it("ends the sessions of whoever is being off-boarded at the same moment without the two waiting for each other", async () => {
  const leaver = await aStaffMember(database.parts, ["auditor"]);
  await aStaffSession(database.parts, leaver.id);
  await aToken(database.parts, leaver.id);
  const system = systemContext(database.parts);
  expect(await besides(held("api_tokens"), [leaver.id], [() => withTransaction(system, (tx) => suspendSessions(tx, system, leaver.id)), () => leave(leaver.id)])).toMatchObject([
    { status: "fulfilled", value: 1 },
    { status: "fulfilled", value: { sessions: 0, tokens: 0, roles: 1 } },
  ]);
});

it("refuses whoever comes with a recovery code while they are being off-boarded, without the two waiting for each other", async () => {
  const leaver = await aStaffMember(database.parts, ["support"]);
  await withCredentials(database.parts, leaver, PASSWORD);
  const [code = ""] = await makeRecoveryCodes(staffContext(database.parts, ["support"], leaver.id));
  await aStaffSession(database.parts, leaver.id);
  const comes = () => signIn(mintContext(database.parts, { kind: "visitor" }), { email: leaver.email, password: PASSWORD, code });
  expect(await besides(held("staff_sessions"), [leaver.id], [() => leave(leaver.id), comes])).toMatchObject([
    { status: "fulfilled", value: { sessions: 1, roles: 1 } },
    { status: "rejected", reason: { reason: "sign-in-refused" } },
  ]);
});

it("waits for a publication of what the leaver imported that began before it, and says of what is published that it was dropped no more", async () => {
  const [leaver, security] = [await aStaffMember(database.parts, ["security"]), await aStaffMember(database.parts, ["security"])];
  const { id } = await anIncident(database.db);
  await importText(database.parts, id, "ref,email,confirmed\na,minji@example.com,names");
  await database.db.update(datasets).set({ importedBy: leaver.id }).where(eq(datasets.incidentId, id));
  const done = await besides(BEFORE_AUDIT, [], [() => publish(database.parts, id, 1), () => leave(leaver.id, security.id)]);
  expect(done).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled", value: { taken: [] } }]);
  expect(await database.db.select({ state: datasets.state }).from(datasets).where(eq(datasets.incidentId, id))).toEqual([{ state: "published" }]);
});

it("lets nobody publish what the leaver imported from its beginning on, without the two waiting for each other", async () => {
  const leaver = await aStaffMember(database.parts, ["security"]);
  await aStaffSession(database.parts, leaver.id);
  const { id } = await anIncident(database.db);
  await importText(database.parts, id, "ref,email,confirmed\na,minji@example.com,names");
  await database.db.update(datasets).set({ importedBy: leaver.id }).where(eq(datasets.incidentId, id));
  expect(await besides(held("staff_sessions"), [leaver.id], [() => leave(leaver.id), () => publish(database.parts, id, 1)])).toMatchObject([
    { status: "fulfilled", value: { taken: [{ kind: "dataset", id: `${id}/1` }] } },
    { status: "rejected", reason: { reason: "dataset-importer-left" } },
  ]);
});

it("ends a role that somebody gives the leaver at the same moment", async () => {
  const [leaver, admin, security] = [await aStaffMember(database.parts, ["support"]), await aStaffMember(database.parts, ["admin"]), await aStaffMember(database.parts, ["security"])];
  const gives = () => grantRole(staffContext(database.parts, ["admin"], admin.id), { staffId: leaver.id, role: "finance" });
  expect(await besides(BEFORE_AUDIT, [], [gives, () => leave(leaver.id, security.id)])).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled", value: { roles: 2 } }]);
  expect(await openRoles(leaver.id)).toEqual([]);
});

it("ends a role that a group gives the leaver at the same moment", async () => {
  const [leaver, admin, security] = [await aStaffMember(database.parts, ["admin"]), await aStaffMember(database.parts, ["admin"]), await aStaffMember(database.parts, ["security"])];
  await aStaffSession(database.parts, admin.id);
  const [desk] = await database.db.insert(scimGroups).values({ displayName: "Desk", role: "support", mappedBy: admin.id }).returning();
  await database.db.insert(scimMembers).values({ groupId: desk!.id, staffId: leaver.id });
  const system = systemContext(database.parts);
  const follows = () => withTransaction(system, (tx) => followGroups(tx, system, [leaver.id]));
  expect(await besides(BEFORE_AUDIT, [], [follows, () => leave(leaver.id, security.id)])).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled", value: { roles: 2 } }]);
  expect(await openRoles(leaver.id)).toEqual([]);
});

it("lets the identity provider finish with a group that stands for a role by the leaver's word, without the two waiting for each other", async () => {
  const [leaver, security] = [await aStaffMember(database.parts, ["support"]), await aStaffMember(database.parts, ["security"])];
  const [theirs] = await database.db.insert(scimGroups).values({ displayName: "Theirs", role: "comms", mappedBy: leaver.id }).returning();
  await database.db.insert(scimMembers).values({ groupId: theirs!.id, staffId: leaver.id });
  const empties = () => saveGroup(systemContext(database.parts), theirs!.id, { displayName: "Theirs", externalId: null, members: [] });
  const { leaves, times } = counted(leaver.id, security.id);
  expect(await besides(BEFORE_AUDIT, [], [empties, leaves])).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled", value: { taken: [{ kind: "group-role", id: theirs!.id }] } }]);
  expect(times()).toBe(1);
});

it("takes back a wave of which the leaver's number is there at the same moment, without the two waiting for each other", async () => {
  const { incidentId, versionId } = await anIncidentWithPeople(database.parts, people(4));
  const [leaver, security] = [await aStaffMember(database.parts, ["comms"]), await aStaffMember(database.parts, ["security"])];
  await aStaffSession(database.parts, leaver.id);
  const asker = staffContext(database.parts, ["comms"], leaver.id);
  const { listId } = await storeList(asker, { incidentId, fileName: "refs.txt" }, Readable.from([Buffer.from("p1\np2")], { objectMode: false }));
  const { id } = await createWave(asker, { templateVersionId: versionId, audience: { onList: listId } });
  await submitWave(asker, { waveId: id });
  const [asked] = await database.db.select({ question: waves.askedQuestion }).from(waves).where(eq(waves.id, id));
  const question = asked?.question?.toString("hex") ?? "";
  await runCount(systemContext(database.parts), question);
  const { leaves, times } = counted(leaver.id, security.id);
  const done = await besides(held("staff_sessions"), [leaver.id], [leaves, () => submitCountedWaves(systemContext(database.parts), question)]);
  expect(done).toMatchObject([{ status: "fulfilled", value: { taken: [{ kind: "wave-request", id }] } }, { status: "fulfilled" }]);
  expect(times()).toBe(1);
  expect(await database.db.select({ state: waves.state, refusal: waves.askedRefusal }).from(waves).where(eq(waves.id, id))).toEqual([{ state: "draft", refusal: "staff-ended" }]);
});

it("is tried once more when it was the one to give way to an act with which it waited for each other", async () => {
  const leaver = await aStaffMember(database.parts, ["support"]);
  await aStaffSession(database.parts, leaver.id);
  const client = await database.db.$client.connect();
  try {
    // The other one never looks whether it waits in vain: the off-boarding does, and is given up.
    await client.query("set deadlock_timeout = '60s'");
    await client.query("begin");
    await client.query("select 1 from staff_sessions where staff_id = $1 for update", [leaver.id]);
    const leaving = leave(leaver.id);
    await waiting(1);
    await client.query("update staff_members set locked_until = locked_until where id = $1", [leaver.id]);
    await client.query("commit");
    expect(await leaving).toMatchObject({ sessions: 1, roles: 1 });
  } finally {
    client.release(true);
  }
  expect(await database.db.select({ at: staffMembers.disabledAt }).from(staffMembers).where(eq(staffMembers.id, leaver.id))).toMatchObject([{ at: expect.any(Date) as unknown }]);
});
