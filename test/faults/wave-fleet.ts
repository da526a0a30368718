import type { ChildProcess } from "node:child_process";
import { sql } from "drizzle-orm";
import { expect, onTestFinished, vi } from "vitest";
import { freePort } from "@/db/embedded-postgres";
import { openDatabase } from "@/db/client";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { decideInDoubt } from "@/domain/waves/ledger/decide-in-doubt";
import { listInDoubt } from "@/domain/waves/queries/list-in-doubt";
import type { Wave } from "@/domain/waves/types";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";
import { staffContext } from "../contexts";
import { startSmtpSink, type SmtpSink } from "../smtp-sink";
import { anApprovedWave, anIncidentWithPeople, expectInvariants, people } from "../waves";
import { killWorker, startWorkerProcess, workerKey } from "../worker-process";

export interface FleetWorker {
  child: ChildProcess;
  /** What its port for operators says. */
  ready: () => Promise<{ status: number; checks: Record<string, boolean> }>;
  metric(name: string): Promise<number>;
}

export interface WaveFleet {
  parts: ProcessParts;
  sink: SmtpSink;
  wave: Wave;
  recipients: number;
  start(url?: string, settings?: Record<string, string>, preload?: string): Promise<FleetWorker>;
  /** Messages the relay has taken. */
  taken(): number;
  reach(messages: number, timeout?: number): Promise<void>;
  /** Deliveries over states, straight from the rows. */
  states(): Promise<Record<string, number>>;
  /** Wait until every message was taken or is in doubt, and check that nobody is lost and nobody was written to twice. Returns how many are in doubt. */
  expectWhole(timeout?: number): Promise<number>;
}

/** Connections of each worker of the fleet. */
export const CONNECTIONS = 4;

/** An approved wave, a relay, and as many real worker processes as a test starts. Doubts are held, so that nobody may be written to twice. */
export async function aWaveFleet(url: string, recipients: number, pace: Record<string, unknown> = {}): Promise<WaveFleet> {
  const db = openDatabase(url, { max: 4, applicationName: "test-fleet" });
  const parts = { db, keys: openKeyRing(db, loadKeyEncryptionKey({ ...workerKey, AMENDS_KEY_FILE: undefined })), log: createLogger("fleet", "silent") };
  const sink = await startSmtpSink();
  const { versionId } = await anIncidentWithPeople(parts, people(recipients));
  const wave = await anApprovedWave(parts, versionId, {}, { doubtPolicy: "hold", pace });
  const workers: Promise<FleetWorker>[] = [];
  const comms = staffContext(parts, ["comms"]);
  const states = async () => {
    const { rows } = await db.execute<{ state: string; n: number }>(sql`select state, count(*)::int as n from deliveries where wave_id = ${wave.id} group by state`);
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  };
  const fleet: WaveFleet = {
    parts,
    sink,
    wave,
    recipients,
    start(at = url, settings = {}, preload) {
      const started = startWorker(at, sink.port, settings, preload);
      workers.push(started);
      return started;
    },
    taken: () => sink.messages.length,
    reach: (messages, timeout = 60_000) => vi.waitFor(() => expect(sink.messages.length).toBeGreaterThanOrEqual(messages), { timeout, interval: 5 }),
    states,
    async expectWhole(timeout = 240_000) {
      await vi.waitFor(async () => {
        const { accepted = 0, "in-doubt": doubted = 0 } = await states();
        expect(accepted + doubted).toBe(recipients);
      }, { timeout, interval: 200 });
      const { deliveries } = await expectInvariants(parts, wave.id);
      const got = sink.messages.map((message) => message.to[0] ?? "");
      expect(new Set(got).size, "nobody has two messages").toBe(got.length);
      const doubted = await listAllInDoubt(parts, wave.id);
      // Who has no message stands on the list that a person decides. People are numbered by their line in the file, below its header.
      const has = new Set(got);
      const lost = Array.from({ length: recipients }, (_, i) => i).filter((i) => !has.has(`person${i}@example.com`) && !doubted.has(String(i + 2)));
      expect(lost, "nobody is lost").toEqual([]);
      if (doubted.size > 0) await decideInDoubt(comms, { waveId: wave.id, subjectIds: (await listInDoubt(comms, wave.id)).map(({ subjectId }) => subjectId), decision: "delivered" });
      await expectInvariants(parts, wave.id);
      expect(deliveries["in-doubt"] ?? 0).toBe(doubted.size);
      return doubted.size;
    },
  };
  // However it ends: a worker that is left would send the next test's wave.
  onTestFinished(async () => {
    for (const worker of await Promise.allSettled(workers)) if (worker.status === "fulfilled") await killWorker(worker.value.child);
    await sink.close();
    await db.$client.end();
  });
  return fleet;
}

async function startWorker(url: string, relay: number, settings: Record<string, string>, preload: string | undefined): Promise<FleetWorker> {
  const port = await freePort();
  // Embedded: on whatever port. A worker behind a proxy would take it for another database.
  const child = await startWorkerProcess(url, relay, { AMENDS_EMBEDDED: "1", WAVE_CONNECTIONS: String(CONNECTIONS), WORKER_PORT: String(port), AMENDS_LOG_LEVEL: "fatal", ...settings }, preload);
  return { child, ready: () => readReadiness(port), metric: (name: string) => readMetric(port, name) };
}

async function listAllInDoubt(parts: ProcessParts, waveId: string): Promise<Set<string>> {
  const { rows } = await parts.db.execute<{ subject_id: string }>(sql`select subject_id from deliveries where wave_id = ${waveId} and state = 'in-doubt'`);
  return new Set(rows.map((row) => row.subject_id));
}

async function readReadiness(port: number): Promise<{ status: number; checks: Record<string, boolean> }> {
  const answer = await fetch(`http://127.0.0.1:${port}/ready`);
  const { checks = {} } = (await answer.json()) as { checks?: Record<string, boolean> };
  return { status: answer.status, checks };
}

async function readMetric(port: number, name: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(await answer.text())?.[1]);
}
