import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { correspondenceMails } from "@/db/schema/correspondence";
import { datasetCells } from "@/db/schema/exposure";
import { waves } from "@/db/schema/waves";
import { demoWording } from "@/db/seed/demo-notice-words";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { anApprovedWave, anIncidentWithPeople, people, PORTAL } from "@/test/waves";
import { countPeople } from "../audiences/count-people";
import { Forbidden, Invalid, NotFound } from "../kernel/errors";
import type { IncidentId } from "../kernel/ids";
import { createTemplate } from "../notices/editing/create-template";
import { approveWave } from "./approve-wave";
import { cancelWave } from "./cancel-wave";
import { createWave } from "./create-wave";
import { freezeAudience } from "./ledger/freeze-audience";
import { pauseForDataset } from "./pause-for-dataset";
import { pauseWave } from "./pause-wave";
import { getWaveOverview, listWaves } from "./queries/list-waves";
import { previewNotice } from "./queries/preview-notice";
import { renderSample } from "./queries/render-sample";
import { resumeWave } from "./resume-wave";
import { sendTestToSelf } from "./send-test-to-self";
import { submitWave } from "./submit-wave";

const database = useDatabase();
const comms = (id?: string) => staffContext(database.parts, ["comms"], id);
const approver = (id?: string) => staffContext(database.parts, ["approver"], id);
const audience = {};

describe("two people for a wave", () => {
  it("counts exactly, and is approved by somebody who neither made it nor asked", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(7));
    const author = staffContext(database.parts, ["comms", "approver"]);
    const { id: waveId } = await createWave(author, { templateVersionId: versionId, audience: { locales: ["ko"] } });
    const other = staffContext(database.parts, ["comms", "approver"]);
    const { approvalHash, expected } = await submitWave(other, { waveId });
    expect(expected).toBe(4);
    expect(await countPeople(author, { templateVersionId: versionId, audience: { locales: ["ko"] } })).toMatchObject({ people: 4, datasetVersion: 1 });
    expect(await countPeople(author, { templateVersionId: versionId, audience: { dataClasses: ["access-codes"] } })).toMatchObject({ people: 0, datasetVersion: 1 });
    await expect(getWaveOverview(author, "no such thing")).rejects.toThrow(NotFound);
    await expect(approveWave(author, { waveId, approvalHash })).rejects.toThrow("second-person");
    await expect(approveWave(other, { waveId, approvalHash })).rejects.toThrow("second-person");
    await expect(approveWave(comms(), { waveId, approvalHash })).rejects.toThrow(Forbidden);
    await expect(approveWave(approver(), { waveId, approvalHash: "0".repeat(64) })).rejects.toThrow("wave-changed-meanwhile");
    const update = "update waves set state = 'approved', approved_by = $2, approved_at = now() where id = $1";
    for (const id of [author.actor.staffId, other.actor.staffId]) await expect(database.db.$client.query(update, [waveId, id])).rejects.toThrow(/check constraint/);
    const both = await Promise.allSettled([approver(), approver()].map((ctx) => approveWave(ctx, { waveId, approvalHash })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(database.db.update(waves).set({ audience: { dataClasses: [], locales: [] } }).where(eq(waves.id, waveId))).rejects.toThrow();
    expect(await getWaveOverview(staffContext(database.parts, ["auditor"]), waveId)).toMatchObject({ state: "approved", expected: 4, people: 0, template: { kind: "full", number: 1 } });
  });

  it("wants an approved wording, classes of the incident, and somebody to write to", async () => {
    const { versionId, incidentId } = await anIncidentWithPeople(database.parts, people(2));
    const draft = await createTemplate(comms(), { incidentId, kind: "apology", name: "Draft", content: demoWording("full") });
    await expect(createWave(comms(), { templateVersionId: draft.versionId, audience })).rejects.toThrow("wording-not-approved");
    await expect(createWave(comms(), { templateVersionId: versionId, audience: { dataClasses: ["passwords"] } })).rejects.toThrow(Invalid);
    await expect(createWave(approver(), { templateVersionId: versionId, audience })).rejects.toThrow(Forbidden);
    const { id: waveId } = await createWave(comms(), { templateVersionId: versionId, audience: { dataClasses: ["access-codes"] } });
    await expect(submitWave(comms(), { waveId })).rejects.toThrow("wave-empty");
  });

  it("waits for its hour, and can be paused and cancelled before it", async () => {
    const { versionId, incidentId } = await anIncidentWithPeople(database.parts, people(2));
    const { id: waveId } = await createWave(comms(), { templateVersionId: versionId, audience, scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
    const { approvalHash } = await submitWave(comms(), { waveId });
    expect((await approveWave(approver(), { waveId, approvalHash })).state).toBe("scheduled");
    const { rows } = await database.db.$client.query<{ later: boolean }>("select run_at > now() + interval '59 minutes' as later from graphile_worker.jobs where key = $1", [`waves/freeze-audience:${waveId}`]);
    expect(rows).toEqual([{ later: true }]);
    expect((await pauseWave(approver(), { waveId })).state).toBe("paused");
    expect((await resumeWave(comms(), { waveId })).state).toBe("scheduled");
    await expect(cancelWave(comms(), { waveId, reason: "short" })).rejects.toThrow(Invalid);
    expect((await cancelWave(comms(), { waveId, reason: "the regulator asked us to wait" })).state).toBe("cancelled");
    await freezeAudience(systemContext(database.parts), waveId);
    expect((await listWaves(comms(), incidentId)).waves.map(({ state }) => state)).toEqual(["cancelled"]);
  });
});

describe("freezing", () => {
  it("stops before the first message when it finds another number than was approved, for good", async () => {
    const { versionId, incidentId } = await anIncidentWithPeople(database.parts, people(5));
    await database.db.update(datasetCells).set({ people: 4n }).where(eq(datasetCells.incidentId, incidentId));
    const { id: waveId } = await anApprovedWave(database.parts, versionId);
    const { expected } = await getWaveOverview(comms(), waveId);
    await freezeAudience(systemContext(database.parts), waveId);
    expect(await getWaveOverview(comms(), waveId)).toMatchObject({ state: "paused", pausedReason: "count-differs", expected, found: 5, people: 0, entered: 0 });
    await expect(resumeWave(comms(), { waveId })).rejects.toThrow("wave-count-differs");
    const events = await database.db.select({ details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.action, "wave.halt"));
    expect(events).toEqual([{ details: { why: "count-differs", expected, found: 5 } }]);
  });

  it("does not take an audience out of another dataset than was counted", async () => {
    const { versionId, incidentId } = await anIncidentWithPeople(database.parts, people(3));
    const approved = await anApprovedWave(database.parts, versionId);
    const { id: waiting } = await createWave(comms(), { templateVersionId: versionId, audience });
    const { approvalHash } = await submitWave(comms(), { waveId: waiting });
    await importText(database.parts, incidentId, people(1, 50));
    await publish(database.parts, incidentId, 2);
    await expect(approveWave(approver(), { waveId: waiting, approvalHash })).rejects.toThrow("wave-count-differs");
    await freezeAudience(systemContext(database.parts), approved.id);
    expect(await getWaveOverview(comms(), approved.id)).toMatchObject({ state: "paused", pausedReason: "dataset-changed" });
    await pauseForDataset(systemContext(database.parts), incidentId);
    expect((await getWaveOverview(comms(), waiting)).state).toBe("draft");
    // Somebody looks and lets it go on: the number still is not the one that was approved.
    await resumeWave(comms(), { waveId: approved.id });
    await freezeAudience(systemContext(database.parts), approved.id);
    expect(await getWaveOverview(comms(), approved.id)).toMatchObject({ state: "paused", pausedReason: "count-differs", expected: 3, found: 4 });
  });
});

describe("looking before sending", () => {
  it("fills a wording with samples without reading anybody's record", async () => {
    const { incidentId } = await anIncidentWithPeople(database.parts, people(1));
    const sample = await renderSample(staffContext(database.parts, ["auditor"]), { incidentId: incidentId as IncidentId, content: demoWording("full") }, { portalUrl: PORTAL });
    expect(sample?.en.text).toContain("N-0000-0000");
    expect(sample?.ko.text).toContain("공동현관 비밀번호");
    expect(JSON.stringify(sample)).not.toMatch(/\{\{|person\d/);
    await expect(renderSample(staffContext(database.parts, ["finance"]), { incidentId: incidentId as IncidentId, content: demoWording("full") }, { portalUrl: PORTAL })).rejects.toThrow(Forbidden);
  });

  it("shows the message as a recipient gets it, masked, and audits the look", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(4));
    const ctx = comms();
    const { id: waveId } = await createWave(ctx, { templateVersionId: versionId, audience });
    const korean = await previewNotice(ctx, { waveId }, { portalUrl: PORTAL });
    expect(korean).toMatchObject({ position: 1, to: "p•••@example.com", locale: "ko", subject: "하늘몰: 고객님의 개인정보가 유출되었습니다" });
    expect(korean.text).toContain("N-••••-••••");
    const english = await previewNotice(ctx, { waveId, locale: "en", position: 2 }, { portalUrl: PORTAL });
    expect(english.text).toMatch(/What leaked\n\n \* Email address\n \* Name\n/);
    expect(JSON.stringify([korean, english])).not.toMatch(/person\d/);
    await expect(previewNotice(ctx, { waveId, position: 5 }, { portalUrl: PORTAL })).rejects.toThrow(NotFound);
    await expect(previewNotice(staffContext(database.parts, ["support"]), { waveId }, { portalUrl: PORTAL })).rejects.toThrow(Forbidden);
    const looks = await database.db.select({ by: auditEvents.actorId, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.action, "wave.preview")).orderBy(auditEvents.id);
    expect(looks).toEqual([2, 5].map((subject) => ({ by: ctx.actor.staffId, details: { role: "comms", costs: 1, subjectIds: [String(subject)] } })));
  });

  it("mails a test to the one who asks and to nobody else", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(1));
    const { id: waveId } = await createWave(comms(), { templateVersionId: versionId, audience });
    await sendTestToSelf(comms(), { waveId, locale: "ko" }, { to: "comms@haneulmall.example", portalUrl: PORTAL });
    expect(await database.db.select({ purpose: correspondenceMails.purpose, state: correspondenceMails.state }).from(correspondenceMails)).toEqual([{ purpose: "wave-test", state: "pending" }]);
    await expect(sendTestToSelf(comms(randomUUID()), { waveId, locale: "ko" }, { to: "no address", portalUrl: PORTAL })).rejects.toThrow(Invalid);
  });
});
