import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { freePort, startPostgres, type RunningPostgres } from "@/db/embedded-postgres";
import { makeLogin } from "@/db/access/make-login";
import { migrateDatabase } from "@/db/migrate";
import { demoEmail, demoEmails } from "@/db/seed/demo-staff";
import { parseEnv, type Env } from "@/lib/env";
import { buildIfStale } from "../build";
import type { Command } from "../command";
import { seedEmptyDatabase } from "../demo";
import { stopSignal } from "../stop-signal";

const DATABASE = "amends";

interface Started {
  postgres: RunningPostgres | null;
  env: NodeJS.ProcessEnv;
  mailPage: string | null;
  catcherPorts: [number, number] | null;
  /** Of the demo's staff; they exist with the embedded database alone. */
  demoPassword: string | null;
}

/** Settings of one installation: what the caller set, and an embedded part for what they did not. Production gets nothing embedded. */
export async function prepare(): Promise<Started> {
  const given = process.env;
  const production = given.AMENDS_ENV === "production";
  const dataDir = path.resolve(given.AMENDS_DATA_DIR ?? ".data");
  mkdirSync(path.join(dataDir, "secrets"), { recursive: true });
  const env: NodeJS.ProcessEnv = { ...given, AMENDS_DATA_DIR: dataDir };
  let postgres: RunningPostgres | null = null;
  let catcherPorts: [number, number] | null = null;
  let demoPassword: string | null = null;
  if (!production) {
    if (!given.DATABASE_URL) {
      postgres = await embeddedDatabase(path.join(dataDir, "postgres"));
      demoPassword = keptSecret(path.join(dataDir, "secrets", "demo-password"), "base64url", 12);
      Object.assign(env, { DATABASE_URL: postgres.url(DATABASE), AMENDS_ENV: "development", AMENDS_EMBEDDED: "1" });
    }
    if (!given.SMTP_URL && !given.RELAYS_FILE) {
      catcherPorts = [await freePort(1025), await freePort(8025)];
      Object.assign(env, { SMTP_URL: `smtp://127.0.0.1:${catcherPorts[0]}`, SMTP_TLS_EXCEPTIONS: "127.0.0.1" });
      // The catcher plays the gateway too, unless the caller has one.
      if (!given.SMS_URL) Object.assign(env, { SMS_URL: `http://127.0.0.1:${catcherPorts[1]}/texts`, SMS_TLS_EXCEPTIONS: "127.0.0.1", SMS_FROM: "15880000", SMS_SECRET: keptSecret(path.join(dataDir, "secrets", "sms"), "base64url") });
    }
    env.PORT ??= String(await freePort(3000));
    env.METRICS_PORT ??= String(await freePort(9464));
    env.WORKER_PORT ??= String(await freePort(9465));
    env.AMENDS_URL ??= `http://localhost:${env.PORT}`;
    env.MAIL_FROM ??= "Haneul Mall <notice@haneulmall.example>";
    env.AMENDS_LOG_LEVEL ??= "warn";
    const secret = (name: string, encoding: "base64" | "base64url") => keptSecret(path.join(dataDir, "secrets", name), encoding);
    env.NEXTAUTH_SECRET ??= secret("nextauth", "base64url");
    env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ??= secret("server-actions", "base64");
    if (env.AMENDS_KEY === undefined && env.AMENDS_KEY_FILE === undefined) {
      secret("key-encryption-key", "base64");
      env.AMENDS_KEY_FILE = path.join(dataDir, "secrets", "key-encryption-key");
    }
  }
  return { postgres, env, mailPage: catcherPorts ? `http://localhost:${catcherPorts[1]}` : null, catcherPorts, demoPassword };
}

async function embeddedDatabase(dir: string): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dir });
  if (postgres.dir !== dir) console.log(`The project's folder is closed to the user PostgreSQL runs as; its data lies in ${postgres.dir}.`);
  const client = new pg.Client({ connectionString: postgres.url("postgres") });
  await client.connect();
  const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
  if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  await client.end();
  return postgres;
}

/** A random secret that is made once and kept, readable by this user alone. */
function keptSecret(file: string, encoding: "base64" | "base64url", bytes = 32): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(bytes).toString(encoding), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

async function run(): Promise<number> {
  const stop = stopSignal();
  const { postgres, env, mailPage, catcherPorts, demoPassword } = await prepare();
  const checked = parseEnv(env);
  if (!checked.ok) {
    process.stderr.write(`The configuration has ${checked.problems.length} problem(s):\n${checked.problems.map((problem) => `  - ${problem}`).join("\n")}\n`);
    postgres?.stop();
    return 2;
  }
  const children: ChildProcess[] = [];
  let failed = false;
  try {
    await migrateDatabase(checked.env.DATABASE_URL);
    if (demoPassword) await seedEmptyDatabase(checked.env, demoPassword, catcherPorts !== null);
    buildIfStale(env);
    // Web and worker of the embedded database know a login each, and not the superuser's. With a database of one's own they share its URL, and take their roles.
    const own = async (role: "web" | "worker"): Promise<Record<string, string>> => (postgres ? { DATABASE_URL: await makeLogin(checked.env.DATABASE_URL, `amends_${role}`, keptSecret(path.join(checked.env.AMENDS_DATA_DIR, "secrets", `database-${role}`), "base64url")) } : {});
    const launch = async (args: string[], more: Record<string, string> = {}) => {
      const child = await startChild(args, { ...env, ...more });
      children.push(child);
      return child;
    };
    const running = await Promise.all([
      ...(catcherPorts ? [launch(["mail-catcher", ...catcherPorts.map(String)])] : []),
      launch(["worker"], await own("worker")),
      launch(["web"], await own("web")),
    ]);
    console.log(banner(checked.env, mailPage, demoPassword));
    const died = Promise.race(running.map((child) => new Promise<string>((resolve) => child.once("exit", () => resolve("child ended")))));
    failed = (await Promise.race([stop, died])) === "child ended";
    if (failed) console.error("A part of Amends ended unexpectedly; stopping the others.");
  } catch (error) {
    const fault = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    console.error(fault instanceof Error ? fault.message : fault);
    failed = true;
  }
  await Promise.all(children.map(endChild));
  postgres?.stop();
  return failed ? 1 : 0;
}

/** Start one part and wait until it says that it is ready. */
function startChild(args: string[], env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "cli/amends.ts", ...args], { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve(child));
    child.once("exit", (code) => reject(new Error(`amends ${args[0]} ended with status ${code} before it was ready`)));
  });
}

function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const end = setTimeout(() => child.kill("SIGKILL"), 15_000);
    child.once("exit", () => {
      clearTimeout(end);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

function banner(env: Env, mailPage: string | null, demoPassword: string | null): string {
  const database = new URL(env.DATABASE_URL);
  const lines = [
    ["Portal", `${env.AMENDS_URL}/ko   ${env.AMENDS_URL}/en`],
    ["Console", `${env.CONSOLE_URL ?? env.AMENDS_URL}/console`],
    ...(demoPassword ? [["Sign in", demoEmails.join("\n")], ["Password", `${demoPassword}   (the same for all of them)`], ["Code", `npm run -s amends -- staff code ${demoEmail("admin")}`]] : []),
    ...(mailPage ? [["Mail", `${mailPage}   (every mail and text message is caught here)`]] : []),
    ["Database", `${database.hostname}:${database.port || 5432}`],
  ];
  const width = Math.max(...lines.map(([name = ""]) => name.length));
  return `\n  Amends is ready. Ctrl-C stops it.\n\n${lines.map(([name = "", text = ""]) => `  ${name.padEnd(width)}  ${text.replaceAll("\n", `\n${" ".repeat(width + 4)}`)}`).join("\n")}\n`;
}

export const command: Command = {
  summary: "start everything on this machine",
  usage: "amends start\nStarts PostgreSQL, web, worker and mail catcher; settings of .env.example replace each embedded part.",
  run,
};

