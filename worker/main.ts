import { EventEmitter } from "node:events";
import { Logger, parseCronItems, run, type Runner } from "graphile-worker";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { openRelays } from "@/channels/email/relay-set";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import type { SmsGatewayOptions } from "@/channels/sms/gateway";
import { openSmsWaveTransport } from "@/channels/sms/wave-transport";
import { openSmsTransport } from "@/channels/sms/sms-transport";
import { openDatabase } from "@/db/client";
import { sendingLocks } from "@/db/values/installation";
import { openKeyRing } from "@/domain/keys/key-ring";
import { findDueLettersJob } from "@/domain/letters/jobs";
import type { SmsReceipt } from "@/domain/correspondence/types";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { openHandoverWindow } from "@/domain/waves/handover-window";
import { watchWavesJob } from "@/domain/waves/jobs";
import { recordReceipt } from "@/domain/waves/record-receipt";
import type { WaveTransport } from "@/domain/waves/types";
import type { Env } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";
import { registryMetrics, serveInternals } from "@/lib/metrics";
import type { Collaborators } from "./define-task";
import { startInbound } from "./inbound";
import { startInstallationWatch } from "./installation-watch";
import { loadRelays, relayMetrics, watchRelays } from "./relays";
import { startReaper } from "./reaper";
import { tasks } from "./tasks";

const LANES = { person: 4, bulk: 2 } as const;
/** Texts to single people that may be under way at once. */
const PERSON_TEXTS = 4;
/** Jobs that come by the clock. */
const CRON: Record<string, string> = { [watchWavesJob.name]: "* * * * *", [findDueLettersJob.name]: "* * * * *" };

export interface RunningWorker {
  /** Let running jobs finish, then let go of everything. */
  stop(): Promise<void>;
}

/**
 * Start one worker process: the composition root of all background work. Each lane is a runner of its own, so that a wave of millions never stands
 * before a code mail. Any number may run against one database.
 */
export async function startWorker(env: Env): Promise<RunningWorker> {
  const settings = loadRelays(env);
  const log = createLogger("worker", env.AMENDS_LOG_LEVEL);
  const db = openDatabase(env.DATABASE_URL, { max: 12, applicationName: "amends-worker", onError: (error) => log.error({ err: error }, "database connection lost") });
  const parts: ProcessParts = { db, keys: openKeyRing(db, loadKeyEncryptionKey(env)), log };
  const relays = openRelays(settings, env.MAIL_FROM);
  const gateway = smsGateway(env);
  const person = { mail: relays.mail, sms: gateway && openSmsTransport({ ...gateway, connections: PERSON_TEXTS }) };
  const ledger = openDatabase(env.DATABASE_URL, { max: LANES.bulk, applicationName: "amends-ledger", planOnce: true, onError: (error) => log.error({ err: error }, "database connection lost") });
  const texts = gateway && openSmsWaveTransport({ ...gateway, connections: env.SMS_CONNECTIONS, onReceipt: (receipt) => takeReceipt(parts, receipt) });
  const way = (transport: WaveTransport) => ({ transport, window: openHandoverWindow(transport.connections) });
  const waves = { ledger, ways: { email: way(relays.waves), ...(texts && { sms: way(texts) }) }, portalUrl: env.AMENDS_URL };
  // Before any job: a worker that is started on a restored copy must not send the first message.
  const installation = await startInstallationWatch(parts, env);
  const letters = { printer: openLetterPrinter(), portalUrl: env.AMENDS_URL };
  const events = new EventEmitter();
  const reaper = await startReaper(env.DATABASE_URL, events, log);
  const runners = await Promise.all((Object.keys(LANES) as (keyof typeof LANES)[]).map((lane) => startLane(lane, parts, { person, waves, letters }, events)));

  const inbound = await startInbound(env, parts);

  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "amends_jobs_due",
    help: "Jobs that are due and not yet taken",
    registers: [registry],
    async collect() {
      const { rows } = await db.$client.query<{ due: number }>("select count(*)::int as due from graphile_worker.jobs where run_at <= now() and locked_at is null and attempts < max_attempts");
      this.set(rows[0]?.due ?? 0);
    },
  });
  for (const state of ["broken", "stalled"] as const) {
    new Gauge({
      name: `amends_waves_${state}`,
      help: state === "broken" ? "Waves whose people or messages do not add up" : "Waves that stand still while there is something to send",
      registers: [registry],
      async collect() {
        const { rows } = await db.$client.query<{ waves: number }>(`select count(*)::int as waves from wave_watches x join waves w on w.id = x.wave_id where x.${state} and w.state in ('sending', 'paused')`);
        this.set(rows[0]?.waves ?? 0);
      },
    });
  }
  new Gauge({
    name: "amends_sending_locked",
    help: "1 for the reason why waves are held: trial, unconfirmed (nothing at all leaves) or copy",
    labelNames: ["reason"],
    registers: [registry],
    async collect() {
      const lock = await installation.lock();
      for (const reason of sendingLocks) this.set({ reason }, lock === reason ? 1 : 0);
    },
  });
  relayMetrics(registry, relays);
  const relayWatch = watchRelays(parts, relays);
  const internals = await serveInternals({
    host: "127.0.0.1",
    port: env.WORKER_PORT,
    metrics: registryMetrics(registry),
    ready: async () => {
      // A database that may be a restored copy is there, and yet this worker is not ready for work: it sends nothing.
      const lock = await installation.lock().catch(() => "no-database" as const);
      const checks = { database: lock !== "no-database", installation: lock !== "no-database" && lock !== "unconfirmed" };
      return { ok: checks.database && checks.installation, checks };
    },
  });
  log.info({ lanes: LANES }, "worker ready");
  return {
    async stop() {
      await Promise.all([...runners.map((runner) => runner.stop()), inbound?.close()]);
      await installation.stop();
      await reaper.stop();
      await relayWatch.stop();
      person.sms?.close();
      texts?.close();
      relays.close();
      internals.close();
      await ledger.$client.end();
      await db.$client.end();
      log.info("worker stopped");
    },
  };
}

/** How to reach the SMS gateway; null where there is none, and then nobody is offered a text. */
/** A receipt that came over the gateway's own line. One that has to come again is not confirmed to the gateway. */
async function takeReceipt(parts: ProcessParts, receipt: SmsReceipt): Promise<void> {
  const taken = await recordReceipt(mintContext(parts, { kind: "system", job: "inbound/sms" }), receipt);
  if (taken === "later") throw new Error("the receipt has to come again");
}

function smsGateway(env: Env): Omit<SmsGatewayOptions, "connections"> | null {
  return env.SMS_URL !== undefined && env.SMS_FROM !== undefined ? { url: env.SMS_URL, from: env.SMS_FROM, secret: env.SMS_SECRET ?? "" } : null;
}

function startLane(lane: keyof typeof LANES, parts: ProcessParts, collaborators: Collaborators, events: EventEmitter): Promise<Runner> {
  const mine = tasks.filter((task) => task.job.lane === lane);
  return run({
    pgPool: parts.db.$client,
    concurrency: LANES[lane],
    noHandleSignals: true,
    pollInterval: 1_000,
    events: events,
    logger: new Logger(() => (level, message) => {
      if (["error", "warning"].includes(level)) parts.log.warn({ lane }, message);
    }),
    // Once a minute over all processes, however many there are.
    parsedCronItems: parseCronItems(mine.flatMap(({ job }) => (job.name in CRON ? [{ task: job.name, match: CRON[job.name] ?? "", options: { maxAttempts: job.maxAttempts } }] : []))),
    taskList: Object.fromEntries(mine.map((task) => [task.job.name, task.toGraphile(parts, collaborators)])),
  });
}
