import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { desc } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { makeLogin } from "@/db/access/make-login";
import { alarms } from "@/db/schema/alarms";
import { auditCheckpoints } from "@/db/schema/audit";
import { recordAudit } from "@/domain/audit/record-audit";
import { openCheckpoint } from "@/domain/audit/log/signed-note";
import { listVerifiers } from "@/domain/audit/log/signing-key";
import { asSuperuser, rewriteSince } from "@/test/audit-log";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { setInstallation } from "@/test/installation";
import { killWorker, startWorkerProcess } from "@/test/worker-process";

const database = useDatabase();
const rewritten = useDatabase();

it("a worker numbers events within a second, seals them and carries the checkpoint outside; from a copy nothing is signed", async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-audit-"));
  const ctx = systemContext(database.parts);
  await setInstallation(database.parts, { mode: "trial", standing: "copy" });
  const worker = await startWorkerProcess(await makeLogin(database.url, "amends_worker", "of-the-tests"), 9, { AUDIT_CHECKPOINT_DIR: path.join(dir, "checkpoints"), AMENDS_DATA_DIR: dir });
  try {
    await recordAudit(database.db, ctx, { action: "thing.look", object: { kind: "thing", id: "mine" } });
    await vi.waitFor(async () => {
      const { rows } = await database.db.$client.query("select from audit_events e join audit_leaves l on l.event_id = e.id where e.object_id = 'mine'");
      expect(rows).toHaveLength(1);
    }, { timeout: 3_000, interval: 50 });
    expect(await database.db.$count(auditCheckpoints)).toBe(0);
    await setInstallation(database.parts, { standing: "confirmed" });
    const names = await vi.waitFor(() => {
      const found = readdirSync(path.join(dir, "checkpoints")).filter((name) => name.endsWith(".checkpoint"));
      expect(found).toHaveLength(1);
      return found;
    }, { timeout: 10_000, interval: 50 });
    const [verifier] = await listVerifiers(ctx);
    if (!verifier) throw new Error("no key");
    const note = await vi.waitFor(() => {
      const opened = openCheckpoint(readFileSync(path.join(dir, "checkpoints", names[0] ?? ""), "utf8"), verifier);
      expect(opened).not.toBeNull();
      return opened;
    });
    expect(note?.size).toBeGreaterThan(0);
  } finally {
    await killWorker(worker);
    rmSync(dir, { recursive: true });
  }
});

it("a worker signs nothing over a log that was rewritten with all that the database knows of it, and says so, until it is started anew", async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-audit-"));
  const outside = path.join(dir, "checkpoints");
  const ctx = systemContext(rewritten.parts);
  const start = async () => startWorkerProcess(await makeLogin(rewritten.url, "amends_worker", "of-the-tests"), 9, { AUDIT_CHECKPOINT_DIR: outside, AMENDS_DATA_DIR: dir, AMENDS_LOG_LEVEL: "fatal" });
  const record = () => recordAudit(rewritten.db, ctx, { action: "thing.look", object: { kind: "thing", id: "one" } });
  /** A minute passes since the last checkpoint, and something happens. */
  const later = async () => {
    await asSuperuser(rewritten.url, (client) => client.query("update audit_checkpoints set at = at - interval '1 minute'"));
    await record();
  };
  const newest = async () => (await rewritten.db.select({ size: auditCheckpoints.size }).from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1))[0]?.size ?? 0;
  const sealedPast = (size: number) => vi.waitFor(async () => {
    const now = await newest();
    expect(now).toBeGreaterThan(size);
    expect(readdirSync(outside)).toContain(`${String(now).padStart(15, "0")}.checkpoint`);
    return now;
  }, { timeout: 10_000, interval: 50 });
  const [first, second] = [await start(), { worker: null as Awaited<ReturnType<typeof start>> | null }];
  try {
    await record();
    const kept = await sealedPast(0);
    await later();
    await sealedPast(kept);
    await rewriteSince(rewritten.url, kept, "nothing");
    await later();
    await vi.waitFor(async () => {
      expect(await rewritten.db.select().from(alarms)).toContainEqual(expect.objectContaining({ kind: "audit-gap", severity: "critical", objectKind: "audit-log", details: expect.objectContaining({ contradicts: expect.any(Number) as number }) as object }));
    }, { timeout: 10_000, interval: 50 });
    expect(await newest()).toBe(kept);
    // As after a backup was put back and somebody said that this is the real one.
    await killWorker(first);
    second.worker = await start();
    await sealedPast(kept);
  } finally {
    await killWorker(first);
    if (second.worker) await killWorker(second.worker);
    rmSync(dir, { recursive: true });
  }
}, 60_000);
