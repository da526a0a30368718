import { eq, sql } from "drizzle-orm";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { wavePaces } from "@/db/schema/waves";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { EXPORT_REASON, takeOut } from "@/test/exports";
import { aFrozenWave, anApprovedWave, anIncidentWithPeople, aWaveRelay, people, sendAllDue } from "@/test/waves";
import { Conflict, Forbidden, Invalid } from "../kernel/errors";
import { cancelWave } from "./cancel-wave";
import { createWave } from "./create-wave";
import { changePace } from "./pace/change-pace";
import { releaseRamp } from "./pace/release-ramp";
import { findPath } from "./queries/find-path";
import { getWavePace } from "./queries/get-wave-pace";
import { listPoints } from "./queries/list-points";
import { listProviders, listReplies } from "./queries/list-tallies";
import { listUnreached } from "./queries/list-unreached";
import { getWaveOverview } from "./queries/list-waves";
import { typicalRate } from "./queries/typical-rate";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const approver = () => staffContext(database.parts, ["approver"]);
const noLimit = { perSecond: null, domains: [], quiet: null, followPortal: true };
const wakeUps = async (waveId: string) => (await database.db.$client.query<{ n: number }>("select count(*)::int as n from graphile_worker.jobs where key like $1", [`waves/send-range:${waveId}:%`])).rows[0]?.n ?? 0;
const clearWakeUps = () => database.db.$client.query("select graphile_worker.remove_job(key) from graphile_worker.jobs where key like 'waves/send-range:%'");
const audited = (action: string) => database.db.select({ reason: auditEvents.reason, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.action, action)).orderBy(auditEvents.id);

/** A wave of which some were refused, for two reasons, and one was put off. */
async function aMixedWave(csv = people(12)) {
  const { sink, sending } = await aWaveRelay(database);
  const { versionId } = await anIncidentWithPeople(database.parts, csv);
  const wave = await aFrozenWave(database.parts, versionId);
  sink.answer((to) => ({ "person3@example.com": 550, "person5@example.com": 550, "person7@example.com": 554, "person9@example.com": 451 })[to] ?? null);
  await sendAllDue(database.parts, sending, wave.id);
  return wave;
}

describe("a change of pace on the way", () => {
  it("holds at once, under the hand of the portal, wakes the wave, and stands in the audit before and after", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(3));
    const wave = await aFrozenWave(database.parts, versionId);
    expect(await getWavePace(comms(), wave.id)).toEqual({ perSecond: null, why: "free", detail: null, ramp: null, releasedBy: null });
    await clearWakeUps();
    const pace = { perSecond: "50", domains: [{ domain: "Naver.com", perSecond: 5 }], quiet: { from: "21:00", to: "08:00" }, followPortal: true };
    await changePace(comms(), { waveId: wave.id, pace });
    expect(await wakeUps(wave.id)).toBeGreaterThan(0);
    expect(await getWavePace(comms(), wave.id)).toMatchObject({ perSecond: 50, why: "limit" });
    expect((await getWaveOverview(comms(), wave.id)).pace).toEqual({ ...pace, perSecond: 50, domains: [{ domain: "naver.com", perSecond: 5 }] });
    const lines = () => database.db.select({ domain: wavePaces.domain, perSecond: wavePaces.perSecond }).from(wavePaces).where(eq(wavePaces.waveId, wave.id)).orderBy(wavePaces.domain);
    expect(await lines()).toEqual([{ domain: "", perSecond: 50 }, { domain: "naver.com", perSecond: 5 }]);
    await database.db.update(wavePaces).set({ why: "portal-slow", perSecond: 20, detail: { cause: "lookups", figure: 340, target: 300, before: 50 } }).where(eq(wavePaces.domain, ""));
    await changePace(approver(), { waveId: wave.id, pace: { ...noLimit, perSecond: 30 } });
    expect(await getWavePace(comms(), wave.id)).toMatchObject({ perSecond: 20, why: "portal-slow", detail: { cause: "lookups", figure: 340, target: 300 } });
    expect(await lines()).toEqual([{ domain: "", perSecond: 20 }]);
    await changePace(approver(), { waveId: wave.id, pace: { ...noLimit, perSecond: 10 } });
    expect(await getWavePace(comms(), wave.id)).toMatchObject({ perSecond: 10, why: "portal-slow" });
    await changePace(approver(), { waveId: wave.id, pace: { ...noLimit, followPortal: false } });
    expect(await getWavePace(comms(), wave.id)).toMatchObject({ perSecond: null, why: "free", detail: null });
    expect((await audited("wave.change-pace"))[0]?.details).toMatchObject({ before: noLimit, after: { perSecond: 50 } });
  });

  it("is for those who control waves, of approved waves that have not ended, and changes nothing else", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(3));
    const { id: draft } = await createWave(comms(), { templateVersionId: versionId, audience: {} });
    await expect(changePace(comms(), { waveId: draft, pace: noLimit })).rejects.toThrow("wave-not-approved");
    const wave = await anApprovedWave(database.parts, versionId);
    await expect(changePace(staffContext(database.parts, ["support"]), { waveId: wave.id, pace: noLimit })).rejects.toThrow(Forbidden);
    for (const pace of [{ ...noLimit, perSecond: 0 }, { ...noLimit, quiet: { from: "21:00", to: "21:00" } }, { ...noLimit, domains: [{ domain: "nobody", perSecond: 1 }] }]) await expect(changePace(comms(), { waveId: wave.id, pace })).rejects.toThrow(Invalid);
    // Before sending begins there is no line to change: it begins with the pace that it has then.
    await changePace(comms(), { waveId: wave.id, pace: { ...noLimit, perSecond: 7 }, audience: { locales: ["ko"] }, channels: ["sms"] });
    expect(await getWavePace(comms(), wave.id)).toBeNull();
    expect(await getWaveOverview(comms(), wave.id)).toMatchObject({ pace: { perSecond: 7 }, audience: wave.audience, channels: wave.channels, approvalHash: wave.approvalHash });
    await cancelWave(comms(), { waveId: wave.id, reason: "the figures were wrong" });
    await expect(changePace(comms(), { waveId: wave.id, pace: noLimit })).rejects.toThrow("wave-ended");
  });

  it("lets a ramp that holds go on, once", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(4));
    const wave = await aFrozenWave(database.parts, versionId, {}, { schedule: { ramp: { percent: 50, holdMinutes: 60, goOn: "person" } }, pace: { perSecond: 9 } });
    expect((await getWavePace(comms(), wave.id))?.ramp).toEqual({ left: 2, heldSince: null });
    await expect(releaseRamp(comms(), { waveId: wave.id })).rejects.toThrow("ramp-does-not-hold");
    await database.db.update(wavePaces).set({ rampLeft: 0, rampHeldAt: sql`clock_timestamp()`, why: "ramp-hold" }).where(eq(wavePaces.waveId, wave.id));
    await clearWakeUps();
    await expect(releaseRamp(staffContext(database.parts, ["auditor"]), { waveId: wave.id })).rejects.toThrow(Forbidden);
    const ctx = comms();
    await expect(releaseRamp({ ...ctx, actor: { ...ctx.actor, proven: false } }, { waveId: wave.id })).rejects.toThrow("stale-proof");
    await releaseRamp(ctx, { waveId: wave.id });
    expect(await getWavePace(comms(), wave.id)).toEqual({ perSecond: 9, why: "limit", detail: null, ramp: null, releasedBy: ctx.actor.staffId });
    expect(await wakeUps(wave.id)).toBeGreaterThan(0);
    await expect(releaseRamp(comms(), { waveId: wave.id })).rejects.toThrow(Conflict);
    expect(await audited("wave.release-ramp")).toHaveLength(1);
  });
});

describe("what a wave's page tells", () => {
  it("says what the receiving side said, by provider and by code, with its last words", async () => {
    const wave = await aMixedWave();
    expect(await listProviders(comms(), wave.id)).toEqual([{ channel: "email", domain: "other", accepted: 8, deferred: 1, rejected: 3 }]);
    const replies = await listReplies(comms(), wave.id);
    expect(replies.map(({ state, code, messages }) => [state, code, messages])).toEqual([["rejected", "550", 2], ["deferred", "451", 1], ["rejected", "554", 1]]);
    expect(replies[0]?.words).toMatch(/^550 /);
    expect(JSON.stringify(replies)).not.toContain("@");
    await expect(listReplies(staffContext(database.parts, ["admin"]), wave.id)).rejects.toThrow(Forbidden);
  });

  it("shows the way of one person by their number, and nobody's who is not in it", async () => {
    const wave = await aMixedWave();
    const [refused] = (await listUnreached(comms(), wave.id)).people;
    expect(await findPath(comms(), { waveId: wave.id, subjectId: refused!.subjectId })).toMatchObject({ state: "unreachable", channel: "email", coveredBy: null, messages: [{ channel: "email", state: "rejected", attempt: 1, resent: 0, reply: expect.stringMatching(/^55/) as string }], superseded: [] });
    for (const subjectId of ["999", "0", "nobody", "9223372036854775808"]) expect(await findPath(comms(), { waveId: wave.id, subjectId })).toBeNull();
  });

  it("thins its points evenly and keeps those of late", async () => {
    const { versionId } = await anIncidentWithPeople(database.parts, people(2));
    const wave = await aFrozenWave(database.parts, versionId);
    expect(await listPoints(comms(), wave.id)).toEqual({ life: [], recent: [] });
    await database.db.execute(sql`
      insert into wave_samples (wave_id, at, entered, settled, accepted, rejected, bounced, complained, why)
      select ${wave.id}, timestamptz '2025-12-03T09:00:00Z' + n * interval '30 seconds', 4000, n, n, 0, 0, 0, 'free' from generate_series(0, 4000) n`);
    const { life, recent } = await listPoints(comms(), wave.id);
    expect(life.length).toBeGreaterThan(100);
    expect(life.length).toBeLessThan(130);
    expect([life[0]?.settled, life.at(-1)?.settled]).toEqual([0, 4000]);
    expect(life.map(({ settled }) => settled)).toEqual(life.map(({ settled }) => settled).sort((a, b) => a - b));
    expect(recent).toHaveLength(10);
    expect(recent.at(-1)).toMatchObject({ settled: 4000, entered: 4000 });
  });

  it("knows how fast waves go once one was large enough to tell", async () => {
    expect(await typicalRate(comms())).toBeNull();
    // A large one that had nobody to write to says nothing of it.
    const silent = await anIncidentWithPeople(database.parts, [people(1), ...Array.from({ length: 1_000 }, (_, i) => `silent-${i},,en,names`)].join("\n"));
    const unheard = await aFrozenWave(database.parts, silent.versionId);
    await database.db.execute(sql`update waves set state = 'finished', ended_at = frozen_at + interval '100 seconds' where id = ${unheard.id}`);
    expect(await typicalRate(comms())).toBeNull();
    const { versionId } = await anIncidentWithPeople(database.parts, people(1_000));
    const wave = await aFrozenWave(database.parts, versionId);
    await database.db.execute(sql`update waves set state = 'finished', ended_at = frozen_at + interval '100 seconds' where id = ${wave.id}`);
    expect(await typicalRate(comms())).toBe(10);
  });
});

describe("people whom no channel reached", () => {
  const csv = [people(12), "no-address,,en,names"].join("\n");

  it("lists their numbers and paths", async () => {
    const wave = await aMixedWave(csv);
    const { total, people: listed } = await listUnreached(comms(), wave.id);
    expect(total).toBe(4);
    expect(listed.map(({ messages }) => messages.map(({ channel, state }) => [channel, state].join(" ")))).toEqual([["email rejected"], ["email rejected"], ["email rejected"], []]);
  });

  it("exports their references with a reason, audited with their number, and without a contact", async () => {
    const wave = await aMixedWave(csv);
for (const roles of [["comms"], ["support", "auditor"]] as const) await expect(takeOut(staffContext(database.parts, roles), { kind: "unreached", objectId: wave.id })).rejects.toThrow(Forbidden);
    expect(await audited("wave.export-unreached")).toEqual([]);
    const { bytes, exportId } = await takeOut(approver(), { kind: "unreached", objectId: wave.id });
    expect(await audited("wave.export-unreached")).toEqual([{ reason: EXPORT_REASON, details: { people: 4, export: exportId } }]);
    expect(bytes.toString()).not.toContain("@");
    const rows: Record<string, string>[] = parse(bytes, { columns: true, bom: true });
    const byReference = new Map(rows.map((row) => [row["Reference in the imported file"], row["E-mail"]]));
    expect([...byReference.keys()].sort()).toEqual(["no-address", "p3", "p5", "p7"]);
    expect(byReference.get("p3")).toMatch(/^refused · 550 · 2/);
    expect(byReference.get("no-address")).toBe("no message");
    const { versionId } = await anIncidentWithPeople(database.parts, people(1));
    const empty = await aFrozenWave(database.parts, versionId);
    await expect(takeOut(approver(), { kind: "unreached", objectId: empty.id })).rejects.toThrow("nobody-unreached");
  });

  it("reads more than a page of them, each once", async () => {
    const many = ["ref,email,locale,confirmed", ...Array.from({ length: 1_203 }, (_, i) => `p${i},,ko,names`)].join("\n");
    const { versionId } = await anIncidentWithPeople(database.parts, many);
    const wave = await aFrozenWave(database.parts, versionId);
    expect((await listUnreached(comms(), wave.id)).people).toHaveLength(100);
    const { bytes } = await takeOut(approver(), { kind: "unreached", objectId: wave.id, locale: "ko" });
    const lines = bytes.toString().trimEnd().split("\r\n").slice(1);
    expect(new Set(lines.map((line) => line.split(",")[0])).size).toBe(1_203);
    expect(lines).toHaveLength(1_203);
  });
});
