import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { makeLogin } from "@/db/access/make-login";
import { auditCheckpoints } from "@/db/schema/audit";
import { recordAudit } from "@/domain/audit/record-audit";
import { openCheckpoint } from "@/domain/audit/log/signed-note";
import { listVerifiers } from "@/domain/audit/log/signing-key";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { setInstallation } from "@/test/installation";
import { killWorker, startWorkerProcess } from "@/test/worker-process";

const database = useDatabase();

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
      const found = readdirSync(path.join(dir, "checkpoints"));
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
