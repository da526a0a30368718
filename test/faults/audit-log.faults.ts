import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { makeLogin } from "@/db/access/make-login";
import { auditCheckpoints } from "@/db/schema/audit";
import type { LogFinding } from "@/domain/audit/log/verify-log";
import { recordAudit } from "@/domain/audit/record-audit";
import { aSealedLog, damageLog, drawComplete, exportedLog, rewriteEvents, tells, tellsAmong, verified, whileRewritten } from "@/test/audit-log";
import { systemContext } from "@/test/contexts";
import { useDatabase, type TestDatabase } from "@/test/database";
import { killWorker, startWorkerProcess } from "@/test/worker-process";

const database = useDatabase();
const [leaves, hashes] = [useDatabase(), useDatabase()];
/** The worker's own: what it seals is sealed under its key, and nothing is there that was sealed under another. */
const fresh = useDatabase();

/** A log whose events were sealed, and how it is verified by somebody who has the checkpoints from outside. */
async function sealedLog({ parts, db }: TestDatabase, events: number): Promise<() => Promise<LogFinding[]>> {
  await aSealedLog(parts, { events, checkpoints: 20 });
  const notes = (await db.select({ note: auditCheckpoints.note }).from(auditCheckpoints)).map((row) => row.note);
  return async () => (await verified(parts, await exportedLog(parts), notes)).findings;
}

// Together 1,000. What is told among others is in logs of its own: one such change would hide that another is not found.
it("finds 720 changes of a superuser to sealed events, offline, each by its number", async () => {
  const events = 30_000;
  const verify = await sealedLog(database, events);
  const done = await damageLog(database.url, { events, count: 720, seed: Date.now() % 2 ** 32 });
  const findings = await verify();
  expect(done.flatMap(({ how, seqs }) => seqs.filter((seq) => !tells(findings, seq)).map((seq) => `${how} at ${seq}`))).toEqual([]);
  const touched = new Set(done.flatMap(({ seqs }) => seqs));
  for (const finding of findings) if (finding.kind === "missing") for (let seq = finding.from; seq <= finding.to; seq++) expect(touched).toContain(seq);
});

it("finds 140 changes together with their leaves, each among 256 events", async () => {
  const events = 100_000;
  const verify = await sealedLog(leaves, events);
  const seqs = drawComplete({ events, count: 140, seed: Date.now() % 2 ** 32 });
  await rewriteEvents(leaves.url, seqs);
  const findings = await verify();
  expect(seqs.filter((seq) => !tellsAmong(findings, seq, "rewritten", 256))).toEqual([]);
  expect(findings.filter(({ kind }) => kind === "rewritten")).toHaveLength(new Set(seqs.map((seq) => Math.floor(seq / 256))).size);
});

it("finds 140 changes together with every hash above them, each between two checkpoints, also where the database lost those", async () => {
  const events = 2_000;
  const verify = await sealedLog(hashes, events);
  for (const [n, seq] of drawComplete({ events, count: 140, seed: Date.now() % 2 ** 32 }).entries()) {
    // Every other time those who did it took away what was signed over it.
    await whileRewritten(hashes.url, { seq, unsaid: n % 2 === 1 }, async () => {
      const findings = await verify();
      expect(findings.map(({ kind }) => kind)).not.toContain("rewritten");
      expect(tellsAmong(findings, seq, "checkpoint-differs", events / 20), `event ${seq}`).toBe(true);
    });
  }
  // Everything is as it was. The exports wrote events of their own, and nothing numbers them here.
  expect((await verify()).filter(({ kind }) => kind !== "added")).toEqual([]);
});

it("numbers each event within a second and covers it with a checkpoint within 61", async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-seal-"));
  const ctx = systemContext(fresh.parts);
  const worker = await startWorkerProcess(await makeLogin(fresh.url, "amends_worker", "of-the-tests"), 9, { AUDIT_CHECKPOINT_DIR: dir, AMENDS_DATA_DIR: dir });
  try {
    const { rows: [began] } = await fresh.db.$client.query<{ at: Date }>("select clock_timestamp() as at");
    const numbered: number[] = [];
    // For longer than two checkpoints are apart: whatever the moment, nobody waits longer for one.
    for (let n = 0; n < 130; n++) {
      const id = `event ${n}`;
      const written = performance.now();
      await recordAudit(fresh.db, ctx, { action: "thing.look", object: { kind: "thing", id } });
      await vi.waitFor(async () => {
        expect((await fresh.db.$client.query("select from audit_events e join audit_leaves l on l.event_id = e.id where e.object_id = $1", [id])).rows).toHaveLength(1);
      }, { timeout: 10_000, interval: 20 });
      numbered.push(performance.now() - written);
      await vi.waitFor(() => expect(performance.now() - written).toBeGreaterThan(1_000), { timeout: 2_000, interval: 20 });
    }
    await vi.waitFor(async () => {
      const { rows: [last] } = await fresh.db.$client.query<{ sealed: boolean }>("select l.seq < (select max(size) from audit_checkpoints) as sealed from audit_events e join audit_leaves l on l.event_id = e.id where e.object_id = 'event 129'");
      expect(last?.sealed).toBe(true);
    }, { timeout: 70_000, interval: 500 });
    const { rows: [sealed] } = await fresh.db.$client.query<{ worst: number }>(
      `select extract(epoch from max((select min(c.at) from audit_checkpoints c where c.size > l.seq) - e.at))::float8 as worst from audit_events e join audit_leaves l on l.event_id = e.id where e.at >= $1 and e.object_id like 'event %'`,
      [began?.at],
    );
    const worst = { numbered: Math.max(...numbered) / 1_000, sealed: sealed?.worst ?? Infinity };
    console.log(`numbered within ${worst.numbered.toFixed(2)} s, sealed within ${worst.sealed.toFixed(1)} s`);
    expect(worst.numbered).toBeLessThan(3);
    expect(worst.sealed).toBeLessThanOrEqual(61 + 2);
  } finally {
    await killWorker(worker);
    rmSync(dir, { recursive: true });
  }
}, 400_000);
