import { spawn, type ChildProcess } from "node:child_process";
import { amends } from "./program";

/** The key-encryption key of processes that a test starts; what the test itself opens must use it too. */
export const processKey = { AMENDS_KEY: Buffer.alloc(32, 5).toString("base64") };

/** Settings of a process that works on a test's database. */
export function processEnv(databaseUrl: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...processKey,
    AMENDS_ENV: "development",
    DATABASE_URL: databaseUrl,
    SMTP_URL: "smtp://127.0.0.1:9",
    SMTP_TLS_EXCEPTIONS: "127.0.0.1",
    MAIL_FROM: "Haneul Mall <notice@haneulmall.example>",
    NEXTAUTH_SECRET: "x".repeat(40),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
    AMENDS_LOG_LEVEL: "error",
    ...more,
  };
}

export interface CliRun {
  child: ChildProcess;
  /** What it wrote to standard error so far. */
  errors(): string;
  ended: Promise<{ status: number | null; out: string; err: string }>;
}

/** Run `amends` as a process of its own. */
export function startCli(databaseUrl: string, args: string[], more: Record<string, string> = {}): CliRun {
  const child = spawn(process.execPath, amends(args), { env: processEnv(databaseUrl, more), stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (part: Buffer) => (out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (err += part.toString()));
  return { child, errors: () => err, ended: new Promise((resolve) => child.once("close", (status) => resolve({ status, out, err }))) };
}
