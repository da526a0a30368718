import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, inject, it, onTestFinished, vi } from "vitest";
import { watchClocksJob } from "@/domain/claims/clocks/jobs";
import { assignNewClaimsJob } from "@/domain/claims/desk/jobs";
import { findDueLettersJob } from "@/domain/letters/jobs";
import { checkPostingsJob } from "@/domain/postings/jobs";
import { watchWavesJob } from "@/domain/waves/jobs";
import { useDatabase } from "@/test/database";
import { startSmtpSink } from "@/test/smtp-sink";
import { killWorker, startWorkerProcess } from "@/test/worker-process";

const database = useDatabase();

/** Of both lanes, and so many that every worker has some under way when the database goes. */
const JOBS = [watchWavesJob, findDueLettersJob, watchClocksJob, assignNewClaimsJob, checkPostingsJob].map(({ name }) => name);
const OF_EACH = 300;
const AWAY_MS = 3_000;
/** Moments after the database's return, one for each worker. */
const TOLD_MS = [0, 700, 1_500, 3_000];
const ENDS_WITHIN_MS = 25_000;

async function endsWithin(child: ChildProcess, afterMs: number): Promise<string> {
  await sleep(afterMs);
  const gone = new Promise<string>((resolve) => child.once("exit", (code, signal) => resolve(`told after ${afterMs} ms: ${signal ?? code}`)));
  child.kill("SIGTERM");
  return Promise.race([gone, sleep(ENDS_WITHIN_MS, `told after ${afterMs} ms: stays`, { ref: false })]);
}

it("ends when it is told to, at whatever moment after its database's return", async () => {
  const sink = await startSmtpSink();
  const admin = new pg.Client({ connectionString: inject("adminUrl") });
  await admin.connect();
  const name = new URL(database.url).pathname.slice(1);
  const workers = await Promise.all(TOLD_MS.map(() => startWorkerProcess(database.url, sink.port, { AMENDS_LOG_LEVEL: "fatal" })));
  onTestFinished(async () => {
    await Promise.all(workers.map(killWorker));
    await sink.close();
    await admin.end();
  });
  const { rows: [before] } = await database.db.$client.query<{ lanes: number }>("select count(*)::int as lanes from worker_processes");
  await database.db.$client.query("select graphile_worker.add_job(name, '{}'::json) from unnest($1::text[]) name, generate_series(1, $2)", [JOBS, OF_EACH]);
  await vi.waitFor(async () => {
    const { rows: [busy] } = await database.db.$client.query<{ lanes: number }>("select count(distinct locked_by)::int as lanes from graphile_worker._private_jobs where locked_by is not null");
    expect(busy).toEqual(before);
  }, { timeout: 10_000, interval: 10 });

  await admin.query(`alter database ${name} with allow_connections false`);
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  await sleep(AWAY_MS);
  await admin.query(`alter database ${name} with allow_connections true`);
  expect(await Promise.all(workers.map((worker, i) => endsWithin(worker, TOLD_MS[i] ?? 0)))).toEqual(TOLD_MS.map((ms) => `told after ${ms} ms: 0`));
}, 90_000);
