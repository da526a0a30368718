import { cpus } from "node:os";
import { freezeAudience } from "@/domain/waves/ledger/freeze-audience";
import { systemContext } from "@/test/contexts";
import { anApprovedWave, anIncidentWithPeople, people } from "@/test/waves";
import { openBenchDatabase, type BenchDatabase } from "./database";
import { median, type BenchOptions, type Result } from "./result";
import { busyBetween, endWorker, processorSeconds, processorsUsed, reach, startBenchWorker, startSink, toldBusy, type Busy, type Sink } from "./wave-fleet";

const MUST = 1.4;
const ROUNDS = 3;

const perSecond = (run: Run) => run.perSecond;

interface Run {
  perSecond: number;
  busy: Busy;
}

/** Two real worker processes on one wave against one, by turns. Where they are not worth 1.4 of one, the processors they had say why. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const recipients = quick ? 4_000 : 20_000;
  const database = await openBenchDatabase();
  const sink = await startSink();
  try {
    const { versionId } = await anIncidentWithPeople(database.parts, people(recipients));
    const ones: Run[] = [];
    const twos: Run[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ones.push(await sendWave(database, sink, versionId, 1));
      twos.push(await sendWave(database, sink, versionId, 2));
    }
    const [one, two] = [median(ones, perSecond), median(twos, perSecond)];
    const ratio = two.perSecond / one.perSecond;
    return {
      name: "wave-workers",
      figure: two.perSecond,
      unit: "messages/s",
      baseline: one.perSecond,
      ratio,
      must: `ratio ≥ ${MUST}, or the processors are the limit`,
      // Nothing more can be had from processors that are all busy.
      ok: ratio >= MUST || two.busy.machine >= 0.95 * cpus().length,
      note: `${recipients.toLocaleString("en")} recipients, median of ${ROUNDS}; processors busy of ${cpus().length}: with one ${toldBusy(one.busy)}, with two ${toldBusy(two.busy)}`,
    };
  } finally {
    sink.child.disconnect();
    await database.drop();
  }
}

async function sendWave(database: BenchDatabase, sink: Sink, versionId: string, count: number): Promise<Run> {
  const wave = await anApprovedWave(database.parts, versionId);
  const workers = await Promise.all(Array.from({ length: count }, () => startBenchWorker(database, sink.port)));
  await freezeAudience(systemContext(database.parts), wave.id);
  // From a tenth on, so that everybody is under way, to nine tenths, before ranges run out.
  const [from, to] = [(wave.expected ?? 0) * 0.1, (wave.expected ?? 0) * 0.9];
  const began = await reach(database, wave.id, from);
  const used = () => processorsUsed(database, sink, processorSeconds(workers.map((worker) => worker.pid ?? 0)));
  const before = await used();
  const ended = await reach(database, wave.id, to);
  const after = await used();
  await reach(database, wave.id, wave.expected ?? 0);
  await Promise.all(workers.map(endWorker));
  const seconds = (ended - began) / 1000;
  return { perSecond: Math.round((to - from) / seconds), busy: busyBetween(before, after, seconds) };
}
