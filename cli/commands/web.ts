import cluster from "node:cluster";
import { existsSync } from "node:fs";
import path from "node:path";
import { AggregatorRegistry } from "prom-client";
import { loadEnv, type Env } from "@/lib/env";
import { createLogger } from "@/lib/logger";
import { serveInternals } from "@/lib/metrics";
import type { Command } from "../command";
import { stopSignal } from "../stop-signal";

const RESTART_PAUSE_MS = 1_000;

/** Fork the standalone server WEB_PROCESSES times on one port, and again whenever one of them dies. */
async function run(): Promise<number> {
  const env = loadEnv();
  const log = createLogger("web", env.AMENDS_LOG_LEVEL);
  const server = path.resolve(".next/standalone/server.js");
  if (!existsSync(server)) {
    console.error("There is no build yet; `npm start` makes one, or run `npm run build`.");
    return 1;
  }
  let stopping = false;
  cluster.setupPrimary({ exec: server, execArgv: [], silent: false });
  const fork = () => cluster.fork(serverEnvironment(env));
  cluster.on("exit", (worker, code, signal) => {
    if (stopping) return;
    log.error({ status: code, signal }, "web process ended; starting another");
    setTimeout(() => !stopping && fork(), RESTART_PAUSE_MS);
  });
  for (let i = 0; i < env.WEB_PROCESSES; i++) fork();
  await listening(env.WEB_PROCESSES);
  const registry = new AggregatorRegistry();
  const internals = await serveInternals({
    host: "127.0.0.1",
    port: env.METRICS_PORT,
    ready: () => {
      const ok = Object.keys(cluster.workers ?? {}).length > 0;
      return Promise.resolve({ ok, checks: { processes: ok } });
    },
    metrics: () => registry.clusterMetrics(),
  });
  process.send?.("ready");
  await stopSignal();
  stopping = true;
  internals.close();
  await stopAll();
  return 0;
}

function serverEnvironment(env: Env): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOSTNAME: env.HOST,
    PORT: String(env.PORT),
    NODE_ENV: "production",
    NEXTAUTH_URL: env.CONSOLE_URL ?? env.AMENDS_URL,
    // The server goes into its own directory; what it keeps belongs where its worker looks for it.
    AMENDS_DATA_DIR: path.resolve(env.AMENDS_DATA_DIR),
    KEEP_ALIVE_TIMEOUT: "65000",
  };
}

function listening(processes: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    cluster.on("listening", () => {
      seen += 1;
      if (seen === processes) resolve();
    });
  });
}

/** Let requests under way finish; whoever has not gone after five seconds is ended. */
function stopAll(): Promise<void> {
  return new Promise((resolve) => {
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    let left = workers.length;
    if (left === 0) resolve();
    for (const worker of workers) {
      const end = setTimeout(() => worker.process.kill("SIGKILL"), 5_000);
      worker.once("exit", () => {
        clearTimeout(end);
        left -= 1;
        if (left === 0) resolve();
      });
      worker.process.kill("SIGTERM");
    }
  });
}

export const command: Command = { summary: "run the web server", usage: "amends web\nSettings: HOST, PORT, WEB_PROCESSES, METRICS_PORT and the others of .env.example.", run };
