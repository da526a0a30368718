import nodemailer from "nodemailer";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sampleReports, sampleToken } from "@/test/inbound-reports";
import { systemContext } from "@/test/contexts";
import { testKeyEncryptionKey, useDatabase } from "@/test/database";
import { startSmtpSink, type SmtpSink } from "@/test/smtp-sink";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, expectInvariants, people, sendAllDue } from "@/test/waves";
import { openDatabase } from "@/db/client";
import { openKeyRing } from "@/domain/keys/key-ring";
import { findSuppressed } from "@/domain/suppressions/queries";
import type { WaveSending } from "@/domain/waves/ledger/send-range";
import { parseEnv, type Env } from "@/lib/env";
import { startInbound } from "./inbound";

const database = useDatabase();
const held: { sink?: SmtpSink; sending?: WaveSending } = {};
beforeAll(async () => {
  held.sink = await startSmtpSink();
  held.sending = aWaveSending(database.url, held.sink.port);
});
afterAll(async () => {
  if (held.sending) await endSending(held.sending);
  await held.sink?.close();
});

function anEnv(more: Record<string, string>): Env {
  const parsed = parseEnv({
    AMENDS_ENV: "development",
    DATABASE_URL: database.url,
    SMTP_URL: "smtps://relay.example",
    MAIL_FROM: "notice@haneulmall.example",
    NEXTAUTH_SECRET: "x".repeat(32),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
    AMENDS_KEY: Buffer.alloc(32).toString("base64"),
    ...more,
  });
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return parsed.env;
}

async function deliver(port: number, to: string, raw: Buffer): Promise<string> {
  const client = nodemailer.createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true });
  try {
    return (await client.sendMail({ envelope: { from: "", to }, raw })).response;
  } catch (error) {
    return (error as { response?: string }).response ?? String(error);
  } finally {
    client.close();
  }
}

/** A sample report, about another message. */
const about = (token: string, raw: Buffer) => Buffer.from(raw.toString().replaceAll(sampleToken, token));

it("leads a bounce from the return path of a sent message to the ledger, once, and nobody else's mail anywhere", async () => {
  const { versionId } = await anIncidentWithPeople(database.parts, people(6));
  const wave = await aFrozenWave(database.parts, versionId);
  await sendAllDue(database.parts, held.sending!, wave.id);
  const [message] = held.sink!.messages;
  const token = /^Message-ID: <([a-z2-7]{64})@/m.exec(message!.raw.toString())![1]!;
  const listener = (await startInbound(anEnv({ INBOUND_SMTP_PORT: "0" }), database.parts))!;
  try {
    const report = about(token, sampleReports[0]!.raw);
    for (let i = 0; i < 3; i++) expect(await deliver(listener.port, `${token}@haneulmall.example`, report)).toMatch(/^250/);
    expect(await deliver(listener.port, `${sampleToken}@haneulmall.example`, report)).toMatch(/^550/);
    expect(await deliver(listener.port, "notice@haneulmall.example", report)).toMatch(/^550/);
  } finally {
    await listener.close();
  }
  expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 6 }, paths: { reached: 5, unreachable: 1 } });
  expect(await findSuppressed(systemContext(database.parts), database.db, "first", "email", [message!.to[0]!])).toEqual([true]);
  const { rows } = await database.db.$client.query<{ row: string }>("select row_to_json(o)::text as row from outcomes o");
  expect(rows).toHaveLength(1);
  expect(rows[0]!.row).not.toMatch(/minji|person\d|entrance code/);
});

it("asks senders to come again while the database is away", async () => {
  const gone = openDatabase("postgres://nobody@127.0.0.1:1/nothing", { max: 1, applicationName: "amends-test" });
  const listener = (await startInbound(anEnv({ INBOUND_SMTP_PORT: "0" }), { ...database.parts, db: gone, keys: openKeyRing(gone, testKeyEncryptionKey) }))!;
  try {
    expect(await deliver(listener.port, `${sampleToken}@haneulmall.example`, sampleReports[0]!.raw)).toMatch(/^451/);
  } finally {
    await listener.close();
    await gone.$client.end();
  }
});

it("listens nowhere unless it is told to", async () => {
  expect(await startInbound(anEnv({}), database.parts)).toBeNull();
});
