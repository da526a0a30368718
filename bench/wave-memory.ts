import { pauseWave } from "@/domain/waves/pause-wave";
import { staffContext } from "@/test/contexts";
import { anApprovedWave, anIncidentWithPeople, people } from "@/test/waves";
import { openBenchDatabase, type BenchDatabase } from "./database";
import { median, type BenchOptions, type Result } from "./result";
import { accepted, endWorker, peakMemory, reach, startBenchWorker, startSink, type Sink } from "./wave-fleet";

const MUST = 1.1;
const ROUNDS = 3;

/**
 * Peak memory of a real worker process that freezes a large audience and sends to it, against one that does the same for a small one. Both send the same number of messages, because what a
 * process has ever held depends on how long it ran as much as on what it was given.
 */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const [large, small] = quick ? [60_000, 6_000] : [1_000_000, 10_000];
  const database = await openBenchDatabase();
  const sink = await startSink();
  try {
    const many = await anIncidentWithPeople(database.parts, people(large));
    const few = await anIncidentWithPeople(database.parts, people(small));
    const peaks: [number[], number[]] = [[], []];
    let sent = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const big = await peakOf(database, sink, many.versionId, small);
      sent = Math.max(sent, big.sent);
      peaks[0].push(big.megabytes);
      peaks[1].push((await peakOf(database, sink, few.versionId, small)).megabytes);
    }
    const [figure, baseline] = [median(peaks[0], Number), median(peaks[1], Number)];
    const ratio = figure / baseline;
    return {
      name: "wave-memory",
      figure,
      unit: "MB",
      baseline,
      ratio,
      must: `ratio ≤ ${MUST}`,
      ok: ratio <= MUST,
      note: `one worker freezing ${large.toLocaleString("en")} people against ${small.toLocaleString("en")}, then sending ${sent.toLocaleString("en")} messages; median of ${ROUNDS}`,
    };
  } finally {
    sink.child.disconnect();
    await database.drop();
  }
}

async function peakOf(database: BenchDatabase, sink: Sink, versionId: string, messages: number): Promise<{ megabytes: number; sent: number }> {
  const wave = await anApprovedWave(database.parts, versionId);
  const worker = await startBenchWorker(database, sink.port);
  await reach(database, wave.id, messages);
  const megabytes = peakMemory(worker.pid ?? 0);
  const sent = await accepted(database, wave.id);
  if (sent < (wave.expected ?? 0)) await pauseWave(staffContext(database.parts, ["comms"]), { waveId: wave.id });
  await endWorker(worker);
  return { megabytes, sent };
}
