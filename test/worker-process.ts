import { spawn, type ChildProcess } from "node:child_process";
import { freePort } from "@/db/embedded-postgres";
import { amends } from "./program";

/** The key-encryption key that worker processes of tests are given; data they read must be sealed under it. */
export const workerKey = { AMENDS_KEY: Buffer.alloc(32, 5).toString("base64") };

/** Start one real worker process, with a module before it if one is named, and wait until it is ready. */
export async function startWorkerProcess(databaseUrl: string, smtpPort: number, settings: Record<string, string> = {}, preload?: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, amends(["worker"], preload), {
    env: {
      ...process.env,
      ...workerKey,
      AMENDS_ENV: "development",
      DATABASE_URL: databaseUrl,
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      SMTP_TLS_EXCEPTIONS: "127.0.0.1",
      MAIL_FROM: "Haneul Mall <notice@haneulmall.example>",
      NEXTAUTH_SECRET: "x".repeat(40),
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
      WORKER_PORT: String(await freePort()),
      AMENDS_LOG_LEVEL: "error",
      ...settings,
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`worker ended with ${code}`)));
  });
  return child;
}

/** End a worker the hard way and wait until it is gone. */
export async function killWorker(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once("exit", resolve) : resolve(null)));
  child.kill("SIGKILL");
  await gone;
}
