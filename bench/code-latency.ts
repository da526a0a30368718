import { requestCode } from "@/domain/lookups/request-code";
import { freezeAudience } from "@/domain/waves/ledger/freeze-audience";
import { randomToken } from "@/lib/crypto";
import { systemContext } from "@/test/contexts";
import { aPublishedIncident, visitor } from "@/test/lookups";
import { anApprovedWave, anIncidentWithPeople, people } from "@/test/waves";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { accepted, endWorker, reach, startBenchWorker, startSink } from "./wave-fleet";

const MUST_SECONDS = 2;
const EVERY_MS = 100;

/** From asking for a code until the relay has its mail, while a wave runs flat out through the same worker and the same relay; the baseline is the same without the wave. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const [recipients, codes] = quick ? [10_000, 40] : [60_000, 200];
  const database = await openBenchDatabase();
  const sink = await startSink();
  const arrived = new Map<string, number>();
  sink.child.on("message", (message: { code?: string }) => message.code !== undefined && arrived.set(message.code, performance.now()));
  try {
    const { parts } = database;
    const incident = await aPublishedIncident(parts, "ref,email,confirmed\na,code-x@example.com,names");
    const { versionId } = await anIncidentWithPeople(parts, people(recipients));
    const wave = await anApprovedWave(parts, versionId, {}, { pace: { followPortal: false } });
    const worker = await startBenchWorker(database, sink.port);
    const ask = async (from: number) => {
      const asked = new Map<string, number>();
      for (let i = from; i < from + codes; i++) {
        const contact = `code-${i}@example.com`;
        asked.set(contact, performance.now());
        await requestCode(visitor(parts), incident, { contact }, { browser: randomToken(), network: null });
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
      while ([...asked.keys()].some((contact) => !arrived.has(contact))) await new Promise((resolve) => setTimeout(resolve, 20));
      return [...asked].map(([contact, at]) => ((arrived.get(contact) ?? Number.NaN) - at) / 1000).sort((a, b) => a - b);
    };
    const p99 = (times: number[]) => times[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;
    // The worker has nothing else to do yet: nobody has frozen the wave.
    await parts.db.$client.query("delete from graphile_worker._private_jobs where key like 'waves/freeze-audience%'");
    const quiet = await ask(0);
    await freezeAudience(systemContext(parts), wave.id);
    const began = await reach(database, wave.id, 100);
    const before = await accepted(database, wave.id);
    const busy = await ask(codes);
    const perSecond = ((await accepted(database, wave.id)) - before) / ((performance.now() - began) / 1000);
    const under = await accepted(database, wave.id) < recipients;
    await endWorker(worker);
    const figure = p99(busy);
    return {
      name: "code-latency",
      figure,
      unit: "s (p99)",
      baseline: p99(quiet),
      ratio: figure / p99(quiet),
      must: `≤ ${MUST_SECONDS} s`,
      ok: figure <= MUST_SECONDS && under,
      note: `${codes} codes, one each ${EVERY_MS} ms, median ${((busy[Math.floor(busy.length / 2)] ?? 0) * 1000).toFixed(0)} ms; the wave went at ${Math.round(perSecond)} messages/s${under ? "" : " and ended too early"}`,
    };
  } finally {
    sink.child.disconnect();
    await database.drop();
  }
}
