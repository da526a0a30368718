import { sql } from "drizzle-orm";
import { startSmtpSink } from "@/test/smtp-sink";
import { anApprovedWave, anIncidentWithPeople, people } from "@/test/waves";
import { killWorker } from "@/test/worker-process";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { accepted, reach, startBenchWorker } from "./wave-fleet";

const MUST_SECONDS = 30;
const GOAL_SECONDS = 10;

/** From the SIGKILL of the only worker that has anything to do, another idle beside it, until messages of its ranges are taken again. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const rounds = quick ? 1 : 3;
  const database = await openBenchDatabase();
  const sink = await startSmtpSink();
  try {
    // Two ranges, which one worker has both of; slowly, so that they last.
    const { versionId } = await anIncidentWithPeople(database.parts, people(200));
    sink.delay(500);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const wave = await anApprovedWave(database.parts, versionId);
      const worker = await startBenchWorker(database, sink.port);
      await reach(database, wave.id, 20);
      const idle = await startBenchWorker(database, sink.port);
      const { rows } = await database.db.execute<{ free: number }>(sql`select count(*)::int as free from wave_ranges where wave_id = ${wave.id} and pending > 0 and (lease_until is null or lease_until < clock_timestamp())`);
      if (rows[0]?.free !== 0) throw new Error("the other worker is not idle");
      const before = await accepted(database, wave.id);
      const began = performance.now();
      await killWorker(worker);
      times.push(((await reach(database, wave.id, before + 1, 10)) - began) / 1000);
      await killWorker(idle);
    }
    const figure = Math.max(...times);
    return { name: "wave-recover", figure, unit: "s", baseline: null, ratio: null, must: `≤ ${MUST_SECONDS} s (goal ${GOAL_SECONDS} s)`, ok: figure <= MUST_SECONDS, note: `slowest of ${rounds}: ${times.map((time) => time.toFixed(1)).join(", ")} s, of which half a second is the relay's; leases last 9 s after the last sign of life` };
  } finally {
    await sink.close();
    await database.drop();
  }
}
