import { sql } from "drizzle-orm";
import { freezeAudience } from "@/domain/waves/ledger/freeze-audience";
import { systemContext } from "@/test/contexts";
import { anApprovedWave, anIncidentWithPeople, people } from "@/test/waves";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";

const MUST_SECONDS = 60;
const PARTS = 10;

/** Freezing an audience: recipients, deliveries and ranges of everybody, part by part. The baseline writes the same rows of both tables in two statements. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const size = quick ? 60_000 : 1_000_000;
  const database = await openBenchDatabase();
  const { parts, db } = database;
  try {
    const { versionId } = await anIncidentWithPeople(parts, people(size));
    const wave = await anApprovedWave(parts, versionId);
    await db.execute(sql`vacuum analyze`);
    const parted = watchParts(database.db, wave.id);
    const began = performance.now();
    await freezeAudience(systemContext(parts), wave.id);
    const seconds = (performance.now() - began) / 1000;
    const times = await parted();
    const { rows } = await db.execute<{ state: string; people: string; entered: string }>(sql`select state, (select sum(people) from wave_ranges where wave_id = w.id) as people, (select sum(entered) from wave_ranges where wave_id = w.id) as entered from waves w where id = ${wave.id}`);
    const whole = rows[0]?.state === "sending" && Number(rows[0].people) === size && Number(rows[0].entered) === size;
    const bare = await timeBare(database.db, wave.id);
    return {
      name: "wave-freeze",
      figure: seconds,
      unit: "s",
      baseline: bare,
      ratio: seconds / bare,
      must: `≤ ${MUST_SECONDS} s`,
      ok: whole && seconds <= MUST_SECONDS,
      note: `${size.toLocaleString("en")} people, ${Math.round(size / seconds).toLocaleString("en")} a second; the last tenth of the parts took ${(times.last / times.first).toFixed(2)} times as long as the first`,
    };
  } finally {
    await database.drop();
  }
}

/** When each part was committed, seen from outside. */
function watchParts(db: Awaited<ReturnType<typeof openBenchDatabase>>["db"], waveId: string): () => Promise<{ first: number; last: number }> {
  const seen: { at: number; to: bigint }[] = [];
  const began = performance.now();
  const watch = { on: true };
  const watching = (async () => {
    while (watch.on) {
      const { rows } = await db.execute<{ to: string }>(sql`select frozen_to as to from waves where id = ${waveId}`);
      const to = BigInt(rows[0]?.to ?? 0);
      if (to > (seen.at(-1)?.to ?? 0n)) seen.push({ at: performance.now() - began, to });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return async () => {
    watch.on = false;
    await watching;
    const end = seen.at(-1);
    if (!end) return { first: Number.NaN, last: Number.NaN };
    const at = (share: number) => seen.find(({ to }) => Number(to) >= Number(end.to) * share)?.at ?? end.at;
    return { first: at(1 / PARTS), last: end.at - at(1 - 1 / PARTS) };
  };
}

async function timeBare(db: Awaited<ReturnType<typeof openBenchDatabase>>["db"], waveId: string): Promise<number> {
  await db.execute(sql`create table bare_recipients (like wave_recipients including defaults, primary key (wave_id, subject_id, own))`);
  await db.execute(sql`create table bare_deliveries (like deliveries including defaults, primary key (wave_id, range_no, subject_id, channel, own))`);
  const began = performance.now();
  await db.execute(sql`insert into bare_recipients select * from wave_recipients where wave_id = ${waveId} order by subject_id`);
  await db.execute(sql`insert into bare_deliveries select * from deliveries where wave_id = ${waveId} order by range_no, subject_id`);
  return (performance.now() - began) / 1000;
}
