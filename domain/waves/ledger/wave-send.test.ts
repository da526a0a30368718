import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { suppressions } from "@/db/schema/suppressions";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import type { SmtpSink } from "@/test/smtp-sink";
import { aFrozenWave, anIncidentWithPeople, aWaveRelay, expectInvariants, letTimePass, people, sendAllDue } from "@/test/waves";
import { INSTALLATION } from "../../keys/key-ring";
import { contactIndex } from "../../keys/sealed";
import { cancelWave } from "../cancel-wave";
import { pauseForDataset } from "../pause-for-dataset";
import { pauseWave } from "../pause-wave";
import { listInDoubt } from "../queries/list-in-doubt";
import { getWaveOverview } from "../queries/list-waves";
import { resumeWave } from "../resume-wave";
import { decideInDoubt } from "./decide-in-doubt";
import { leaseRange, rangeName } from "./lease-range";
import { sendRange } from "./send-range";
import { settleBatch } from "./settle-batch";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const stateOf = async (waveId: string) => (await getWaveOverview(comms(), waveId)).state;
const received = (sink: SmtpSink) => sink.messages.map((message) => message.to[0]).sort();

describe("what the relay answers", () => {
  it("tries again what was put off, never what was refused for good, and every message once", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const { versionId } = await anIncidentWithPeople(database.parts, people(20));
    const wave = await aFrozenWave(database.parts, versionId);
    sink.answer((to) => (to === "person3@example.com" ? 451 : to === "person5@example.com" ? 550 : null));
    await sendAllDue(database.parts, sending, wave.id);
    expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ accepted: 18, deferred: 1, rejected: 1 });
    expect(await stateOf(wave.id)).toBe("sending");
    const { nextDueAt } = await getWaveOverview(comms(), wave.id);
    expect(nextDueAt!.getTime() - Date.now()).toBeGreaterThan(20_000);
    sink.answer(() => null);
    await letTimePass(database.parts, wave.id);
    await sendAllDue(database.parts, sending, wave.id);
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 19, rejected: 1 }, paths: { reached: 19, unreachable: 1 } });
    expect(await stateOf(wave.id)).toBe("finished");
    expect(new Set(received(sink)).size).toBe(sink.messages.length);
    const { rows } = await database.db.execute<{ attempt: number; relay_reply: string }>(sql`select attempt, relay_reply from deliveries where wave_id = ${wave.id} and (attempt > 1 or state = 'rejected') order by attempt`);
    expect(rows).toMatchObject([{ attempt: 1, relay_reply: expect.stringMatching(/^550/) as string }, { attempt: 2 }]);
  });

  it("has in doubt what broke off after the message had begun, until a person decides", async () => {
    const { sink, sending } = await aWaveRelay(database, 1);
    const { versionId } = await anIncidentWithPeople(database.parts, people(6));
    const wave = await aFrozenWave(database.parts, versionId, {}, { doubtPolicy: "hold" });
    sink.answer((to) => (["person1@example.com", "person4@example.com"].includes(to) ? "break" : null));
    await sendAllDue(database.parts, sending, wave.id);
    await letTimePass(database.parts, wave.id);
    await sendAllDue(database.parts, sending, wave.id);
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 4, "in-doubt": 2 }, paths: { reached: 4, "in-doubt": 2 } });
    expect(await stateOf(wave.id)).toBe("sending");
    const [first, second] = await listInDoubt(comms(), wave.id);
    const sent = sink.messages.length;
    sink.answer(() => null);
    await decideInDoubt(comms(), { waveId: wave.id, subjectIds: [first!.subjectId], decision: "delivered" });
    expect(await stateOf(wave.id)).toBe("sending");
    await decideInDoubt(comms(), { waveId: wave.id, subjectIds: [second!.subjectId], decision: "send-again" });
    await expect(decideInDoubt(comms(), { waveId: wave.id, subjectIds: [second!.subjectId], decision: "delivered" })).rejects.toThrow("not-in-doubt");
    await expect(decideInDoubt(staffContext(database.parts, ["support"]), { waveId: wave.id, subjectIds: [second!.subjectId], decision: "delivered" })).rejects.toThrow("forbidden");
    await sendAllDue(database.parts, sending, wave.id);
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 6 }, paths: { reached: 6 } });
    expect(await stateOf(wave.id)).toBe("finished");
    // The one that was sent again is the same message, and the attempt before is kept.
    expect(sink.messages).toHaveLength(sent + 1);
    const ids = sink.messages.filter((message) => message.to[0] === "person4@example.com").map((message) => /^Message-ID: (.*)$/m.exec(message.raw.toString())?.[1]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    const { rows } = await database.db.execute(sql`select subject_id, state from attempts where wave_id = ${wave.id}`);
    expect(rows).toEqual([{ subject_id: second!.subjectId, state: "in-doubt" }]);
    await expect(database.db.execute(sql`delete from attempts where wave_id = ${wave.id}`)).rejects.toThrow();
  });

  it("sends what is in doubt once more by itself where the policy says so, and has a second doubt decided by a person", async () => {
    const { sink, sending } = await aWaveRelay(database, 1);
    const { versionId } = await anIncidentWithPeople(database.parts, people(6));
    const wave = await aFrozenWave(database.parts, versionId);
    expect(wave.doubtPolicy).toBe("resend-once");
    sink.answer((to) => (["person1@example.com", "person4@example.com"].includes(to) ? "break" : null));
    await sendAllDue(database.parts, sending, wave.id);
    const [first] = await listInDoubt(comms(), wave.id);
    expect(first!.againAt!.getTime() - Date.now()).toBeGreaterThan(10 * 60_000);
    sink.answer((to) => (to === "person4@example.com" ? "break" : null));
    await letTimePass(database.parts, wave.id);
    await sendAllDue(database.parts, sending, wave.id);
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 5, "in-doubt": 1 }, paths: { reached: 5, "in-doubt": 1 } });
    expect((await getWaveOverview(comms(), wave.id)).outcomes.resent).toBe(2);
    // The second doubt stays, however long nobody decides.
    await letTimePass(database.parts, wave.id);
    await sendAllDue(database.parts, sending, wave.id);
    const [second, ...others] = await listInDoubt(comms(), wave.id);
    expect(others).toEqual([]);
    expect(second!.againAt).toBeNull();
    for (const person of ["person1@example.com", "person4@example.com"]) {
      const ids = sink.messages.filter((message) => message.to[0] === person).map((message) => /^Message-ID: (.*)$/m.exec(message.raw.toString())?.[1]);
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
    }
    await decideInDoubt(comms(), { waveId: wave.id, subjectIds: [second!.subjectId], decision: "delivered" });
    expect(await stateOf(wave.id)).toBe("finished");
    const { rows } = await database.db.execute(sql`select count(*)::int as n, count(superseded_by)::int as by_people from attempts where wave_id = ${wave.id}`);
    expect(rows).toEqual([{ n: 2, by_people: 0 }]);
  });

  it("stops at an unreachable relay without using up anybody's attempts", async () => {
    const { sink, sending } = await aWaveRelay(database, 2);
    const { versionId } = await anIncidentWithPeople(database.parts, people(30));
    const wave = await aFrozenWave(database.parts, versionId);
    await sink.close();
    await sendRange(systemContext(database.parts), sending, wave.id);
    const { deliveries } = await expectInvariants(database.parts, wave.id);
    expect(deliveries.deferred).toBeLessThanOrEqual(4);
    expect(deliveries.pending).toBeGreaterThanOrEqual(26);
    const { rows } = await database.db.execute<{ most: number }>(sql`select max(attempt) as most from deliveries where wave_id = ${wave.id}`);
    expect(rows[0]?.most).toBe(0);
    expect((await sendRange(systemContext(database.parts), sending, wave.id)).kind).toBe("idle");
  });
});

describe("who gets a message", () => {
  it("writes once to an address that several people share, and says what leaked of all of them", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const csv = "ref,email,phone,locale,confirmed\na,Family@example.com,,en,names\nb,family@example.com,,en,access-codes\nc,,010-2222-3333,en,names\nd,d@example.com,,ko,names\nb2,FAMILY@example.com,,en,purchases";
    const { versionId } = await anIncidentWithPeople(database.parts, csv);
    const wave = await aFrozenWave(database.parts, versionId);
    await sendAllDue(database.parts, sending, wave.id);
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 2 }, paths: { reached: 2, "covered-by": 2, unreachable: 1 } });
    expect(received(sink)).toEqual(["Family@example.com", "d@example.com"]);
    const family = sink.messages.find((message) => message.to[0] === "Family@example.com")!.raw.toString();
    const text = Buffer.from(/text\/plain[^]*?\r\n\r\n([^]*?)\r\n\r\n--/.exec(family)![1]!, "base64").toString();
    expect(text).toContain("Name");
    expect(text).toContain("Building entrance code");
    expect(text).toContain("Recent orders");
  });

  it("leaves out suppressed addresses, erased people and people without a leak, and takes an audience by class and language", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const csv = ["ref,email,locale,confirmed,possible,cleared", "a,a@example.com,ko,names,,", "b,b@example.com,ko,,names,", "c,c@example.com,ko,,,names", "d,d@example.com,en,names,,", "e,e@example.com,ko,purchases,,", "f,F@example.com,ko,names,,", "g,g@example.com,ko,names,,"].join("\n");
    const { versionId, incidentId } = await anIncidentWithPeople(database.parts, csv);
    await database.db.insert(suppressions).values({ contactIndex: await contactIndex(database.parts.keys, INSTALLATION, "email", "f@example.com"), scope: "everything", reason: "asked" });
    const wave = await aFrozenWave(database.parts, versionId, { dataClasses: ["names"], locales: ["ko"] });
    await database.db.execute(sql`update subjects set sealed = null where incident_id = ${incidentId} and subject_id = 8`);
    await sendAllDue(database.parts, sending, wave.id);
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 2, suppressed: 1, cancelled: 1 }, paths: { reached: 2, unreachable: 1, cancelled: 1 } });
    expect(received(sink)).toEqual(["a@example.com", "b@example.com"]);
  });
});

describe("a relay that does not answer", () => {
  it("keeps its messages, and not the lane of others", async () => {
    const { sink, sending } = await aWaveRelay(database, 4);
    const incidents = [await anIncidentWithPeople(database.parts, people(2)), await anIncidentWithPeople(database.parts, people(20, 100))];
    const [silent, other] = [await aFrozenWave(database.parts, incidents[0]!.versionId), await aFrozenWave(database.parts, incidents[1]!.versionId)];
    const silentTo = ["person0@example.com", "person1@example.com"];
    sink.hold((to) => silentTo.includes(to));
    expect(await sendRange(systemContext(database.parts), sending, silent.id)).toEqual({ kind: "worked" });
    expect([sink.held(), sending.lingering.size]).toEqual([2, 1]);
    expect((await expectInvariants(database.parts, silent.id)).deliveries).toEqual({ "handing-over": 2 });
    // The range is still held: nobody takes what is under way for lost.
    expect(await sendRange(systemContext(database.parts), sending, silent.id)).toMatchObject({ kind: "idle", nextDueAt: expect.any(Date) as Date });
    await sendAllDue(database.parts, sending, other.id);
    expect(await stateOf(other.id)).toBe("finished");
    expect(sink.held()).toBe(2);
    sink.release();
    await Promise.all(sending.lingering);
    expect([...received(sink)].filter((to) => silentTo.includes(to!))).toEqual(silentTo);
    expect((await expectInvariants(database.parts, silent.id)).deliveries).toEqual({ accepted: 2 });
    expect(await stateOf(silent.id)).toBe("finished");
    expect(sending.lingering.size).toBe(0);
  });
});

describe("stopping and going on", () => {
  it("pauses with what the relay has settled, goes on where it stopped, and ends for good when cancelled", async () => {
    const { sink, sending } = await aWaveRelay(database, 2);
    const { versionId } = await anIncidentWithPeople(database.parts, people(250));
    const wave = await aFrozenWave(database.parts, versionId);
    sink.hold();
    const turn = sendRange(systemContext(database.parts), sending, wave.id);
    await vi.waitFor(() => expect(sink.held()).toBe(2));
    await pauseWave(comms(), { waveId: wave.id });
    await expect(pauseWave(comms(), { waveId: wave.id })).rejects.toThrow("wave-not-running");
    sink.release();
    await turn;
    const { deliveries } = await expectInvariants(database.parts, wave.id);
    expect(deliveries.accepted).toBeLessThanOrEqual(4);
    expect(Object.keys(deliveries).sort()).toEqual(["accepted", "pending"]);
    expect(await sendRange(systemContext(database.parts), sending, wave.id)).toEqual({ kind: "idle", nextDueAt: null });

    await resumeWave(comms(), { waveId: wave.id });
    await sendRange(systemContext(database.parts), sending, wave.id);
    const sent = sink.messages.length;
    expect(sent).toBe(100);
    await cancelWave(comms(), { waveId: wave.id, reason: "the wording names the wrong desk" });
    await sendAllDue(database.parts, sending, wave.id);
    expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: sent, cancelled: 250 - sent }, paths: { reached: sent, cancelled: 250 - sent } });
    await expect(resumeWave(comms(), { waveId: wave.id })).rejects.toThrow("wave-not-paused");
    await expect(cancelWave(comms(), { waveId: wave.id, reason: "a second time for nothing" })).rejects.toThrow("wave-ended");
    await expect(database.db.execute(sql`update waves set state = 'sending', ended_at = null where id = ${wave.id}`)).rejects.toThrow();
  });

  it("stops with the commit of another dataset, says who is affected, and goes on with what is published", async () => {
    const { sink, sending } = await aWaveRelay(database);
    const { versionId, incidentId } = await anIncidentWithPeople(database.parts, people(10));
    const wave = await aFrozenWave(database.parts, versionId);
    await importText(database.parts, incidentId, "ref,email,locale,confirmed\np1,moved@example.com,en,names;email-addresses\np2,person2@example.com,ko,names");
    await publish(database.parts, incidentId, 2);
    await sendAllDue(database.parts, sending, wave.id);
    expect(sink.messages).toHaveLength(0);
    await pauseForDataset(systemContext(database.parts), incidentId);
    expect(await getWaveOverview(comms(), wave.id)).toMatchObject({ state: "paused", pausedReason: "dataset-changed", affected: 2, readVersion: 1, publishedVersion: 2 });
    await resumeWave(comms(), { waveId: wave.id });
    await sendAllDue(database.parts, sending, wave.id);
    expect(await stateOf(wave.id)).toBe("finished");
    expect(received(sink)).toContain("moved@example.com");
    expect(received(sink)).not.toContain("person1@example.com");
    expect(sink.messages).toHaveLength(10);
  });
});

describe("the lease", () => {
  it("fences out a worker that was away too long, and has its messages in doubt", async () => {
    const { sending } = await aWaveRelay(database);
    const { versionId, incidentId } = await anIncidentWithPeople(database.parts, people(10));
    const wave = await aFrozenWave(database.parts, versionId);
    const ctx = systemContext(database.parts);
    const old = (await leaseRange(ctx, wave.id, ["email"]))!;
    expect(await leaseRange(ctx, wave.id, ["email"])).toBeNull();
    const read = { incidentId, readVersion: 1 };
    const batch = await settleBatch(sending.ledger, old, read, [], { after: "0", count: 3 });
    expect(batch?.marked).toHaveLength(3);
    await letTimePass(database.parts, wave.id);
    const next = (await leaseRange(ctx, wave.id, ["email"]))!;
    expect(next.leaseNo).toBe(old.leaseNo + 1);
    const late = batch!.marked.map((row) => ({ subjectId: row.subject_id, state: "accepted" as const, reply: "250", retryAfter: null, counted: true, tally: null, handle: null, covers: false }));
    expect(await settleBatch(sending.ledger, old, read, late, { after: "0", count: 3 })).toBeNull();
    expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ "in-doubt": 3, pending: 7 });
  });

  it("is not taken from a turn of the same process that could not renew it, whose word is still to come", async () => {
    const { sending } = await aWaveRelay(database);
    const { versionId, incidentId } = await anIncidentWithPeople(database.parts, people(3));
    const wave = await aFrozenWave(database.parts, versionId);
    const held = (await leaseRange(systemContext(database.parts), wave.id, ["email"]))!;
    await settleBatch(sending.ledger, held, { incidentId, readVersion: 1 }, [], { after: "0", count: 3 });
    await letTimePass(database.parts, wave.id);
    sending.worked.add(rangeName(held));
    await sendRange(systemContext(database.parts), sending, wave.id);
    expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ "handing-over": 3 });
    sending.worked.clear();
    await sendRange(systemContext(database.parts), sending, wave.id);
    expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ "in-doubt": 3 });
  });

  it("has no index on deliveries that names state or next_at", async () => {
    const { rows } = await database.db.execute<{ indexdef: string }>(sql`select indexdef from pg_indexes where tablename ~ '^deliveries'`);
    expect(rows.length).toBeGreaterThan(0);
    for (const { indexdef } of rows) expect(indexdef).not.toMatch(/state|next_at/);
  });
});
