import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { lookupLatencies } from "@/db/schema/lookups";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aFrozenWave, anIncidentWithPeople, aWaveRelay, expectInvariants, people, sendAllDue } from "@/test/waves";
import { sendRange } from "../ledger/send-range";
import { getWaveOverview } from "../queries/list-waves";
import { resumeWave } from "../resume-wave";
import { governWave } from "./govern-wave";
import { readPace } from "./pace";

const database = useDatabase();
afterEach(async () => {
  await database.db.delete(lookupLatencies);
});
const system = () => systemContext(database.parts);
const comms = () => staffContext(database.parts, ["comms"]);
const paceOf = (waveId: string) => readPace(database.db, waveId);
const feel = (p95Ms: number) => database.db.insert(lookupLatencies).values({ process: randomUUID(), at: sql`clock_timestamp()`, lookups: 100, p95Ms });

describe("the pace of a wave", () => {
  it("gives out no more than it has, over every lane together", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const { versionId } = await anIncidentWithPeople(database.parts, people(400));
    const wave = await aFrozenWave(database.parts, versionId, {}, { pace: { perSecond: 20 } });
    const began = performance.now();
    await Promise.all([sendRange(system(), sending, wave.id), sendRange(system(), sending, wave.id)]);
    const seconds = (performance.now() - began) / 1000;
    expect(sink.messages.length).toBeGreaterThanOrEqual(Math.floor(20 * Math.min(seconds, 5) * 0.5));
    expect(sink.messages.length).toBeLessThanOrEqual(Math.ceil(20 * seconds) + 20);
    await expectInvariants(database.parts, wave.id);
  });

  it("gives its lane back while a slow pace has nothing, and comes back when it has", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const { versionId } = await anIncidentWithPeople(database.parts, people(20));
    const wave = await aFrozenWave(database.parts, versionId, {}, { pace: { perSecond: 0.05 } });
    const gives = async () => {
      const { rows } = await database.db.execute<{ at: string }>(sql`select (filled_at + make_interval(secs => (1 - stock) / per_second))::text as at from wave_paces where wave_id = ${wave.id} and domain = ''`);
      return new Date(rows[0]!.at);
    };
    expect(await sendRange(system(), sending, wave.id)).toEqual({ kind: "idle", nextDueAt: await gives() });
    await database.db.execute(sql`update wave_paces set filled_at = filled_at - interval '20 seconds' where wave_id = ${wave.id}`);
    expect(await sendRange(system(), sending, wave.id)).toEqual({ kind: "worked" });
    expect(sink.messages).toHaveLength(1);
    expect(await sendRange(system(), sending, wave.id)).toEqual({ kind: "idle", nextDueAt: await gives() });
    await expectInvariants(database.parts, wave.id);
  });

  it("sends exactly the first part of a ramp, holds, and goes on when its time is over", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const { versionId } = await anIncidentWithPeople(database.parts, people(120));
    const wave = await aFrozenWave(database.parts, versionId, {}, { schedule: { ramp: { percent: 10, holdMinutes: 30, goOn: "healthy" } } });
    await sendAllDue(database.parts, sending, wave.id);
    expect(sink.messages).toHaveLength(12);
    await governWave(system(), wave.id);
    await governWave(system(), wave.id);
    expect(await paceOf(wave.id)).toMatchObject({ why: "ramp-hold", rampLeft: 0 });
    await sendAllDue(database.parts, sending, wave.id);
    expect(sink.messages).toHaveLength(12);
    await database.db.execute(sql`update wave_paces set ramp_held_at = ramp_held_at - interval '30 minutes' where wave_id = ${wave.id}`);
    await governWave(system(), wave.id);
    expect(await paceOf(wave.id)).toMatchObject({ why: "free", rampLeft: null });
    await sendAllDue(database.parts, sending, wave.id);
    expect(sink.messages).toHaveLength(120);
    expect((await getWaveOverview(comms(), wave.id)).state).toBe("finished");
  });

  it("follows how the portal feels: it stops, says why, and comes back", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const { versionId } = await anIncidentWithPeople(database.parts, people(20));
    const wave = await aFrozenWave(database.parts, versionId, {}, { pace: { perSecond: 50 } });
    await feel(2_500);
    await governWave(system(), wave.id);
    expect(await paceOf(wave.id)).toMatchObject({ perSecond: 0, why: "portal-stopped", detail: { cause: "lookups", figure: 2_500, target: 300 } });
    expect(await sendRange(system(), sending, wave.id)).toEqual({ kind: "idle", nextDueAt: null });
    await database.db.delete(lookupLatencies);
    await feel(40);
    for (let look = 0; look < 30; look++) await governWave(system(), wave.id);
    expect(await paceOf(wave.id)).toMatchObject({ perSecond: 50, why: "limit" });
    const { rows } = await database.db.execute<{ waiting: number }>(sql`select count(*)::int as waiting from graphile_worker.jobs where key like ${`waves/send-range:${wave.id}%`}`);
    expect(rows[0]?.waiting).toBe(8);
    await sendAllDue(database.parts, sending, wave.id);
    expect(sink.messages).toHaveLength(20);
  });

  it("gives each message to a provider with a limit its turn, once, and lets the others pass", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const rows = Array.from({ length: 60 }, (_, i) => `p${i},person${i}@${i % 2 === 0 ? "slow.example" : "quick.example"},ko,names`);
    const { versionId } = await anIncidentWithPeople(database.parts, ["ref,email,locale,confirmed", ...rows].join("\n"));
    const wave = await aFrozenWave(database.parts, versionId, {}, { pace: { domains: [{ domain: "slow.example", perSecond: 2 }] } });
    await sendRange(system(), sending, wave.id);
    const to = (domain: string) => sink.messages.filter((message) => message.to[0]?.endsWith(domain)).length;
    expect(to("quick.example")).toBe(30);
    expect(to("slow.example")).toBeLessThanOrEqual(14);
    const { deliveries } = await expectInvariants(database.parts, wave.id);
    expect((deliveries.deferred ?? 0) + (deliveries.accepted ?? 0)).toBe(60);
    const { rows: turns } = await database.db.execute<{ apart: number; attempts: number }>(sql`
      select extract(epoch from max(next_at) - min(next_at))::float8 as apart, max(attempt) as attempts from deliveries where wave_id = ${wave.id} and state = 'deferred'`);
    expect(turns[0]?.apart).toBeGreaterThan(((deliveries.deferred ?? 0) / 2) * 0.5);
    // Waiting for a turn is no attempt.
    expect(turns[0]?.attempts).toBe(0);
  });
});

describe("stop rules", () => {
  it("pause a wave whose messages are refused, say so, and judge anew after a person let it go on", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const { versionId } = await anIncidentWithPeople(database.parts, people(400));
    const wave = await aFrozenWave(database.parts, versionId);
    await governWave(system(), wave.id);
    sink.answer((to) => (Number(/\d+/.exec(to)?.[0]) % 4 === 0 ? 550 : null));
    await sendRange(system(), sending, wave.id);
    await sendRange(system(), sending, wave.id);
    await governWave(system(), wave.id);
    expect(await getWaveOverview(comms(), wave.id)).toMatchObject({ state: "paused", pausedReason: "rejections" });
    expect((await sendRange(system(), sending, wave.id)).kind).toBe("idle");
    sink.answer(() => null);
    await resumeWave(comms(), { waveId: wave.id });
    await governWave(system(), wave.id);
    await sendRange(system(), sending, wave.id);
    await governWave(system(), wave.id);
    expect((await getWaveOverview(comms(), wave.id)).state).toBe("sending");
  });
});
