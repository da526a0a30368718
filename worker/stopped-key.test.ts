import { afterEach, expect, it, vi } from "vitest";
import type { ChildProcess } from "node:child_process";
import { freePort } from "@/db/embedded-postgres";
import { queueMail } from "@/domain/correspondence/queue-mail";
import { withTransaction } from "@/domain/kernel/transaction";
import { openKeyRing } from "@/domain/keys/key-ring";
import { rotateHeld } from "@/domain/keys/rotation/rotate-held";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { startSmtpSink } from "@/test/smtp-sink";
import { killWorker, startWorkerProcess, workerKey } from "@/test/worker-process";

const database = useDatabase();
const workers: ChildProcess[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await killWorker(worker);
});

it("a worker that goes on with a key that a rotation has stopped ends its work and is not ready, and one with the new key goes on", { timeout: 90_000 }, async () => {
  const sink = await startSmtpSink();
  const system = systemContext({ ...database.parts, keys: openKeyRing(database.db, loadKeyEncryptionKey(workerKey)) });
  const [before, after] = ["https://pager.example/first-secret", "https://pager.example/second-secret"];
  const queue = (subject: string) => withTransaction(system, (tx) => queueMail(tx, system, { purpose: "test", incidentId: null, to: "person@example.com", locale: "ko", subject, text: "본문입니다." }));
  const start = async (webhook: string) => {
    const port = await freePort();
    workers.push(await startWorkerProcess(database.url, sink.port, { ALARM_WEBHOOK: webhook, WORKER_PORT: String(port), AMENDS_LOG_LEVEL: "fatal" }));
    return async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/ready`);
      return { status: answer.status, body: await answer.text() };
    };
  };
  const ready = await start(before);
  await queue("before");
  await vi.waitFor(() => expect(sink.messages).toHaveLength(1), { timeout: 20_000 });

  const [rotated] = await rotateHeld(system, "webhook", [{ kind: "webhook", name: "ALARM_WEBHOOK", value: after }], "ALARM_WEBHOOK");
  const halted = await vi.waitFor(
    async () => {
      const answer = await ready();
      expect(JSON.parse(answer.body)).toMatchObject({ ok: false, halted: true });
      return answer;
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(halted.status).toBe(503);
  expect(JSON.parse(halted.body)).toMatchObject({ checks: { "stopped-keys": false }, stopped: [{ id: rotated?.from, kind: "webhook" }] });
  expect(halted.body).not.toContain("secret");
  await queue("after");
  const { rows: [job] } = await database.db.$client.query<{ attempts: number }>("select attempts from graphile_worker.jobs where task_identifier = 'correspondence/send-mail'");
  expect([job?.attempts, sink.messages.length]).toEqual([0, 1]);

  await expect(start(before)).rejects.toThrow("worker ended with 1");
  await start(after);
  await vi.waitFor(() => expect(sink.messages).toHaveLength(2), { timeout: 20_000 });
  await sink.close();
});
