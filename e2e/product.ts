import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { freePort } from "@/db/embedded-postgres";
import { randomToken, sha256 } from "@/lib/crypto";
import { databaseUrl } from "@/test/postgres";
import { amends } from "@/test/program";

export interface Product {
  /** What tests read of the product they look at, for `process.env`. */
  settings: Record<string, string>;
  stop(): Promise<void>;
}

export type OwnSettings = Record<string, string> | ((usual: { DATABASE_URL: string; SMTP_URL: string }) => Record<string, string>);

interface StartOptions {
  webProcesses: number;
  workers: number;
  /** Settings of its own, or made of the usual ones. */
  settings?: OwnSettings;
  /** Where everything goes that its parts print; without it they print where the tests do. */
  logFile?: string;
}

/** Start the product as an operator would: web processes on one port, workers, and a mail catcher as relay and SMS gateway, on a clone of a database. */
export async function startProduct(adminUrl: string, template: string, { webProcesses, workers, settings = {}, logFile }: StartOptions): Promise<Product> {
  const name = `amends_e2e_${randomUUID().replaceAll("-", "")}`;
  await administer(adminUrl, `create database ${name} template ${template}`);
  const [web, metrics, smtp, mail, ...workerPorts] = await Promise.all(Array.from({ length: 4 + workers }, () => freePort()));
  const scimToken = randomToken();
  const usual = { DATABASE_URL: databaseUrl(adminUrl, name), SMTP_URL: `smtp://127.0.0.1:${smtp}` };
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: "production",
    AMENDS_ENV: "development",
    AMENDS_EMBEDDED: "1",
    AMENDS_URL: `http://localhost:${web}`,
    PORT: String(web),
    WEB_PROCESSES: String(webProcesses),
    METRICS_PORT: String(metrics),
    ...usual,
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
    // Tests open pages faster than a person.
    AMENDS_SUSPEND_READERS: "no",
    SCIM_TOKEN_SHA256: sha256(scimToken).toString("hex"),
    ...(typeof settings === "function" ? settings(usual) : settings),
  };
  const children = await Promise.all([
    part(["web"], env, { logFile }),
    ...workerPorts.map((port) => part(["worker"], { ...env, WORKER_PORT: String(port) }, { logFile })),
    part(["mail-catcher", String(smtp), String(mail)], env),
  ]);
  return {
    settings: {
      E2E_URL: `http://localhost:${web}`,
      E2E_MAIL_URL: `http://127.0.0.1:${mail}`,
      E2E_DATABASE_URL: usual.DATABASE_URL,
      E2E_KEY: env.AMENDS_KEY ?? "",
      E2E_SCIM_TOKEN: scimToken,
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

/** Start one web process more on the database of the product under test, as another machine would: a port, a process and connections of its own; if asked, of the same build without what `proxy.ts` was made into, with a host name of its own for the console (`hosts`), or with settings of its own. */
export async function startAnotherWeb({ withoutProxy = false, hosts, settings = {} }: { withoutProxy?: boolean; hosts?: { portal: string; console: string }; settings?: Record<string, string> } = {}): Promise<{ url: string; consoleUrl: string; stop: () => Promise<void> }> {
  const [web, metrics] = await Promise.all([freePort(), freePort()]);
  const dir = withoutProxy ? buildWithoutProxy() : process.cwd();
  const [url, consoleUrl] = [`http://${hosts?.portal ?? "localhost"}:${web}`, `http://${hosts?.console ?? "localhost"}:${web}`];
  const child = await part(["web"], {
    ...process.env,
    NODE_ENV: "production",
    AMENDS_ENV: "development",
    AMENDS_URL: url,
    CONSOLE_URL: hosts ? consoleUrl : undefined,
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
    ...settings,
  }, { cwd: dir });
  return {
    url,
    consoleUrl,
    stop: async () => {
      await end(child);
      if (withoutProxy) rmSync(dir, { recursive: true });
    },
  };
}

/** A copy of the build whose lists do not name `proxy.ts`, so that the framework calls nothing before a page. @throws {Error} when they never did */
function buildWithoutProxy(): string {
  const dir = mkdtempSync(path.join(tmpdir(), "amends-without-proxy-"));
  cpSync(".next/standalone", path.join(dir, ".next/standalone"), { recursive: true });
  const list = path.join(dir, ".next/standalone/.next/server/functions-config-manifest.json");
  const { functions, ...rest } = JSON.parse(readFileSync(list, "utf8")) as { functions: Record<string, unknown> };
  const { "/_middleware": proxy, ...others } = functions;
  if (proxy === undefined) throw new Error("the build's list of functions names no proxy");
  writeFileSync(list, JSON.stringify({ ...rest, functions: others }));
  rmSync(path.join(dir, ".next/standalone/.next/server/middleware.js"));
  return dir;
}

/** Over a connection of its own: the server may have been stopped meanwhile. */
async function administer(adminUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(statement);
  await admin.end();
}

function part(args: string[], env: NodeJS.ProcessEnv, { cwd = process.cwd(), logFile }: { cwd?: string; logFile?: string | undefined } = {}): Promise<ChildProcess> {
  const printed = logFile === undefined ? "inherit" : openSync(logFile, "a");
  const child = spawn(process.execPath, amends(args), { cwd, env, stdio: ["ignore", printed, printed, "ipc"] });
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve(child));
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with status ${code} before it was ready`)));
  });
}

/** As whatever runs the product does: a part that has not gone after so long is ended, and it is said which. */
const GRACE_MS = 60_000;

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      console.error(`did not end within ${GRACE_MS / 1000} s of SIGTERM: ${child.spawnargs.slice(-2).join(" ")}`);
      child.kill("SIGKILL");
    }, GRACE_MS);
    child.once("exit", () => {
      clearTimeout(late);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
