import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase, type Database } from "@/db/client";
import { channels, type Channel } from "@/db/values/wave-states";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aFrozenWave, anIncidentWithPeople, expectInvariants, letTimePass } from "@/test/waves";
import { Refusal } from "../../kernel/errors";
import { cancelWave } from "../cancel-wave";
import { recordOutcome } from "../feedback/record-outcome";
import { pauseWave } from "../pause-wave";
import { listInDoubt } from "../queries/list-in-doubt";
import { readWave } from "../queries/read-wave";
import { resumeWave } from "../resume-wave";
import { advancePaths } from "./advance-paths";
import { decideInDoubt } from "./decide-in-doubt";
import { finishWave } from "./finish-wave";
import { leaseRange, releaseRange, type RangeLease } from "./lease-range";
import { settleBatch, type Settled } from "./settle-batch";
import { deriveTokenKeys, makeToken } from "./tokens";

/*
 * Any interleaving of what workers, people and the receiving side do to a wave: three workers that lease, mark, settle, die and come back late, people who pause, resume, cancel and
 * decide, time that passes, reports that come back. After every step the rows and the counters say the same, and nobody is lost.
 */
const database = useDatabase();
const held: { ledger?: Database; versionId?: string; incidentId?: string } = {};
beforeAll(async () => {
  held.ledger = openDatabase(database.url, { max: 2, planOnce: true });
  const lines = Array.from({ length: 24 }, (_, i) => `p${i},${i % 7 === 6 ? "" : `person${i % 9}@example.com`},${i % 3 === 0 ? "" : `010-2222-${1000 + (i % 11)}`},ko,names`);
  Object.assign(held, await anIncidentWithPeople(database.parts, ["ref,email,phone,locale,confirmed", ...lines].join("\n")));
});
afterAll(() => held.ledger?.$client.end());

const system = () => systemContext(database.parts);
const comms = () => staffContext(database.parts, ["comms"]);

/** What one worker has in its hands. */
interface Hands {
  lease: RangeLease | null;
  marked: string[];
  covers: Set<string>;
}

const worker = fc.integer({ min: 0, max: 2 });
const outcome = fc.constantFrom<Settled["state"]>("accepted", "accepted", "rejected", "deferred", "in-doubt", "suppressed", "cancelled");
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant("lease" as const), worker }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constant("batch" as const), worker, outcomes: fc.array(outcome, { maxLength: 6 }), take: fc.integer({ min: 0, max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("release" as const), worker }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom("die" as const, "late" as const), worker }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom("time" as const, "advance" as const, "finish" as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom("pause" as const, "resume" as const) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant("decide" as const), again: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant("report" as const), subject: fc.integer({ min: 2, max: 25 }), channel: fc.constantFrom("email" as const, "sms" as const), kind: fc.constantFrom("delivered" as const, "bounced" as const, "complained" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function refusedOrDone(act: Promise<unknown>): Promise<void> {
  await act.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
}

async function take(waveId: string, hands: Hands[], each: Step): Promise<void> {
  const mine = "worker" in each ? hands[each.worker]! : null;
  const wave = await readWave(database.db, waveId);
  switch (each.act) {
    case "lease":
      if (!mine!.lease) mine!.lease = await leaseRange(system(), waveId, ["email", "sms"]);
      return;
    case "batch": {
      if (!mine!.lease || wave.readVersion === null) return;
      const done = each.outcomes.slice(0, mine!.marked.length).map((state, i): Settled => ({
        subjectId: mine!.marked[i]!, state, reply: state === "rejected" ? "550 5.1.1" : null, retryAfter: state === "deferred" || state === "in-doubt" ? 900 : null, counted: true,
        tally: { domain: "other", code: "250" }, handle: null, covers: mine!.covers.has(mine!.marked[i]!),
      }));
      const batch = await settleBatch(held.ledger!, mine!.lease, { incidentId: wave.incidentId, readVersion: wave.readVersion }, done, { after: "0", count: each.take });
      if (!batch) Object.assign(mine!, { lease: null, marked: [] });
      else {
        for (const row of batch.marked) if (row.covers) mine!.covers.add(row.subject_id);
        mine!.marked = [...mine!.marked.slice(done.length), ...batch.marked.map((row) => row.subject_id)];
      }
      return;
    }
    case "release":
      if (mine!.lease && mine!.marked.length === 0) {
        await releaseRange(system(), mine!.lease, 0);
        mine!.lease = null;
      }
      return;
    // A killed worker says nothing more; its lease runs out. One that was only away believes that it has it still.
    case "die":
      Object.assign(mine!, { lease: null, marked: [] });
      await letTimePass(database.parts, waveId);
      return;
    case "late":
    case "time":
      await letTimePass(database.parts, waveId);
      return;
    case "advance":
      await advancePaths(system(), waveId);
      return;
    case "finish":
      await finishWave(system(), waveId);
      return;
    case "pause":
      return refusedOrDone(pauseWave(comms(), { waveId }));
    case "resume":
      return refusedOrDone(resumeWave(comms(), { waveId }));
    case "decide": {
      const [doubt] = await listInDoubt(comms(), waveId);
      if (doubt) await refusedOrDone(decideInDoubt(comms(), { waveId, channel: doubt.channel, subjectIds: [doubt.subjectId], decision: each.again ? "send-again" : "delivered" }));
      return;
    }
    case "report": {
      if (wave.tokenKeyId === null) return;
      const keys = deriveTokenKeys((await database.parts.keys.byId(wave.tokenKeyId)).bytes);
      const token = makeToken(keys, { waveId: wave.id, subjectId: String(each.subject) as never, channel: each.channel, templateVersion: 1 });
      await recordOutcome(system(), { token, kind: each.kind, permanent: false, words: "", sourceEventId: randomUUID() });
    }
  }
}

const policies = fc.constantFrom("hold" as const, "resend-once" as const);
const cascades = fc.constantFrom<Channel[]>(["email"], ["email", "sms"], ["sms", "email"]);

it("keeps its invariants through any interleaving, and ends with everybody accounted for", async () => {
  expect(channels).toContain("sms");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 45 }), policies, cascades, fc.boolean(), async (steps, doubtPolicy, cascade, cancelled) => {
      const { id: waveId } = await aFrozenWave(database.parts, held.versionId!, {}, { doubtPolicy, channels: cascade });
      const hands: Hands[] = Array.from({ length: 3 }, () => ({ lease: null, marked: [], covers: new Set<string>() }));
      for (const each of steps) {
        await take(waveId, hands, each);
        await expectInvariants(database.parts, waveId);
      }
      if (cancelled) await refusedOrDone(cancelWave(comms(), { waveId, reason: "the end of a test" }));
      else await refusedOrDone(resumeWave(comms(), { waveId }));
      await finishEverything(waveId);
      const { paths } = await expectInvariants(database.parts, waveId);
      expect(paths.open ?? 0).toBe(0);
      expect(paths["in-doubt"] ?? 0).toBe(0);
      await database.db.execute(sql`delete from suppressions`);
    }),
    { numRuns: 12 },
  );
}, 240_000);

/** One last worker takes whatever is left, and a person decides what is in doubt, until nothing is. */
async function finishEverything(waveId: string): Promise<void> {
  for (let round = 0; round < 200; round++) {
    await letTimePass(database.parts, waveId);
    const lease = await leaseRange(system(), waveId, ["email", "sms"]);
    const wave = await readWave(database.db, waveId);
    if (lease) {
      const batch = await settleBatch(held.ledger!, lease, { incidentId: wave.incidentId, readVersion: wave.readVersion ?? 0 }, [], { after: "0", count: 50 });
      const done = batch!.marked.map((row): Settled => ({ subjectId: row.subject_id, state: "accepted", reply: "250", retryAfter: null, counted: true, tally: null, handle: null, covers: row.covers !== null }));
      await settleBatch(held.ledger!, lease, { incidentId: wave.incidentId, readVersion: wave.readVersion ?? 0 }, done, { after: "0", count: 0 });
      await releaseRange(system(), lease, 0);
      continue;
    }
    if ((await advancePaths(system(), waveId)) > 0) continue;
    const doubts = await listInDoubt(comms(), waveId);
    const [doubt] = doubts;
    if (!doubt) return;
    await refusedOrDone(decideInDoubt(comms(), { waveId, channel: doubt.channel, subjectIds: [doubt.subjectId], decision: "delivered" }));
  }
  throw new Error("the wave does not come to an end");
}
