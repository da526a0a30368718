import { randomUUID, sign, type KeyObject } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mac } from "@/lib/crypto";
import { aCertificate } from "./certificate";
import { systemContext } from "./contexts";
import { useDatabase } from "./database";
import { startSmtpSink, type SmtpSink } from "./smtp-sink";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, expectInvariants, people, sendAllDue } from "./waves";
import { deriveTokenKeys, makeToken, parseToken } from "@/domain/waves/ledger/tokens";
import type { WaveSending } from "@/domain/waves/ledger/send-range";
import { rotateHeld } from "@/domain/keys/rotation/rotate-held";
import { handleSigned, handleSns } from "@/app/_server/feedback/handle-feedback";
import type { Fetch } from "@/app/_server/feedback/sns";

const database = useDatabase();
const SECRET = "a secret of at least thirty-two letters";
const TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:haneulmall-feedback";
const HOST = "https://sns.ap-northeast-2.amazonaws.com";
const held: { sink?: SmtpSink; sending?: WaveSending; waveId?: string; tokens: string[] } = { tokens: [] };

beforeAll(async () => {
  held.sink = await startSmtpSink();
  held.sending = aWaveSending(database.url, held.sink.port);
  const { versionId } = await anIncidentWithPeople(database.parts, people(12));
  held.waveId = (await aFrozenWave(database.parts, versionId)).id;
  await sendAllDue(database.parts, held.sending, held.waveId);
  held.tokens = held.sink.messages.map(({ raw }) => /^Message-ID: <([a-z2-7]{64})@/m.exec(raw.toString())![1]!);
});
afterAll(async () => {
  if (held.sending) await endSending(held.sending);
  await held.sink?.close();
});

const post = (body: string, headers: Record<string, string> = {}) => new Request("https://notice.haneulmall.example/api/feedback", { method: "POST", body, headers });
const written = async () => (await database.db.execute<{ n: number }>(sql`select count(*)::int as n from outcomes`)).rows[0]!.n;

function signed(value: unknown, how: { at?: number; secret?: string; changed?: string } = {}): Request {
  const body = typeof value === "string" ? value : JSON.stringify(value);
  const timestamp = String(Math.floor(how.at ?? Date.now() / 1000));
  return post(how.changed ?? body, { "x-amends-timestamp": timestamp, "x-amends-signature": `v1=${mac(Buffer.from(how.secret ?? SECRET), `${timestamp}.${body}`).toString("hex")}` });
}

describe("signed events", () => {
  const events = (request: Request, secret: string | undefined = SECRET) => handleSigned(database.parts, [secret], request, "events");
  const event = (token: string, more: Record<string, unknown> = {}) => ({ id: randomUUID(), token, kind: "bounced", permanent: true, words: "550 5.1.1 <person@mail.example> unknown", ...more });

  it("are written down once, whatever part of them is told again, without addresses", async () => {
    const told = [event(held.tokens[0]!), event(held.tokens[1]!, { kind: "delivered", permanent: false })];
    expect(await (await events(signed({ events: told }))).json()).toEqual({ recorded: 2, replayed: 0, unknown: 0, later: 0 });
    const again = await events(signed({ events: [...told, event(`b${held.tokens[2]!.slice(1)}`)] }));
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ recorded: 0, replayed: 2, unknown: 1, later: 0 });
    expect((await expectInvariants(database.parts, held.waveId!)).paths).toEqual({ reached: 11, unreachable: 1 });
    const { rows } = await database.db.execute<{ words: string }>(sql`select words from outcomes where kind = 'bounced'`);
    expect(rows).toEqual([{ words: "550 5.1.1 <…> unknown" }]);
  });

  it("are not believed without the secret, with another body, or at another time", async () => {
    const before = await written();
    const told = { events: [event(held.tokens[3]!)] };
    const body = JSON.stringify(told);
    for (const [request, status] of [
      [post(body), 401],
      [signed(told, { secret: `${SECRET}!` }), 401],
      [signed(told, { changed: body.replace("bounced", "delayed") }), 401],
      [signed(told, { at: Date.now() / 1000 - 301 }), 401],
      [signed(told, { at: Date.now() / 1000 + 310 }), 401],
      [post(body, { "x-amends-timestamp": "soon", "x-amends-signature": "v1=00" }), 401],
      [signed("not json"), 400],
      [signed({ events: [{ ...event("short") }] }), 400],
      [signed(`"${"x".repeat(300_000)}"`), 413],
    ] as const) {
      expect((await events(request)).status).toBe(status);
    }
    expect((await handleSigned(database.parts, [undefined, undefined], signed(told), "events")).status).toBe(404);
    expect(await written()).toBe(before);
  });

  it("are believed under both secrets while one is rotated, and under the new one alone from the moment at which it has taken over", async () => {
    const [old, next] = ["the secret that was used until today", "the secret that is used from now on"] as const;
    const told = { events: [event(`b${held.tokens[2]!.slice(1)}`)] };
    const status = async (secret: string) => (await handleSigned(database.parts, [old, next], signed(told, { secret }), "events")).status;
    expect([await status(old), await status(next)]).toEqual([200, 200]);
    const secrets = [old, next].map((value) => ({ kind: "webhook" as const, name: "FEEDBACK_SECRET", value }));
    expect(await rotateHeld(systemContext(database.parts), "webhook", secrets, null)).toHaveLength(1);
    expect([await status(old), await status(next)]).toEqual([401, 200]);
  });

  it("are asked for again while a message is being handed over", async () => {
    const token = held.tokens[4]!;
    const { rows } = await database.db.execute<{ id: number }>(sql`select token_key_id as id from waves where id = ${held.waveId}`);
    const { subjectId } = parseToken(deriveTokenKeys((await database.parts.keys.byId(rows[0]!.id)).bytes), token)!;
    const hold = (from: string, to: string, inHand: 1 | -1) =>
      database.db.execute(sql`
        with one as (update deliveries set state = ${to} where wave_id = ${held.waveId} and subject_id = ${subjectId} and state = ${from} returning range_no)
        update wave_ranges r set handing_over = handing_over + ${inHand}::int, accepted = accepted - ${inHand}::int from one where r.wave_id = ${held.waveId} and r.range_no = one.range_no`);
    await hold("accepted", "handing-over", 1);
    const told = { events: [event(token, { kind: "delivered" })] };
    const waits = await events(signed(told));
    expect([waits.status, waits.headers.get("retry-after")]).toEqual([503, "30"]);
    await hold("handing-over", "accepted", -1);
    expect(await (await events(signed(told))).json()).toMatchObject({ recorded: 1 });
  });
});

describe("receipts of an SMS gateway", () => {
  const receipt = (body: unknown) => handleSigned(database.parts, [SECRET], signed(body), "receipt");

  it("find their text by its handle, wait while it may be on its way, and mean nothing otherwise", async () => {
    expect(await (await receipt({ handle: "g-1", status: "delivered" })).json()).toMatchObject({ unknown: 1 });
    const { rows } = await database.db.execute<{ subject_id: string; range_no: number }>(sql`select subject_id, range_no from deliveries where wave_id = ${held.waveId} order by subject_id desc limit 1`);
    const { subject_id: subject, range_no: range } = rows[0]!;
    // As if the person had been moved on to a text, which the gateway has taken and not yet been written down for.
    await database.db.execute(sql`
      insert into wave_ranges (wave_id, range_no, channel, subject_from, subject_to, time_zone, people, path_open, entered, pending, handing_over)
      select wave_id, range_no, 'sms', subject_from, subject_to, time_zone, 1, 1, 1, 0, 1 from wave_ranges where wave_id = ${held.waveId} and range_no = ${range}`);
    await database.db.execute(sql`update wave_ranges set people = people - 1, path_reached = path_reached - 1 where wave_id = ${held.waveId} and range_no = ${range} and channel = 'email'`);
    await database.db.execute(sql`update wave_recipients set channel = 'sms', path_state = 'open' where wave_id = ${held.waveId} and subject_id = ${subject}`);
    await database.db.execute(sql`insert into deliveries (wave_id, range_no, subject_id, channel, state, attempt) values (${held.waveId}, ${range}, ${subject}, 'sms', 'handing-over', 1)`);
    await database.db.execute(sql`insert into delivery_handles (channel, handle, wave_id, subject_id) values ('sms', 'g-1', ${held.waveId}, ${subject})`);
    expect((await receipt({ handle: "g-1", status: "bounced", words: "absent 010-2345-6789" })).status).toBe(503);
    await database.db.execute(sql`update deliveries set state = 'accepted' where wave_id = ${held.waveId} and subject_id = ${subject} and channel = 'sms'`);
    await database.db.execute(sql`update wave_recipients set path_state = 'reached' where wave_id = ${held.waveId} and subject_id = ${subject}`);
    await database.db.execute(sql`update wave_ranges set handing_over = 0, accepted = 1, path_open = 0, path_reached = 1 where wave_id = ${held.waveId} and range_no = ${range} and channel = 'sms'`);
    const told = { handle: "g-1", status: "bounced", words: "absent 010-2345-6789" };
    expect(await (await receipt(told)).json()).toMatchObject({ recorded: 1 });
    expect(await (await receipt(told)).json()).toMatchObject({ replayed: 1 });
    const { rows: sms } = await database.db.execute(sql`select r.path_unreachable, r.bounced, o.words from wave_ranges r join outcomes o on o.wave_id = r.wave_id and o.words like 'absent%' where r.wave_id = ${held.waveId} and r.channel = 'sms'`);
    expect(sms).toEqual([{ path_unreachable: 1, bounced: 1, words: "absent …" }]);
    expect((await receipt({ handle: "g-1", status: "queued" })).status).toBe(400);
  });
});

describe("messages of Amazon SNS", () => {
  const day = 86_400_000;
  const { key, pem } = aCertificate({ from: new Date(Date.now() - day), to: new Date(Date.now() + day) });
  const old = aCertificate({ from: new Date(Date.now() - 2 * day), to: new Date(Date.now() - day) });
  const pages = new Map([[`${HOST}/SimpleNotificationService-1.pem`, pem], [`${HOST}/old.pem`, old.pem], ["https://sns.ap-northeast-2.amazonaws.com.evil.example/1.pem", pem], ["https://evil.example/1.pem", pem], [`${HOST}/?Action=ConfirmSubscription&Token=t`, "<ok/>"], ["https://evil.example/?confirm", "<ok/>"]]);
  const asked: string[] = [];
  const fetchPage: Fetch = (url) => {
    asked.push(url);
    const page = pages.get(url);
    return Promise.resolve({ ok: page !== undefined, text: () => Promise.resolve(page ?? "") });
  };
  const sns = (request: Request, topic: string | undefined = TOPIC) => handleSns(database.parts, topic, request, fetchPage);

  /** Sign as SNS does, apart from the code under test. */
  function message(changes: Record<string, string | undefined>, how: { key?: KeyObject; version?: "1" | "2"; after?: Record<string, string> } = {}): Request {
    const all: Record<string, string | undefined> = { Type: "Notification", MessageId: randomUUID(), TopicArn: TOPIC, Timestamp: "2026-11-25T02:00:00.000Z", SigningCertURL: `${HOST}/SimpleNotificationService-1.pem`, ...changes };
    const order = all.Type === "Notification" ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    const text = order.filter((name) => all[name] !== undefined).map((name) => `${name}\n${all[name]}\n`).join("");
    const version = how.version ?? "2";
    const Signature = sign(version === "1" ? "sha1" : "sha256", Buffer.from(text), how.key ?? key).toString("base64");
    return post(JSON.stringify({ ...all, Signature, SignatureVersion: version, ...how.after }), { "content-type": "text/plain; charset=UTF-8" });
  }

  const ses = (token: string, what: Record<string, unknown>, messageId = randomUUID()) => JSON.stringify({ ...what, mail: { timestamp: "2026-11-25T02:00:00Z", messageId, source: `${token}@haneulmall.example`, destination: ["minji.kim@mail.example"] } });
  const bounce = (bounceType: string, bounceSubType: string, status: string) => ({ notificationType: "Bounce", bounce: { bounceType, bounceSubType, feedbackId: randomUUID(), bouncedRecipients: [{ emailAddress: "minji.kim@mail.example", action: "failed", status, diagnosticCode: `smtp; 550 ${status} <minji.kim@mail.example> says no` }] } });

  it("tell of bounces, complaints and deliveries, signed by version 1 or 2, with a subject or without", async () => {
    const hard = ses(held.tokens[5]!, bounce("Permanent", "General", "5.1.1"));
    expect(await (await sns(message({ Message: hard, Subject: "Amazon SES Email Event Notification" }, { version: "1" }))).json()).toMatchObject({ recorded: 1 });
    expect(await (await sns(message({ Message: hard }))).json()).toMatchObject({ replayed: 1 });
    for (const told of [
      ses(held.tokens[6]!, { notificationType: "Complaint", complaint: { feedbackId: "c-1", complaintFeedbackType: "abuse", complainedRecipients: [{ emailAddress: "minji.kim@mail.example" }] } }),
      ses(held.tokens[7]!, { eventType: "Delivery", delivery: { timestamp: "2026-11-25T02:00:01Z", smtpResponse: "250 2.6.0 Message received", recipients: ["minji.kim@mail.example"] } }),
      ses(held.tokens[8]!, { eventType: "DeliveryDelay", deliveryDelay: { timestamp: "2026-11-25T02:00:01Z", delayType: "MailboxFull", delayedRecipients: [{ emailAddress: "minji.kim@mail.example", diagnosticCode: "smtp; 452 4.2.2 full" }] } }),
      ses(held.tokens[9]!, bounce("Transient", "General", "4.0.0")),
      ses(held.tokens[10]!, bounce("Permanent", "General", "5.7.1")),
    ]) {
      expect(await (await sns(message({ Message: told }))).json()).toMatchObject({ recorded: 1 });
    }
    const { rows } = await database.db.execute<{ kind: string; permanent: boolean; words: string }>(sql`select kind, permanent, words from outcomes order by at desc limit 6`);
    expect(rows.reverse()).toEqual([
      { kind: "bounced", permanent: true, words: "550 5.1.1 <…> says no" },
      { kind: "complained", permanent: false, words: "abuse" },
      { kind: "delivered", permanent: false, words: "250 2.6.0 Message received" },
      { kind: "delayed", permanent: false, words: "452 4.2.2 full" },
      { kind: "delayed", permanent: false, words: "550 4.0.0 <…> says no" },
      { kind: "bounced", permanent: false, words: "550 5.7.1 <…> says no" },
    ]);
    for (const about of ["Successfully validated SNS topic for Amazon SES event publishing.", ses("nobody", bounce("Permanent", "General", "5.1.1")), ses(held.tokens[5]!, { eventType: "Open", open: {} })]) {
      expect(await (await sns(message({ Message: about }))).json()).toEqual({ recorded: 0, replayed: 0, unknown: 0, later: 0 });
    }
  });

  it("are believed of the topic alone, and under a certificate of SNS in its region", async () => {
    const before = await written();
    const Message = ses(held.tokens[11]!, bounce("Permanent", "General", "5.1.1"));
    const forged: [string, Request][] = [
      ["another topic", message({ Message, TopicArn: `${TOPIC}-2` })],
      ["another key", message({ Message }, { key: old.key })],
      ["a changed message", message({ Message }, { after: { Message: Message.replace("Permanent", "Transient") } })],
      ["another version than was signed", message({ Message }, { after: { SignatureVersion: "1" } })],
      ["a version that does not exist", message({ Message }, { after: { SignatureVersion: "3" } })],
      ["a certificate from elsewhere", message({ Message, SigningCertURL: "https://evil.example/1.pem" })],
      ["a certificate from a name that begins alike", message({ Message, SigningCertURL: "https://sns.ap-northeast-2.amazonaws.com.evil.example/1.pem" })],
      ["a certificate behind a user's name", message({ Message, SigningCertURL: "https://sns.ap-northeast-2.amazonaws.com@evil.example/1.pem" })],
      ["a certificate of another region", message({ Message, SigningCertURL: "https://sns.us-east-1.amazonaws.com/1.pem" })],
      ["a certificate without https", message({ Message, SigningCertURL: "http://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService-1.pem" })],
      ["a certificate that has ended", message({ Message, SigningCertURL: `${HOST}/old.pem` }, { key: old.key })],
      ["a certificate that is not there", message({ Message, SigningCertURL: `${HOST}/gone.pem` })],
      ["no message at all", post("{}")],
    ];
    for (const [why, request] of forged) expect((await sns(request)).status, why).toBe(401);
    expect((await handleSns(database.parts, undefined, message({ Message }), fetchPage)).status).toBe(404);
    expect(asked.filter((url) => !url.startsWith(`${HOST}/`))).toEqual([]);
    expect(await written()).toBe(before);
  });

  it("ask to be subscribed to, which is said yes to at SNS alone", async () => {
    const ask = (SubscribeURL: string, changes: Record<string, string> = {}) => message({ Type: "SubscriptionConfirmation", Message: "You have chosen to subscribe", Token: "t", SubscribeURL, ...changes });
    expect((await sns(ask(`${HOST}/?Action=ConfirmSubscription&Token=t`))).status).toBe(200);
    expect(asked.at(-1)).toBe(`${HOST}/?Action=ConfirmSubscription&Token=t`);
    expect((await sns(ask("https://evil.example/?confirm"))).status).toBe(400);
    expect((await sns(ask(`${HOST}/?Action=ConfirmSubscription&Token=t`, { TopicArn: `${TOPIC}-2` }))).status).toBe(401);
    expect(asked).not.toContain("https://evil.example/?confirm");
    expect((await sns(message({ Type: "UnsubscribeConfirmation", Message: "You have been unsubscribed", Token: "t", SubscribeURL: `${HOST}/?x` }))).status).toBe(200);
  });

  it("come again when SNS or the database cannot be reached", async () => {
    const Message = ses(held.tokens[11]!, bounce("Permanent", "General", "5.1.1"));
    const broken: Fetch = () => Promise.reject(new Error("no network"));
    expect((await handleSns(database.parts, TOPIC, message({ Message, SigningCertURL: `${HOST}/never-seen.pem` }), broken)).status).toBe(503);
  });
});

it("a token of another purpose or channel is no message", async () => {
  const { rows } = await database.db.execute<{ id: number }>(sql`select token_key_id as id from waves where id = ${held.waveId}`);
  const keys = deriveTokenKeys((await database.parts.keys.byId(rows[0]!.id)).bytes);
  const message = parseToken(keys, held.tokens[0]!)!;
  const told = { events: [{ id: "letter", token: makeToken(keys, { ...message, channel: "letter" }), kind: "bounced", permanent: true }] };
  expect(await (await handleSigned(database.parts, [SECRET], signed(told), "events")).json()).toMatchObject({ unknown: 1 });
});
