import { eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { staffMembers } from "@/db/schema/staff";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember, aStaffSession, aToken, withCredentials } from "@/test/staff";
import { suspendSessions } from "../alarms/suspend-sessions";
import { mintContext } from "../kernel/mint-context";
import { withTransaction } from "../kernel/transaction";
import { makeRecoveryCodes } from "../staff/passkeys/recovery-codes";
import { signIn } from "../staff/sign-in";
import { offBoard } from "./off-board";

const database = useDatabase();
const PASSWORD = "넷 다섯 걸음 뒤 우체통";

async function leave(staffId: string) {
  const security = await aStaffMember(database.parts, ["security"]);
  return offBoard(staffContext(database.parts, ["security"], security.id), { staffId, reason: "has left the company today" });
}

const waiting = (acts: number) =>
  vi.waitFor(async () => {
    const { rows } = await database.db.$client.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
    expect(rows).toHaveLength(acts);
  }, 5_000);

/** Hold a row back while acts begin one after the other, each of which comes to wait; then let go. What became of them, in their order. */
async function besides(held: string, staffId: string, acts: readonly (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
  const client = await database.db.$client.connect();
  try {
    await client.query("begin");
    await client.query(`select 1 from ${held} where staff_id = $1 for update`, [staffId]);
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
  expect(await besides("api_tokens", leaver.id, [() => withTransaction(system, (tx) => suspendSessions(tx, system, leaver.id)), () => leave(leaver.id)])).toMatchObject([
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
  expect(await besides("staff_sessions", leaver.id, [() => leave(leaver.id), comes])).toMatchObject([
    { status: "fulfilled", value: { sessions: 1, roles: 1 } },
    { status: "rejected", reason: { reason: "sign-in-refused" } },
  ]);
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
