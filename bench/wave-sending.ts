import { generateKeyPairSync, randomUUID } from "node:crypto";
import { cpus } from "node:os";
import { sql } from "drizzle-orm";
import nodemailer from "nodemailer";
import type { DkimSigner } from "@/channels/email/dkim-signature";
import { demoWording } from "@/db/seed/demo-notice-words";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { compileNotice, fillNotice } from "@/domain/notices/rendering/render-notice";
import { personalValues, selectSections } from "@/domain/notices/rules";
import { sendRange } from "@/domain/waves/ledger/send-range";
import { systemContext } from "@/test/contexts";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, people, PORTAL } from "@/test/waves";
import { openBenchDatabase, type BenchDatabase } from "./database";
import { median, type BenchOptions, type Result } from "./result";
import { busyBetween, processorsUsed, startSink, toldBusy, type Busy, type Sink } from "./wave-fleet";

/** What both sides are asked to do. */
interface WaveBench {
  name: string;
  /** Least ratio of ours to the pool's. */
  must: number;
  /** Whether both sign every message with RSA-2048. */
  signed: boolean;
}

const MUST_IN_PLACE = 0.95;
const CONNECTIONS = 10;
const FROM = "하늘몰 <notice@haneulmall.example>";
/** Ranges worked on at a time: the bulk lane of one worker. */
const LANES = 2;
const ROUNDS = 3;

/** Measure a wave to a local relay against nodemailer's own pool composing and sending the same messages without a ledger, in turns. */
export async function measureWaveSending({ name, must, signed }: WaveBench, { quick }: BenchOptions): Promise<Result> {
  const recipients = quick ? 2_000 : 20_000;
  const database = await openBenchDatabase();
  const { parts } = database;
  const relay = await startSink();
  const dkim: DkimSigner | undefined = signed ? { domain: "haneulmall.example", selector: "s2025", key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey } : undefined;
  try {
    const { versionId } = await anIncidentWithPeople(parts, people(recipients));
    const waves: Sent[] = [];
    const pools: number[] = [];
    let poolUsed = 0;
    await sendPool(relay.port, Math.min(recipients, 1_000), dkim);
    for (let round = 0; round < ROUNDS; round++) {
      waves.push(await sendWave(database, versionId, relay, dkim));
      const before = ownSeconds();
      pools.push(await sendPool(relay.port, recipients, dkim));
      poolUsed += ownSeconds() - before;
    }
    const middle = median(waves, (wave) => wave.perSecond);
    const baseline = median(pools, Number);
    const ratio = middle.perSecond / baseline;
    const inPlace = await hotShare(parts);
    const each = (busy: number) => ((busy * 1_000) / middle.perSecond).toFixed(2);
    const { busy } = middle;
    return {
      name,
      figure: middle.perSecond,
      unit: "messages/s",
      baseline,
      ratio,
      must: `ratio ≥ ${must}, in place ≥ ${MUST_IN_PLACE}`,
      ok: ratio >= must && inPlace >= MUST_IN_PLACE,
      note: `${recipients.toLocaleString("en")} recipients, ${CONNECTIONS} connections, median of ${ROUNDS}; ${Math.round(middle.commits)} commits/s; in-place updates of deliveries ${inPlace.toFixed(3)}; processor time a message: ${each(busy.senders)} ms of ours and ${each(busy.database)} ms of the database, against ${((poolUsed * 1_000) / (ROUNDS * recipients)).toFixed(2)} ms of the pool; limit: ${limitOf(busy)}`,
    };
  } finally {
    relay.child.disconnect();
    await database.drop();
  }
}

/** What one wave came to. */
interface Sent {
  perSecond: number;
  /** Transactions committed a second, those that only read among them. */
  commits: number;
  busy: Busy;
}

async function sendWave(database: BenchDatabase, versionId: string, relay: Sink, dkim?: DkimSigner): Promise<Sent> {
  const { parts } = database;
  const wave = await aFrozenWave(parts, versionId);
  const sending = aWaveSending(database.url, relay.port, CONNECTIONS, { dkim });
  const before = { commits: await commitsSoFar(parts), used: await processorsUsed(database, relay, ownSeconds()) };
  const began = performance.now();
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while ((await sendRange(systemContext(parts), sending, wave.id)).kind === "worked");
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await endSending(sending);
  const after = { commits: await commitsSoFar(parts), used: await processorsUsed(database, relay, ownSeconds()) };
  const { rows } = await parts.db.execute<{ accepted: number; state: string }>(sql`select sum(accepted)::int as accepted, (select state from waves where id = ${wave.id}) as state from wave_ranges where wave_id = ${wave.id}`);
  if (rows[0]?.state !== "finished" || rows[0].accepted !== wave.expected) throw new Error("the wave did not reach everybody");
  return { perSecond: Math.round(rows[0].accepted / seconds), commits: (after.commits - before.commits) / seconds, busy: busyBetween(before.used, after.used, seconds) };
}

function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Statistics reach the view when a session is idle, so this one is asked for its own first; those of the senders have ended by then or are idle. */
async function commitsSoFar({ db }: ProcessParts): Promise<number> {
  await db.execute(sql`select pg_stat_force_next_flush()`);
  const { rows } = await db.execute<{ commits: string }>(sql`select xact_commit as commits from pg_stat_database where datname = current_database()`);
  return Number(rows[0]?.commits ?? 0);
}

/** What kept it from going faster: one process has one thread for JavaScript, and the machine has so many processors. */
function limitOf(busy: Busy): string {
  const parts = `processors busy of ${cpus().length}: ${toldBusy(busy)}`;
  if (busy.machine >= 0.95 * cpus().length) return `the processors (${parts})`;
  if (busy.senders >= 0.85) return `the sender's one thread (${parts})`;
  return `waiting for commits and replies (${parts})`;
}

/** The same messages by nodemailer alone: it composes text and HTML for each, and nothing is written down. */
async function sendPool(port: number, recipients: number, dkim?: DkimSigner): Promise<number> {
  const pool = nodemailer.createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true, pool: true, maxConnections: CONNECTIONS, maxMessages: Infinity, dkim: dkim && { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.key } });
  const shared = { organisation: "하늘몰", "contact-desk": "하늘몰 개인정보보호센터, 080-000-0100, privacy@haneulmall.example", "portal-url": PORTAL, "as-of": "2025년 12월 3일 18:00" };
  const reader = { confirmed: ["names", "email-addresses"], possible: [], kinds: ["account-holder" as const] };
  const letters = { ko: await compileNotice(selectSections(demoWording("full"), reader), "ko", shared), en: await compileNotice(selectSections(demoWording("full"), reader), "en", shared) };
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS * 2 }, async () => {
      while (next < recipients) {
        const i = next++;
        const locale = i % 2 === 0 ? ("ko" as const) : ("en" as const);
        const { subject, text, html } = fillNotice(letters[locale], personalValues(reader, "N-2345-6789", locale));
        await pool.sendMail({ from: FROM, to: `person${i}@example.com`, subject, text, html, messageId: `<${randomUUID()}@haneulmall.example>` });
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  pool.close();
  return Math.round(recipients / seconds);
}

/** Share of updates of `deliveries` that changed the row in place. Statistics reach the view when a session is idle, so it is asked for them first. */
async function hotShare(parts: ProcessParts): Promise<number> {
  await parts.db.execute(sql`select pg_stat_force_next_flush()`);
  const { rows } = await parts.db.execute<{ share: number }>(sql`
    select sum(n_tup_hot_upd)::float / nullif(sum(n_tup_upd), 0) as share from pg_stat_user_tables where relname ~ '^deliveries_\\d+$'`);
  return rows[0]?.share ?? 0;
}
