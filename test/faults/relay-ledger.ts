import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { BREAKER } from "@/channels/email/relay-breaker";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import type { WaveHandover } from "@/domain/waves/types";
import { staffContext } from "../contexts";
import type { TestDatabase } from "../database";
import { startScriptedRelay } from "../scripted-relay";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, expectInvariants, letTimePass, people, sendAllDue } from "../waves";
import { FAULT_TIMEOUTS, relayFaults } from "./relay-scripts";

const ofTheMessage = relayFaults.filter((fault) => fault.of === "message");
const ofTheRelay = relayFaults.filter((fault) => fault.of === "relay" && fault.outcome === "unavailable");
const stateOf: Record<WaveHandover["outcome"], string> = { accepted: "accepted", rejected: "rejected", later: "deferred", unavailable: "deferred", "in-doubt": "in-doubt" };
/** A breaker that rests, so that a relay that is down answers for all at once. */
const resting = { timeouts: FAULT_TIMEOUTS, breaker: { ...BREAKER, firstPause: 50, longestPause: 50 } };
const messageId = (raw: string) => /^Message-ID: (\S+)\r$/m.exec(raw)?.[1];

/** Every way in which a relay can treat a message, `each` people for each, under one policy; then the relay is well again, and everything ends as it should. */
export async function meetMessageFaults({ parts, url }: TestDatabase, { each, doubtPolicy }: { each: number; doubtPolicy: "hold" | "resend-once" }): Promise<void> {
  const relay = await startScriptedRelay();
  const faultOf = (to: string) => ofTheMessage[Number(/person(\d+)@/.exec(to)?.[1] ?? 0) % ofTheMessage.length]!;
  const { versionId } = await anIncidentWithPeople(parts, people(ofTheMessage.length * each));
  const wave = await aFrozenWave(parts, versionId, {}, { doubtPolicy });
  const sending = aWaveSending(url, relay.port, 4, { timeouts: FAULT_TIMEOUTS });
  const stateBy = async () => {
    const { rows } = await parts.db.execute<{ person: number; state: string }>(sql`select (subject_id - 2)::int as person, state from deliveries where wave_id = ${wave.id}`);
    return new Map(rows.map(({ person, state }) => [person, state]));
  };
  relay.play((to) => (to === null ? {} : faultOf(to).script));
  await sendAllDue(parts, sending, wave.id);
  const first = await stateBy();
  expect(first.size).toBe(ofTheMessage.length * each);
  for (const [person, state] of first) {
    const { what, outcome } = faultOf(`person${person}@`);
    expect({ what, state }).toEqual({ what, state: stateOf[outcome] });
  }
  await expectInvariants(parts, wave.id);

  relay.play({});
  await letTimePass(parts, wave.id);
  await sendAllDue(parts, sending, wave.id);
  const doubted = ofTheMessage.filter(({ outcome }) => outcome === "in-doubt").length * each;
  const inDoubtAtEnd = doubtPolicy === "hold" ? doubted : 0;
  const { deliveries } = await expectInvariants(parts, wave.id);
  expect(deliveries["in-doubt"] ?? 0).toBe(inDoubtAtEnd);
  expect(deliveries.deferred ?? 0).toBe(0);
  expect((await getWaveOverview(staffContext(parts, ["comms"]), wave.id)).outcomes.resent).toBe(doubtPolicy === "hold" ? 0 : doubted);
  for (const [person] of first) {
    const { what } = faultOf(`person${person}@`);
    const got = relay.messages.filter(({ to }) => to === `person${person}@example.com`);
    if (what === "a close behind the dot") expect(got.length).toBe(doubtPolicy === "hold" ? 1 : 2);
    expect(new Set(got.map(({ raw }) => messageId(raw))).size).toBeLessThanOrEqual(1);
  }
  await endSending(sending);
  await expect.poll(() => relay.open(), { timeout: 5_000 }).toBe(0);
  await relay.close();
}

/** One way after the other in which a relay gets as far as no message: nobody is in doubt, nobody's attempts are used up, and in the end everybody has one message. */
export async function meetRelayFaults({ parts, url }: TestDatabase, { every }: { every: number }): Promise<void> {
  const relay = await startScriptedRelay();
  const count = 12;
  const { versionId } = await anIncidentWithPeople(parts, people(count));
  const wave = await aFrozenWave(parts, versionId);
  for (const { what, script } of ofTheRelay.filter((_, i) => i % every === 0)) {
    // Connections of their own, so that what is wrong with opening one is met as well.
    const sending = aWaveSending(url, relay.port, 4, resting);
    relay.play(script);
    await letTimePass(parts, wave.id);
    await sendAllDue(parts, sending, wave.id);
    const { deliveries } = await expectInvariants(parts, wave.id);
    expect({ what, waiting: (deliveries.deferred ?? 0) + (deliveries.pending ?? 0) }).toEqual({ what, waiting: count });
    await endSending(sending);
  }
  expect(relay.messages).toEqual([]);
  const sending = aWaveSending(url, relay.port, 4, resting);
  relay.play({});
  await letTimePass(parts, wave.id);
  await sendAllDue(parts, sending, wave.id);
  expect((await expectInvariants(parts, wave.id)).deliveries).toEqual({ accepted: count });
  expect(new Set(relay.messages.map(({ to }) => to)).size).toBe(count);
  expect(relay.messages).toHaveLength(count);
  const { rows } = await parts.db.execute<{ most: number }>(sql`select max(attempt)::int as most from deliveries where wave_id = ${wave.id}`);
  expect(rows[0]?.most).toBe(1);
  await endSending(sending);
  await expect.poll(() => relay.open(), { timeout: 5_000 }).toBe(0);
  await relay.close();
}
