import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { and, eq, sql } from "drizzle-orm";
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { audienceCounts } from "@/db/schema/audiences";
import { waves } from "@/db/schema/waves";
import type { StaffContext } from "@/domain/kernel/context";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { aStaffMember } from "@/test/staff";
import { aFrozenWave, anIncidentWithPeople, people } from "@/test/waves";
import { runCount } from "../audiences/run-count";
import { storeList } from "../audiences/store-list";
import { Conflict, Forbidden, Invalid } from "../kernel/errors";
import { offBoard } from "../offboarding/off-board";
import { approveWave } from "./approve-wave";
import { createWave } from "./create-wave";
import { editWave } from "./edit-wave";
import { freezeAudience } from "./ledger/freeze-audience";
import { getWaveOverview } from "./queries/list-waves";
import { returnWave } from "./return-wave";
import { submitCountedWaves } from "./submit-counted-waves";
import { submitWave } from "./submit-wave";

const database = useDatabase();
const comms = (id?: string) => staffContext(database.parts, ["comms"], id);
const approver = (id?: string) => staffContext(database.parts, ["approver"], id);

const security = async () => staffContext(database.parts, ["security"], (await aStaffMember(database.parts, ["security"])).id);

async function aList(incidentId: string, refs: string): Promise<string> {
  return (await storeList(comms(), { incidentId, fileName: "refs.txt" }, Readable.from([Buffer.from(refs)], { objectMode: false }))).listId;
}

/** What the worker does with a count job: every one that waits. */
async function countAll(): Promise<void> {
  const ctx = systemContext(database.parts);
  for (const { question } of await database.db.select().from(audienceCounts)) {
    await runCount(ctx, question.toString("hex"));
    await submitCountedWaves(ctx, question.toString("hex"));
  }
}

describe("a wave in review", () => {
  it("is taken back by its own people, sent back with a reason by others, and each time loses its approval", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(4));
    const author = comms();
    const { id: waveId } = await createWave(author, { templateVersionId: versionId, audience: {} });
    await submitWave(author, { waveId });
    await expect(editWave(author, { waveId, templateVersionId: versionId, audience: {} })).rejects.toThrow("not-a-draft");
    expect(await returnWave(author, { waveId })).toMatchObject({ state: "draft", approvalHash: null, submittedBy: null, returnedBy: author.actor.staffId, returnedReason: null });
    await submitWave(author, { waveId });
    const legal = approver();
    await expect(returnWave(legal, { waveId, reason: "no" })).rejects.toThrow(Invalid);
    await expect(returnWave(staffContext(database.parts, ["support"]), { waveId, reason: "not right at all" })).rejects.toThrow(Forbidden);
    expect(await returnWave(legal, { waveId, reason: "The audience is too wide." })).toMatchObject({ state: "draft", approvalHash: null, returnedBy: legal.actor.staffId, returnedReason: "The audience is too wide." });
    await expect(returnWave(legal, { waveId, reason: "The audience is too wide." })).rejects.toThrow(Conflict);
    expect(await submitWave(author, { waveId })).toMatchObject({ state: "in-review", returnedBy: null, returnedReason: null });
  });

  it("is edited as a draft, and whoever edited it does not approve it", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(4));
    const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
    const { id: waveId } = await createWave(comms(), { templateVersionId: versionId, audience: {}, scheduledAt });
    const both = staffContext(database.parts, ["comms", "approver"]);
    for (let i = 0; i < 2; i++) await editWave(both, { waveId, templateVersionId: versionId, audience: { locales: ["en"] } });
    const wave = await submitWave(comms(), { waveId });
    expect(wave).toMatchObject({ expected: 2, editedBy: [both.actor.staffId], scheduledAt: new Date(scheduledAt) });
    await expect(approveWave(both, { waveId, approvalHash: wave.approvalHash })).rejects.toThrow("second-person");
    await expect(database.db.update(waves).set({ state: "approved", approvedBy: both.actor.staffId }).where(eq(waves.id, waveId))).rejects.toMatchObject({ cause: { constraint: "waves_editors_do_not_approve" } });
    const other = await anIncidentWithPeople(database.parts, people(1));
    await returnWave(both, { waveId });
    await expect(editWave(both, { waveId, templateVersionId: other.versionId, audience: {} })).rejects.toThrow(Invalid);
    const [event] = await database.db.select({ details: auditEvents.details }).from(auditEvents).where(and(eq(auditEvents.action, "wave.edit"), eq(auditEvents.objectId, waveId))).orderBy(auditEvents.id);
    expect(event?.details).toMatchObject({ before: { audience: { locales: [] } }, after: { audience: { locales: ["en"] } } });
  });

  it("cannot be changed under the eyes of its approver, whoever tries", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(4));
    const { id: waveId } = await createWave(comms(), { templateVersionId: versionId, audience: {} });
    const { approvalHash } = await submitWave(comms(), { waveId });
    const change = (values: Partial<typeof waves.$inferInsert>) => database.db.update(waves).set(values).where(eq(waves.id, waveId));
    for (const values of [{ audience: { locales: ["ko"] } }, { scheduledAt: new Date() }, { expected: 1 }, { state: "approved" as const, approvedBy: randomUUID(), audience: { locales: ["ko"] } }])
      await expect(change(values)).rejects.toMatchObject({ cause: { constraint: "wave_is_in_review" } });
    await change({ state: "draft", audience: { locales: ["ko"] } });
    expect(await getWaveOverview(comms(), waveId)).toMatchObject({ state: "draft", approvalHash: null });
    await change({ approvalHash: Buffer.from(approvalHash ?? "", "hex") });
    expect((await getWaveOverview(comms(), waveId)).approvalHash).toBeNull();
  });
});

describe("asking for approval where counting takes a job", () => {
  it("goes into review by itself when the number is there, in the name of whoever asked", async () => {
    const { incidentId, versionId } = await anIncidentWithPeople(database.parts, people(6));
    const listId = await aList(incidentId, "p1\np2\np5\nsomebody");
    const author = comms();
    const { id: waveId } = await createWave(author, { templateVersionId: versionId, audience: { onList: listId } });
    expect(await submitWave(author, { waveId })).toMatchObject({ state: "draft", askedBy: author.actor.staffId });
    await submitWave(author, { waveId });
    await countAll();
    const wave = await getWaveOverview(author, waveId);
    expect(wave).toMatchObject({ state: "in-review", expected: 3, submittedBy: author.actor.staffId, askedBy: null });
    await countAll();
    expect((await approveWave(approver(), { waveId, approvalHash: wave.approvalHash })).state).toBe("approved");
    await freezeAudience(systemContext(database.parts), waveId);
    expect(await getWaveOverview(author, waveId)).toMatchObject({ found: 3 });
  });

  it("counts the dataset that is published when the number is there, and forgets the question with an edit", async () => {
    const { incidentId, versionId } = await anIncidentWithPeople(database.parts, people(6));
    const onList = await aList(incidentId, "p1\np2\nq1");
    const author = comms();
    const { id: waveId } = await createWave(author, { templateVersionId: versionId, audience: { onList } });
    await submitWave(author, { waveId });
    await importText(database.parts, incidentId, "ref,email,confirmed\nq1,q1@example.com,names");
    await publish(database.parts, incidentId, 2);
    await countAll();
    expect(await getWaveOverview(author, waveId)).toMatchObject({ state: "draft", askedBy: author.actor.staffId });
    await countAll();
    expect(await getWaveOverview(author, waveId)).toMatchObject({ state: "in-review", expected: 3, countedVersion: 2 });
    await returnWave(author, { waveId });
    await editWave(author, { waveId, templateVersionId: versionId, audience: { offList: onList } });
    await submitWave(author, { waveId });
    await editWave(author, { waveId, templateVersionId: versionId, audience: { onList, locales: ["en"] } });
    await countAll();
    expect(await getWaveOverview(author, waveId)).toMatchObject({ state: "draft", askedBy: null });
  });

  it("says at the draft why it came to nothing: nobody there, or somebody off-boarded", async () => {
    const { incidentId, versionId } = await anIncidentWithPeople(database.parts, people(2));
    const onList = await aList(incidentId, "somebody else");
    const { id: empty } = await createWave(comms(), { templateVersionId: versionId, audience: { onList } });
    await submitWave(comms(), { waveId: empty });
    const member = await aStaffMember(database.parts, ["comms"]);
    const { id: waveId } = await createWave(comms(), { templateVersionId: versionId, audience: { offList: onList } });
    await submitWave(comms(member.id), { waveId });
    await offBoard(await security(), { staffId: member.id, reason: "has left the company" });
    await countAll();
    expect(await getWaveOverview(comms(), empty)).toMatchObject({ state: "draft", askedBy: null, askedRefusal: "wave-empty" });
    expect(await getWaveOverview(comms(), waveId)).toMatchObject({ state: "draft", askedBy: null, askedRefusal: "staff-ended" });
  });

  it("waits for waves that are still under way, and wants a new number once they reached somebody else", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(4));
    const earlier = await aFrozenWave(database.parts, versionId, { locales: ["ko"] });
    const author = comms();
    const { id: waveId } = await createWave(author, { templateVersionId: versionId, audience: { excluded: [{ waveId: earlier.id, who: "reached" }] } });
    await expect(submitWave(author, { waveId })).rejects.toThrow("audience-wave-open");
    // As a worker leaves it that has sent to one and given up on the other.
    await database.db.execute(sql`update wave_recipients set path_state = case when subject_id = (select min(subject_id) from wave_recipients where wave_id = ${earlier.id}) then 'reached' else 'unreachable' end where wave_id = ${earlier.id}`);
    await database.db.execute(sql`update wave_ranges set path_open = 0, path_reached = 1, path_unreachable = 1 where wave_id = ${earlier.id}`);
    await database.db.execute(sql`update waves set state = 'finished', ended_at = now() where id = ${earlier.id}`);
    await submitWave(author, { waveId });
    await countAll();
    const wave = await getWaveOverview(author, waveId);
    expect(wave).toMatchObject({ state: "in-review", expected: 3 });
    await database.db.execute(sql`update wave_ranges set path_reached = 0, path_unreachable = 2 where wave_id = ${earlier.id}`);
    await expect(approveWave(approver(), { waveId, approvalHash: wave.approvalHash })).rejects.toThrow("wave-count-outdated");
  });
});

describe("two at the same moment", () => {
  /** Run acts while another connection holds a row that all of them need, until all wait for it. */
  async function atOnce<T>(hold: string, values: unknown[], acts: (() => Promise<T>)[], end = "commit"): Promise<PromiseSettledResult<T>[]> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query("begin");
      await client.query(hold, values);
      const running = Promise.allSettled(acts.map((act) => act()));
      await vi.waitFor(async () => {
        const { rows } = await database.db.$client.query<{ waiting: number }>("select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        expect(rows[0]?.waiting).toBe(acts.length);
      }, 10_000);
      await client.query(end);
      return await running;
    } finally {
      await client.end();
    }
  }

  async function anAskedWave(): Promise<{ waveId: string; approvalHash: string | null }> {
    const { versionId } = await anIncidentWithPeople(database.parts, people(2));
    const { id: waveId } = await createWave(comms(), { templateVersionId: versionId, audience: {} });
    return { waveId, approvalHash: (await submitWave(comms(), { waveId })).approvalHash };
  }

  async function freezeJobs(waveId: string): Promise<number> {
    const { rows } = await database.db.$client.query<{ jobs: number }>("select count(*)::int as jobs from graphile_worker.jobs where key = $1", [`waves/freeze-audience:${waveId}`]);
    return rows[0]?.jobs ?? 0;
  }

  it("two approvals start one send", async () => {
    const { waveId, approvalHash } = await anAskedWave();
    const approve = (ctx: StaffContext) => () => approveWave(ctx, { waveId, approvalHash });
    const both = await atOnce("select 1 from waves where id = $1 for update", [waveId], [approve(approver()), approve(approver())]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { reason: "wave-not-in-review" } });
    expect(await freezeJobs(waveId)).toBe(1);
    expect(await database.db.$count(auditEvents, and(eq(auditEvents.action, "wave.approve"), eq(auditEvents.objectId, waveId)))).toBe(1);
  });

  it("somebody who is being off-boarded does not approve, and does when that is taken back", async () => {
    const { waveId, approvalHash } = await anAskedWave();
    const member = await aStaffMember(database.parts, ["approver"]);
    const disable = "update staff_members set disabled_at = clock_timestamp() where id = $1";
    const approve = () => approveWave(approver(member.id), { waveId, approvalHash });
    const [refused] = await atOnce(disable, [member.id], [approve]);
    expect(refused).toMatchObject({ status: "rejected", reason: { reason: "staff-ended" } });
    expect(await freezeJobs(waveId)).toBe(0);
    expect((await getWaveOverview(comms(), waveId)).state).toBe("in-review");
    const colleague = await aStaffMember(database.parts, ["approver"]);
    const [passed] = await atOnce(disable, [colleague.id], [() => approveWave(approver(colleague.id), { waveId, approvalHash })], "rollback");
    expect(passed).toMatchObject({ status: "fulfilled" });
    await offBoard(await security(), { staffId: colleague.id, reason: "has left the company" });
    expect(await freezeJobs(waveId)).toBe(1);
  });

  it("an edit and an approval do not both hold", async () => {
    const { waveId, approvalHash } = await anAskedWave();
    const [back, approved] = await atOnce("select 1 from waves where id = $1 for update", [waveId], [() => returnWave(approver(), { waveId, reason: "The audience is too wide." }), () => approveWave(approver(), { waveId, approvalHash })]);
    expect([back?.status, approved?.status].sort()).toEqual(["fulfilled", "rejected"]);
  });
});
