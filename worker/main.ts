import type { Socket } from "node:net";
import { collectDefaultMetrics, Registry } from "prom-client";
import { openGeoDatabase } from "@/channels/alarms/geo-database";
import { openAlarmWebhook } from "@/channels/alarms/webhook";
import { openPlaces } from "@/channels/checkpoints/open-places";
import { openRelays } from "@/channels/email/relay-set";
import { openListFile } from "@/channels/erasures/list-file";
import { openInspector } from "@/channels/inspection/open-inspector";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import { openOutsideFetcher, openPageFetcher } from "@/channels/posting/fetch-page";
import { openClamd } from "@/channels/scanner/clamd";
import type { SmsGatewayOptions } from "@/channels/sms/gateway";
import { openSmsWaveTransport } from "@/channels/sms/wave-transport";
import { openSmsTransport } from "@/channels/sms/sms-transport";
import { openStore } from "@/channels/storage/open-store";
import { EVERY_INCIDENT, openDatabase } from "@/db/client";
import { originOf } from "@/domain/audit/log/signing-key";
import { watchAccessJob } from "@/domain/access-review/jobs";
import { watchClocksJob } from "@/domain/claims/clocks/jobs";
import { forgetUploadsJob } from "@/domain/exposure/jobs";
import { assignNewClaimsJob } from "@/domain/claims/desk/jobs";
import { forgetTracesJob } from "@/domain/claims/risk/jobs";
import { remindRequestsJob } from "@/domain/claims/jobs";
import { sweepEvidenceJob, wakeEvidenceJob } from "@/domain/evidence/jobs";
import { openKeyRing } from "@/domain/keys/key-ring";
import { noteKeyUse } from "@/domain/keys/register/note-use";
import { recountLedgerJob } from "@/domain/ledger/jobs";
import { findDueLettersJob } from "@/domain/letters/jobs";
import type { SmsReceipt } from "@/domain/correspondence/types";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { isAdminOverdue } from "@/domain/staff/in-force";
import { keepRetentionJob } from "@/domain/retention/jobs";
import { checkPostingsJob } from "@/domain/postings/jobs";
import { CHECK_MINUTES } from "@/domain/postings/rules";
import { openHandoverWindow } from "@/domain/waves/ledger/handover-window";
import { watchWavesJob } from "@/domain/waves/jobs";
import { recordReceipt } from "@/domain/waves/feedback/record-receipt";
import type { WaveTransport } from "@/domain/waves/types";
import { wakeHeldWaves } from "@/domain/waves/wake-held-waves";
import type { Env } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";
import { registryMetrics, serveInternals, type HealthAnswer } from "@/lib/metrics";
import { auditMetrics, startAuditLog } from "./audit-log";
import { detectionMetrics, startDetection } from "./detection";
import { startErasureWatch, type ErasureWatch } from "./erasure-watch";
import { startInbound } from "./inbound";
import { startInstallationWatch, type InstallationWatch } from "./installation-watch";
import { startKeyWatch, type KeyWatch } from "./key-watch";
import { LANES, startLane } from "./lane";
import { workerMetrics } from "./metrics";
import { startReaper, type Reaper } from "./reaper";
import { loadRelays, registerKeys, relayMetrics, watchRelays } from "./relays";

/** After so many seconds the database gives up a statement of the ledger, and a transaction whose holder says nothing: nobody else can do its work while it holds rows. */
const SILENT_SECONDS = 15;
/** Texts to single people that may be under way at once. */
const PERSON_TEXTS = 4;
/** Jobs that come by the clock. */
const CRON: Record<string, string> = {
  [watchWavesJob.name]: "* * * * *",
  [findDueLettersJob.name]: "* * * * *",
  [checkPostingsJob.name]: `*/${CHECK_MINUTES} * * * *`,
  [wakeEvidenceJob.name]: "* * * * *",
  [sweepEvidenceJob.name]: "17 * * * *",
  [recountLedgerJob.name]: "37 * * * *",
  [forgetTracesJob.name]: "41 3 * * *",
  [forgetUploadsJob.name]: "47 * * * *",
  [watchClocksJob.name]: "* * * * *",
  [assignNewClaimsJob.name]: "* * * * *",
  [remindRequestsJob.name]: "*/10 * * * *",
  [watchAccessJob.name]: "*/10 * * * *",
  [keepRetentionJob.name]: "23 * * * *",
};

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
  const sockets = new Set<Socket>();
  const pool = { role: "amends_worker" as const, sees: EVERY_INCIDENT, silentTransactionSeconds: SILENT_SECONDS, sockets, onError: (error: Error) => log.error({ err: error }, "database connection lost"), onRefused: (sqlstate: string) => refused(sqlstate) };
  let refused: (sqlstate: string) => void = () => undefined;
  const db = openDatabase(env.DATABASE_URL, { ...pool, max: 12, applicationName: "amends-worker" });
  // A connection of its own: acts ask for keys in their transactions, and must not wait for each other there.
  const ofKeys = openDatabase(env.DATABASE_URL, { ...pool, max: 1, applicationName: "amends-worker-keys" });
  const parts: ProcessParts = { db, keys: openKeyRing(ofKeys, loadKeyEncryptionKey(env)), log };
  const relays = openRelays(settings, env.MAIL_FROM);
  const gateway = smsGateway(env);
  const person = { mail: relays.mail, sms: gateway && openSmsTransport({ ...gateway, connections: PERSON_TEXTS }) };
  const ledger = openDatabase(env.DATABASE_URL, { ...pool, max: LANES.bulk, applicationName: "amends-ledger", planOnce: true, durable: true, statementSeconds: SILENT_SECONDS, answerSeconds: SILENT_SECONDS + 5 });
  const texts = gateway && openSmsWaveTransport({ ...gateway, connections: env.SMS_CONNECTIONS, onReceipt: (receipt) => takeReceipt(parts, receipt) });
  const ending = new AbortController();
  const way = (transport: WaveTransport) => ({ transport, window: openHandoverWindow(transport.connections) });
  const waves = { ledger, ways: { email: way(relays.waves), ...(texts && { sms: way(texts) }) }, lingering: new Set<Promise<void>>(), worked: new Set<string>(), ending: ending.signal, portalUrl: env.AMENDS_URL };
  // Before any job: a worker that is started on a restored copy must not send the first message.
  const installation = await startInstallationWatch(parts, env);
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  // Whatever is under way is ended and nothing is begun: no mail, no text, no checkpoint, no alarm goes out by a key that others may know. The port stays, and says why.
  const halt = async () => {
    await begun;
    ending.abort();
    await Promise.all([...lanes.map((lane) => lane.stop()), auditLog.stop(), detection.stop(), erasureWatch.stop()]);
  };
  // First whether a key was retired: one that has been given up must not be entered again as one of ours.
  const keyWatch = await startKeyWatch(parts, env, settings, relays, halt);
  await registerKeys(parts, settings);
  const letters = { printer: openLetterPrinter(), portalUrl: env.AMENDS_URL };
  const reaper = await startReaper(env.DATABASE_URL, log, {
    cut: () => sockets.forEach((socket) => socket.destroy()),
    // Jobs that failed meanwhile come back by growing pauses; waves do not wait for that.
    onBack: () => wakeHeldWaves(mintContext(parts, { kind: "system", job: "worker/database-back" })),
  });
  refused = (sqlstate) => reaper.refused(sqlstate);
  const postings = { pages: openPageFetcher(), outside: openOutsideFetcher(env.BANNER_PRIVATE_HOSTS), portalUrl: env.AMENDS_URL };
  const scanner = env.CLAMAV_URL === undefined ? null : openClamd({ url: env.CLAMAV_URL, maxAgeHours: env.CLAMAV_MAX_AGE_HOURS, log });
  const inspector = openInspector();
  const evidence = { store: openStore(env), inspector, scanner };
  const erasure = { list: env.ERASURE_LIST_FILE === undefined ? null : openListFile(env.ERASURE_LIST_FILE), backupDays: env.BACKUP_RETENTION_DAYS ?? null };
  const checkpoints = openPlaces(env, relays.mail);
  const alarms = { suspendReaders: env.AMENDS_SUSPEND_READERS === "yes", places: env.GEO_DATABASE === undefined ? null : openGeoDatabase(env.GEO_DATABASE), checkpointPlaces: checkpoints.map(({ name }) => name), outlet: env.ALARM_WEBHOOK === undefined ? null : openAlarmWebhook(env.ALARM_WEBHOOK) };
  const collaborators = { person, waves, letters, postings, evidence, erasure, documents: { judge: inspector, scanner }, alarms, consoleUrl: env.CONSOLE_URL ?? env.AMENDS_URL };
  const lanes = await Promise.all((Object.keys(LANES) as (keyof typeof LANES)[]).map((lane) => startLane({ lane, cron: CRON, parts, collaborators, reaper })));

  const auditLog = startAuditLog({ parts, installation, places: checkpoints, origin: originOf(env.AMENDS_URL) });
  const erasureWatch = startErasureWatch(parts, erasure);
  const detection = startDetection(parts, alarms);
  const inbound = await startInbound(env, parts);

  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  workerMetrics(registry, { parts, installation, reaper });
  relayMetrics(registry, relays);
  auditMetrics(registry, parts);
  detectionMetrics(registry, parts);
  const relayWatch = watchRelays(parts, relays);
  const internals = await serveInternals({
    host: "127.0.0.1",
    port: env.WORKER_PORT,
    metrics: registryMetrics(registry),
    ready: () => answerReady({ parts, installation, reaper, keyWatch, erasureWatch }),
  });
  begin();
  log.info({ lanes: LANES }, "worker ready");
  return {
    async stop() {
      ending.abort();
      await Promise.all([...lanes.map((lane) => lane.stop()), inbound?.close()]);
      await Promise.all(waves.lingering);
      await Promise.all([auditLog.stop(), detection.stop(), erasureWatch.stop(), installation.stop(), keyWatch.stop()]);
      await reaper.stop();
      await relayWatch.stop();
      person.sms?.close();
      texts?.close();
      relays.close();
      internals.close();
      await ledger.$client.end();
      await ofKeys.$client.end();
      await db.$client.end();
      log.info("worker stopped");
    },
  };
}

interface Watches {
  parts: ProcessParts;
  installation: InstallationWatch;
  reaper: Reaper;
  keyWatch: KeyWatch;
  erasureWatch: ErasureWatch;
}

/** Whether this worker is ready for work, and what keeps it from it. */
async function answerReady({ parts, installation, reaper, keyWatch, erasureWatch }: Watches): Promise<HealthAnswer> {
  // A database that may be a restored copy is there, and yet this worker is not ready for work: it sends nothing.
  const lock = await installation.lock().catch(() => "no-database" as const);
  const { reachable, writable } = reaper.health();
  // What cannot be told is not taken to be well.
  const overdue = lock === "no-database" ? [] : await keyWatch.overdue().catch(() => null);
  const { stopped, halted } = keyWatch.standing();
  // Nobody whose role has not run out could renew one: the operator has to.
  const administered = lock === "no-database" || !(await isAdminOverdue(parts.db).catch(() => true));
  const checks = { database: lock !== "no-database" && reachable, writable, installation: lock !== "no-database" && lock !== "unconfirmed", keys: overdue?.length === 0, "stopped-keys": stopped.length === 0, administered, erasures: erasureWatch.missing() === 0 };
  return { ok: Object.values(checks).every(Boolean), checks, ...(overdue?.length && { keys: overdue }), ...(stopped.length > 0 && { stopped, halted }) };
}

/** A receipt that came over the gateway's own line. One that has to come again is not confirmed to the gateway. */
async function takeReceipt(parts: ProcessParts, receipt: SmsReceipt): Promise<void> {
  const taken = await recordReceipt(mintContext(parts, { kind: "system", job: "inbound/sms" }), receipt);
  if (taken === "later") throw new Error("the receipt has to come again");
}

/** How to reach the SMS gateway; null where there is none, and then nobody is offered a text. */
function smsGateway(env: Env): Omit<SmsGatewayOptions, "connections"> | null {
  if (env.SMS_URL === undefined || env.SMS_FROM === undefined) return null;
  const signed = env.SMS_URL.startsWith("http");
  const onUse = () => {
    if (signed) noteKeyUse("webhook", "SMS_SECRET");
    noteKeyUse("sms-password", "SMS_URL");
  };
  return { url: env.SMS_URL, from: env.SMS_FROM, secret: env.SMS_SECRET ?? "", nextSecret: env.SMS_NEXT_SECRET, onUse };
}
