import { sql } from "drizzle-orm";
import { expect, vi } from "vitest";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import type { SubjectId } from "@/domain/kernel/ids";
import { openKeyRing } from "@/domain/keys/key-ring";
import { decideInDoubt } from "@/domain/waves/decide-in-doubt";
import { listInDoubt } from "@/domain/waves/queries/list-in-doubt";
import { staffContext } from "../contexts";
import type { TestDatabase } from "../database";
import { startSmtpSink } from "../smtp-sink";
import { anApprovedWave, anIncidentWithPeople, expectInvariants, people } from "../waves";
import { killWorker, startWorkerProcess, workerKey } from "../worker-process";

const CONNECTIONS = 4;

/**
 * Kill the worker again and again while it sends a wave to a real relay. Afterwards nobody may be lost and nobody may have two messages; what is in doubt is at most what
 * the killed workers had between ledger and relay, and a person's decision on it closes the wave.
 */
export async function killWave(database: TestDatabase, { recipients, kills }: { recipients: number; kills: number }): Promise<void> {
  const parts = { ...database.parts, keys: openKeyRing(database.db, loadKeyEncryptionKey(workerKey)) };
  const sink = await startSmtpSink();
  const { versionId } = await anIncidentWithPeople(parts, people(recipients));
  const wave = await anApprovedWave(parts, versionId);
  const start = () => startWorkerProcess(database.url, sink.port, { WAVE_CONNECTIONS: String(CONNECTIONS) });
  const inDoubt = async () => {
    const { rows } = await parts.db.execute<{ n: number }>(sql`select count(*)::int as n from deliveries where wave_id = ${wave.id} and state in ('in-doubt', 'handing-over')`);
    return rows[0]?.n ?? 0;
  };
  let worker = await start();
  let before = 0;
  for (let kill = 1; kill <= kills; kill++) {
    // Well into the wave, a little further each time, and at a moment when messages are with the relay.
    const share = Math.floor((recipients * kill) / (kills + 2));
    await vi.waitFor(() => expect(sink.messages.length).toBeGreaterThanOrEqual(share), { timeout: 60_000, interval: 2 });
    sink.hold();
    await vi.waitFor(() => expect(sink.held()).toBeGreaterThan(0), { timeout: 60_000, interval: 1 });
    await killWorker(worker);
    sink.release();
    const after = await inDoubt();
    expect(after - before, `in doubt after kill ${kill}`).toBeLessThanOrEqual(2 * CONNECTIONS);
    before = after;
    worker = await start();
  }
  await vi.waitFor(async () => {
    const { deliveries } = await expectInvariants(parts, wave.id);
    expect((deliveries.accepted ?? 0) + (deliveries["in-doubt"] ?? 0)).toBe(recipients);
  }, { timeout: 180_000, interval: 250 });

  const got = sink.messages.map((message) => message.to[0]);
  expect(new Set(got).size, "nobody has two messages").toBe(got.length);
  const doubted = new Set((await listInDoubt(staffContext(parts, ["comms"]), wave.id)).map(({ subjectId }) => subjectId));
  expect(doubted.size).toBeGreaterThan(0);
  expect(doubted.size).toBeLessThanOrEqual(2 * CONNECTIONS * kills);
  // Nobody is lost: who has no message stands on the list that a person decides. People are numbered by their line in the file, below its header.
  const lost = Array.from({ length: recipients }, (_, i) => i).filter((i) => !got.includes(`person${i}@example.com`) && !doubted.has(String(i + 2) as SubjectId));
  expect(lost, "nobody is lost").toEqual([]);
  await decideInDoubt(staffContext(parts, ["comms"]), { waveId: wave.id, subjectIds: [...doubted], decision: "delivered" });
  const { deliveries } = await expectInvariants(parts, wave.id);
  expect(deliveries).toEqual({ accepted: recipients });
  await killWorker(worker);
  await sink.close();
}
