import { generateKeyPairSync, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import nodemailer from "nodemailer";
import type { DkimSigner } from "@/channels/email/dkim-signature";
import { demoWording } from "@/db/seed/demo-notice-words";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { compileNotice, fillNotice } from "@/domain/notices/render-notice";
import { sendRange } from "@/domain/waves/send-range";
import { systemContext } from "@/test/contexts";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, people, PORTAL } from "@/test/waves";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { serverSeconds, startSink } from "./wave-fleet";

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

/** Measure a wave to a local relay against nodemailer's own pool composing and sending the same messages without a ledger, in turns. */
export async function measureWaveSending({ name, must, signed }: WaveBench, { quick }: BenchOptions): Promise<Result> {
  const recipients = quick ? 2_000 : 20_000;
  const database = await openBenchDatabase();
  const { parts, url } = database;
  const relay = await startSink();
  const dkim: DkimSigner | undefined = signed ? { domain: "haneulmall.example", selector: "s2025", key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey } : undefined;
  try {
    const { versionId } = await anIncidentWithPeople(parts, people(recipients));
    const waves: number[] = [];
    const pools: number[] = [];
    const used = { wave: 0, database: 0, pool: 0 };
    const own = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
    await sendPool(relay.port, Math.min(recipients, 1_000), dkim);
    for (let round = 0; round < 3; round++) {
      const began = { own: own(), database: await serverSeconds(database) };
      waves.push(await sendWave(parts, url, versionId, relay.port, dkim));
      used.wave += own() - began.own;
      used.database += (await serverSeconds(database)) - began.database;
      const before = own();
      pools.push(await sendPool(relay.port, recipients, dkim));
      used.pool += own() - before;
    }
    const figure = median(waves);
    const baseline = median(pools);
    const ratio = figure / baseline;
    const inPlace = await hotShare(parts);
    const each = (seconds: number) => ((seconds * 1_000) / (3 * recipients)).toFixed(2);
    return { name, figure, unit: "messages/s", baseline, ratio, must: `ratio ≥ ${must}, in place ≥ ${MUST_IN_PLACE}`, ok: ratio >= must && inPlace >= MUST_IN_PLACE, note: `${recipients.toLocaleString("en")} recipients, ${CONNECTIONS} connections, median of 3; in-place updates of deliveries ${inPlace.toFixed(3)}; processor time a message: ${each(used.wave)} ms of ours and ${each(used.database)} ms of the database, freezing included, against ${each(used.pool)} ms of the pool` };
  } finally {
    relay.child.disconnect();
    await database.drop();
  }
}

async function sendWave(parts: ProcessParts, url: string, versionId: string, port: number, dkim?: DkimSigner): Promise<number> {
  const wave = await aFrozenWave(parts, versionId);
  const sending = aWaveSending(url, port, CONNECTIONS, { dkim });
  const began = performance.now();
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while ((await sendRange(systemContext(parts), sending, wave.id)).kind === "worked");
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await endSending(sending);
  const { rows } = await parts.db.execute<{ accepted: number; state: string }>(sql`select sum(accepted)::int as accepted, (select state from waves where id = ${wave.id}) as state from wave_ranges where wave_id = ${wave.id}`);
  if (rows[0]?.state !== "finished" || rows[0].accepted !== wave.expected) throw new Error("the wave did not reach everybody");
  return Math.round(rows[0].accepted / seconds);
}

/** The same messages by nodemailer alone: it composes text and HTML for each, and nothing is written down. */
async function sendPool(port: number, recipients: number, dkim?: DkimSigner): Promise<number> {
  const pool = nodemailer.createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true, pool: true, maxConnections: CONNECTIONS, maxMessages: Infinity, dkim: dkim && { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.key } });
  const shared = { organisation: "하늘몰", "contact-desk": "하늘몰 개인정보보호센터, 080-000-0100, privacy@haneulmall.example", "portal-url": PORTAL, "as-of": "2025년 12월 3일 18:00" };
  const letters = { ko: compileNotice(demoWording("full"), "ko", shared), en: compileNotice(demoWording("full"), "en", shared) };
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS * 2 }, async () => {
      while (next < recipients) {
        const i = next++;
        const locale = i % 2 === 0 ? "ko" : "en";
        const { subject, text, html } = fillNotice(letters[locale], { "leaked-classes": "이름, 이메일 주소", reference: "N-2345-6789" });
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

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
