import { spawn, type ChildProcess } from "node:child_process";
import { simpleParser } from "mailparser";
import { afterEach, expect, it, vi } from "vitest";
import { correspondenceMails } from "@/db/schema/correspondence";
import { queueMail } from "@/domain/correspondence/queue-mail";
import { withTransaction } from "@/domain/kernel/transaction";
import { freePort } from "@/db/embedded-postgres";
import { openKeyRing } from "@/domain/keys/key-ring";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { amends } from "@/test/program";
import { startSmtpSink } from "@/test/smtp-sink";

const database = useDatabase();
const key = { AMENDS_KEY: Buffer.alloc(32, 5).toString("base64") };
const children: ChildProcess[] = [];

afterEach(async () => {
  await Promise.all(
    children.splice(0).map((child) => {
      const gone = new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once("exit", resolve) : resolve(null)));
      child.kill("SIGKILL");
      return gone;
    }),
  );
});

async function startWorkerProcess(smtpPort: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, amends(["worker"]), {
    env: {
      ...process.env,
      ...key,
      AMENDS_ENV: "development",
      DATABASE_URL: database.url,
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      SMTP_TLS_EXCEPTIONS: "127.0.0.1",
      MAIL_FROM: "Haneul Mall <notice@haneulmall.example>",
      NEXTAUTH_SECRET: "x".repeat(40),
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
      WORKER_PORT: String(await freePort()),
      AMENDS_LOG_LEVEL: "error",
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`worker ended with ${code}`)));
  });
  return child;
}

async function queueOne(subject: string): Promise<string> {
  const ctx = systemContext({ ...database.parts, keys: openKeyRing(database.db, loadKeyEncryptionKey(key)) });
  return withTransaction(ctx, (tx) => queueMail(tx, ctx, { purpose: "test", incidentId: null, to: "person@example.com", locale: "ko", subject, text: "본문입니다." }));
}

it("sends a queued mail, and a worker killed in the middle of it is replaced within seconds", async () => {
  const sink = await startSmtpSink();
  sink.hold();
  const first = await startWorkerProcess(sink.port);
  const id = await queueOne("하나");
  await vi.waitFor(() => expect(sink.held()).toBe(1), { timeout: 10_000 });
  first.kill("SIGKILL");
  sink.release();
  await startWorkerProcess(sink.port);
  await vi.waitFor(async () => expect(await database.db.select().from(correspondenceMails)).toMatchObject([{ state: "accepted", sealed: null }]), { timeout: 30_000, interval: 200 });
  const mails = await Promise.all(sink.messages.map((message) => simpleParser(message.raw)));
  expect(mails.length).toBeGreaterThan(0);
  for (const mail of mails) {
    expect({ subject: mail.subject, id: mail.messageId }).toEqual({ subject: "하나", id: `<${id}@amends>` });
    expect(mail.text).toMatch(/^본문입니다\.\n\n메시지 번호: M(-\w{4}){3}\n/);
  }
  await sink.close();
}, 60_000);
