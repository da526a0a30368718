import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, expect, inject, it, vi } from "vitest";
import { openDatabase, type Database } from "@/db/client";
import { freePort } from "@/db/embedded-postgres";
import { correspondenceMails } from "@/db/schema/correspondence";
import { queueMail } from "@/domain/correspondence/queue-mail";
import { confirmInstallation } from "@/domain/installation/confirm-installation";
import { getInstallation, readInstallationState } from "@/domain/installation/queries";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { withTransaction } from "@/domain/kernel/transaction";
import { openKeyRing } from "@/domain/keys/key-ring";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { databaseUrl } from "@/test/postgres";
import { startSmtpSink } from "@/test/smtp-sink";
import { anApprovedWave, anIncidentWithPeople, expectInvariants, people } from "@/test/waves";
import { killWorker, startWorkerProcess, workerKey } from "@/test/worker-process";

const PEOPLE = 400;
const CONNECTIONS = 4;
const database = useDatabase();
const dataDir = mkdtempSync(path.join(os.tmpdir(), "amends-copy-"));
const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  rmSync(dataDir, { recursive: true, force: true });
});

const partsOf = (db: Database): ProcessParts => ({ ...database.parts, db, keys: openKeyRing(db, loadKeyEncryptionKey(workerKey)) });
const admin = (parts: ProcessParts) => staffContext(parts, ["admin"]);

function queue(parts: ProcessParts, subject: string): Promise<string> {
  const ctx = admin(parts);
  return withTransaction(ctx, (tx) => queueMail(tx, ctx, { purpose: "test", incidentId: null, to: "person@example.com", locale: "ko", subject, text: "본문입니다." }));
}

/** Restore the database under another name, as `pg_restore` or a snapshot would. PostgreSQL clones only what nobody is connected to. */
async function restoredCopy(): Promise<string> {
  const name = new URL(database.url).pathname.slice(1);
  const copy = `${name}_copy`;
  const client = new pg.Client({ connectionString: inject("adminUrl") });
  await client.connect();
  ends.push(async () => {
    await client.query(`drop database if exists ${copy} with (force)`);
    await client.end();
  });
  await client.query(`alter database ${name} allow_connections false`);
  await client.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", [name]);
  await client.query(`create database ${copy} template ${name}`);
  await client.query(`alter database ${name} allow_connections true`);
  return databaseUrl(inject("adminUrl"), copy);
}

/** Everything a worker could do now has been done. */
async function expectNothingDue(db: Database): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await db.execute(sql`select 1 from graphile_worker.jobs where run_at <= now() and attempts < max_attempts`);
    expect(rows).toEqual([]);
  }, { timeout: 30_000, interval: 100 });
}

it("a copy restored in the middle of a wave sends nothing until it is confirmed, and neither does an old backup put back", async () => {
  const original = partsOf(database.db);
  const sink = await startSmtpSink();
  ends.push(() => sink.close());
  const port = await freePort();
  const settings = { WAVE_CONNECTIONS: String(CONNECTIONS), AMENDS_DATA_DIR: dataDir, WORKER_PORT: String(port), AMENDS_LOG_LEVEL: "fatal" };
  const ready = async () => ((await (await fetch(`http://127.0.0.1:${port}/ready`)).json()) as { checks: Record<string, boolean> }).checks;

  // A worker is killed in the middle of the wave, and another machine is made from last night's backup.
  const { versionId } = await anIncidentWithPeople(original, people(PEOPLE));
  const wave = await anApprovedWave(original, versionId);
  const first = await startWorkerProcess(database.url, sink.port, settings);
  expect(await ready()).toEqual({ database: true, writable: true, installation: true, keys: true, "stopped-keys": true, administered: true, erasures: true });
  await vi.waitFor(() => expect(sink.messages.length).toBeGreaterThan(PEOPLE / 4), { timeout: 60_000, interval: 2 });
  sink.hold();
  await vi.waitFor(() => expect(sink.held()).toBeGreaterThan(0), { timeout: 60_000, interval: 1 });
  await killWorker(first);
  sink.release();
  await queue(original, "하나");
  const url = await restoredCopy();
  const db = openDatabase(url, { max: 4 });
  ends.push(() => db.$client.end());
  const copy = partsOf(db);
  const sent = sink.messages.length;
  expect(sent).toBeLessThan(PEOPLE);

  const second = await startWorkerProcess(url, sink.port, settings);
  await vi.waitFor(async () => expect(await db.select().from(correspondenceMails)).toMatchObject([{ state: "held" }]), { timeout: 30_000, interval: 100 });
  await expectNothingDue(db);
  expect(sink.messages.length).toBe(sent);
  expect(await ready()).toEqual({ database: true, writable: true, installation: false, keys: true, "stopped-keys": true, administered: true, erasures: true });
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('amends_sending_locked{reason="unconfirmed"} 1');
  const { known, seen, differences } = await getInstallation(admin(copy));
  expect(differences).toEqual(["database", "databaseOid"]);
  expect(seen?.database).toBe(`${known?.database}_copy`);
  // The copy did not make the original look strange.
  expect(await readInstallationState(admin(original))).toEqual({ mode: "live", standing: "confirmed" });

  await confirmInstallation(admin(copy), { reason: "The old server burned down; this is the real one." });
  await vi.waitFor(async () => {
    const { deliveries } = await expectInvariants(copy, wave.id);
    expect((deliveries.accepted ?? 0) + (deliveries["in-doubt"] ?? 0)).toBe(PEOPLE);
    expect(await db.select().from(correspondenceMails)).toMatchObject([{ state: "accepted" }]);
  }, { timeout: 60_000, interval: 200 });
  const got = sink.messages.map((message) => message.to[0]).filter((to) => to !== "person@example.com");
  expect(new Set(got).size, "nobody has two messages").toBe(got.length);
  expect(got.length).toBeGreaterThanOrEqual(PEOPLE - 2 * CONNECTIONS);
  expect(await ready()).toEqual({ database: true, writable: true, installation: true, keys: true, "stopped-keys": true, administered: true, erasures: true });
  await killWorker(second);

  // Yesterday's backup is put back where it was: everything is the same but the time.
  const third = await startWorkerProcess(url, sink.port, settings);
  await killWorker(third);
  await db.execute(sql`update installation set counter = counter - 1000`);
  await queue(copy, "둘");
  const before = sink.messages.length;
  ends.push(async () => killWorker(await fourth));
  const fourth = startWorkerProcess(url, sink.port, settings);
  await fourth;
  await vi.waitFor(async () => expect(await db.$count(correspondenceMails, sql`state = 'held'`)).toBe(1), { timeout: 30_000, interval: 100 });
  await expectNothingDue(db);
  expect(sink.messages.length).toBe(before);
  expect(await getInstallation(admin(copy))).toMatchObject({ standing: "unconfirmed", differences: ["counter"] });
}, 180_000);
