import { expect, it, onTestFinished } from "vitest";
import { freePort } from "@/db/embedded-postgres";
import { useDatabase } from "@/test/database";
import { startSmtpSink } from "@/test/smtp-sink";
import { killWorker, startWorkerProcess } from "@/test/worker-process";

const database = useDatabase();

it("is not ready while it cannot tell whether a key is past its age, or whether somebody administers the installation", { timeout: 60_000 }, async () => {
  const sink = await startSmtpSink();
  const port = await freePort();
  const worker = await startWorkerProcess(database.url, sink.port, { WORKER_PORT: String(port), AMENDS_LOG_LEVEL: "fatal" });
  onTestFinished(async () => {
    await killWorker(worker);
    await sink.close();
  });
  const ready = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`);
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  const well = { status: 200, ok: true, checks: { database: true, writable: true, installation: true, keys: true, "stopped-keys": true, administered: true, erasures: true } };
  expect(await ready()).toEqual(well);
  for (const [table, check] of [["key_ages", "keys"], ["staff_grants", "administered"]] as const) {
    await database.db.$client.query(`revoke select on ${table} from amends_worker`);
    expect(await ready()).toEqual({ status: 503, ok: false, checks: { ...well.checks, [check]: false } });
    await database.db.$client.query(`grant select on ${table} to amends_worker`);
    expect(await ready()).toEqual(well);
  }
});
