import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { freePort } from "@/db/embedded-postgres";
import { databaseUrl } from "@/test/postgres";
import { amends } from "@/test/program";

export interface Product {
  /** What tests read of the product they look at, for `process.env`. */
  settings: Record<string, string>;
  stop(): Promise<void>;
}

/** Start the product as an operator would: web processes on one port, workers, and a mail catcher as relay and SMS gateway, on a clone of a database. */
export async function startProduct(adminUrl: string, template: string, { webProcesses, workers }: { webProcesses: number; workers: number }): Promise<Product> {
  const name = `amends_e2e_${randomUUID().replaceAll("-", "")}`;
  await administer(adminUrl, `create database ${name} template ${template}`);
  const [web, metrics, smtp, mail, ...workerPorts] = await Promise.all(Array.from({ length: 4 + workers }, () => freePort()));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    AMENDS_ENV: "development",
    AMENDS_EMBEDDED: "1",
    AMENDS_URL: `http://localhost:${web}`,
    PORT: String(web),
    WEB_PROCESSES: String(webProcesses),
    METRICS_PORT: String(metrics),
    DATABASE_URL: databaseUrl(adminUrl, name),
    SMTP_URL: `smtp://127.0.0.1:${smtp}`,
    SMTP_TLS_EXCEPTIONS: "127.0.0.1",
    SMS_URL: `http://127.0.0.1:${mail}/texts`,
    SMS_TLS_EXCEPTIONS: "127.0.0.1",
    SMS_FROM: "15880000",
    SMS_SECRET: randomUUID(),
    MAIL_FROM: "Haneul Mall <notice@haneulmall.example>",
    NEXTAUTH_SECRET: randomUUID() + randomUUID(),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    AMENDS_KEY: Buffer.alloc(32, 8).toString("base64"),
    AMENDS_LOG_LEVEL: "error",
  };
  const children = await Promise.all([
    part(["web"], env),
    ...workerPorts.map((port) => part(["worker"], { ...env, WORKER_PORT: String(port) })),
    part(["mail-catcher", String(smtp), String(mail)], env),
  ]);
  return {
    settings: {
      E2E_URL: `http://localhost:${web}`,
      E2E_MAIL_URL: `http://127.0.0.1:${mail}`,
      E2E_DATABASE_URL: databaseUrl(adminUrl, name),
      E2E_KEY: env.AMENDS_KEY ?? "",
      E2E_SIGN_IN_SECRET: env.NEXTAUTH_SECRET ?? "",
      E2E_METRICS_URL: `http://127.0.0.1:${metrics}`,
      E2E_WORKER_URL: `http://127.0.0.1:${workerPorts[0]}`,
    },
    async stop() {
      await Promise.all(children.map(end));
      await administer(adminUrl, `drop database ${name} with (force)`);
    },
  };
}

/** Start one web process more on the database of the product under test, as another machine would: a port, a process and connections of its own. */
export async function startAnotherWeb(): Promise<{ url: string; stop: () => Promise<void> }> {
  const [web, metrics] = await Promise.all([freePort(), freePort()]);
  const child = await part(["web"], {
    ...process.env,
    NODE_ENV: "production",
    AMENDS_ENV: "development",
    AMENDS_URL: `http://localhost:${web}`,
    PORT: String(web),
    WEB_PROCESSES: "1",
    METRICS_PORT: String(metrics),
    DATABASE_URL: process.env.E2E_DATABASE_URL,
    SMTP_URL: "smtp://127.0.0.1:9",
    SMTP_TLS_EXCEPTIONS: "127.0.0.1",
    MAIL_FROM: "Haneul Mall <notice@haneulmall.example>",
    NEXTAUTH_SECRET: process.env.E2E_SIGN_IN_SECRET,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    AMENDS_KEY: process.env.E2E_KEY,
    AMENDS_LOG_LEVEL: "error",
  });
  return { url: `http://localhost:${web}`, stop: () => end(child) };
}

/** Over a connection of its own: the server may have been stopped meanwhile. */
async function administer(adminUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(statement);
  await admin.end();
}

function part(args: string[], env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(process.execPath, amends(args), { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve(child));
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with status ${code} before it was ready`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
