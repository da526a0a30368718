import { sql } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { updateKinds, type NoticeKind } from "@/db/values/notice-kinds";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { startSmtpSink, type SmtpSink } from "@/test/smtp-sink";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, aWording, endSending, expectInvariants, people, PORTAL, sendAllDue } from "@/test/waves";
import { EVERY_INCIDENT } from "@/db/client";
import { mintContext } from "../../kernel/mint-context";
import { addSuppression } from "../../suppressions/add-suppression";
import { findSuppression } from "../../suppressions/queries";
import type { WaveSending } from "../ledger/send-range";
import { useOfToken } from "./find-message";
import { recordOutcome } from "./record-outcome";
import { MOST_TAKEN_BACK, resubscribeContact } from "./resubscribe-contact";
import { unsubscribeContact } from "./unsubscribe-contact";

const database = useDatabase();
const held: { sink?: SmtpSink; sending?: WaveSending } = {};
beforeAll(async () => {
  held.sink = await startSmtpSink();
  held.sending = aWaveSending(database.url, held.sink.port, 2);
});
afterAll(async () => {
  if (held.sending) await endSending(held.sending);
  await held.sink?.close();
});

const comms = () => staffContext(database.parts, ["comms"]);
const visitor = () => mintContext(database.parts, { kind: "visitor" } as const, { sees: EVERY_INCIDENT });
const suppressed = async (contact: string) => (await findSuppression(comms(), { contact })).suppressions.map(({ scope, reason }) => `${scope} ${reason}`);

/** Send a wave of one kind to everybody and read what came. */
async function sent(incidentId: string, kind: NoticeKind) {
  const before = held.sink!.messages.length;
  const wave = await aFrozenWave(database.parts, await aWording(database.parts, incidentId, kind));
  await sendAllDue(database.parts, held.sending!, wave.id);
  const mails = await Promise.all(held.sink!.messages.slice(before).map(async ({ to, raw }) => ({ to: to[0]!, raw: raw.toString(), mail: await simpleParser(raw) })));
  return { wave, mails };
}

const listOf = (mail: { raw: string }) => /^List-Unsubscribe: <(\S+?)>,\r\n <mailto:([a-z2-7]{64})@(\S+?)\?subject=unsubscribe>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n/m.exec(mail.raw);

it("is offered on updates alone, in the header and not in the text, and keeps nothing but updates from whoever takes it", async () => {
  const { incidentId } = await anIncidentWithPeople(database.parts, people(3));
  const first = await sent(incidentId, "guidance-update");
  expect(first.mails).toHaveLength(3);
  const [mail, other] = first.mails;
  const [, url, token, domain] = listOf(mail!)!;
  expect([url, domain]).toEqual([`${PORTAL}/u/${token}`, "haneulmall.example"]);
  expect(listOf(other!)![2]).not.toBe(token);
  expect(mail!.mail.messageId).not.toContain(token);
  expect(`${mail!.mail.text}${String(mail!.mail.html)}`).not.toContain(token);

  await unsubscribeContact(visitor(), token!);
  await unsubscribeContact(visitor(), token!.toUpperCase());
  expect(await suppressed(mail!.to)).toEqual(["updates unsubscribed"]);
  const update = await sent(incidentId, "guidance-update");
  expect(update.mails.map(({ to }) => to)).not.toContain(mail!.to);
  expect((await expectInvariants(database.parts, update.wave.id)).deliveries).toEqual({ accepted: 2, suppressed: 1 });
  for (const kind of ["correction", "apology"] as const) {
    const notice = await sent(incidentId, kind);
    expect(notice.mails.map(({ to }) => to).sort(), kind).toEqual(first.mails.map(({ to }) => to).sort());
    for (const { raw } of notice.mails) expect(raw).not.toMatch(/List-Unsubscribe/i);
  }

  await resubscribeContact(visitor(), token!);
  expect(await suppressed(mail!.to)).toEqual([]);
  expect((await sent(incidentId, "guidance-update")).mails.map(({ to }) => to)).toContain(mail!.to);
  const { rows } = await database.db.execute<{ action: string; object_id: string }>(sql`select action, object_id from audit_events where actor_kind = 'visitor' order by id`);
  expect(rows.map(({ action }) => action)).toEqual(["suppression.unsubscribe", "suppression.resubscribe"]);
});

it("is a token for this and for nothing else, and no other token is one for it", async () => {
  const { incidentId } = await anIncidentWithPeople(database.parts, people(2, 50));
  const { wave, mails } = await sent(incidentId, "guidance-update");
  const token = listOf(mails[0]!)![2]!;
  const message = /^<([a-z2-7]{64})@/.exec(mails[0]!.mail.messageId!)![1]!;
  expect(await useOfToken(database.parts, token)).toBe("unsubscribe");
  expect(await useOfToken(database.parts, message)).toBe("message");
  expect(await recordOutcome(systemContext(database.parts), { token, kind: "bounced", permanent: true, words: "", sourceEventId: "by-unsubscribe-token" })).toBe("unknown");
  for (const not of [message, "", "x".repeat(64), "a".repeat(64), "../../", `${token}a`]) {
    await unsubscribeContact(visitor(), not);
    await resubscribeContact(visitor(), not);
  }
  expect(await suppressed(mails[0]!.to)).toEqual([]);
  expect((await expectInvariants(database.parts, wave.id)).paths).toEqual({ reached: 2 });
});

it("does not take back what staff entered, and does what the reader complained about", async () => {
  const { incidentId } = await anIncidentWithPeople(database.parts, people(2, 80));
  const { mails } = await sent(incidentId, "guidance-update");
  const [asked, complained] = mails;
  await addSuppression(comms(), { contact: asked!.to, scope: "updates", reason: "asked for it on the telephone" });
  await recordOutcome(systemContext(database.parts), { token: /^<([a-z2-7]{64})@/.exec(complained!.mail.messageId!)![1]!, kind: "complained", permanent: false, words: "abuse", sourceEventId: "c" });
  for (const mail of mails) {
    await unsubscribeContact(visitor(), listOf(mail)![2]!);
    await resubscribeContact(visitor(), listOf(mail)![2]!);
  }
  expect([await suppressed(asked!.to), await suppressed(complained!.to)]).toEqual([["updates asked"], []]);
  expect(updateKinds).toEqual(["guidance-update"]);
});

it("is turned off and on so often in a day and no oftener, alike for every token, and always turned off", async () => {
  const { incidentId } = await anIncidentWithPeople(database.parts, people(1, 120));
  const { mails } = await sent(incidentId, "guidance-update");
  const token = listOf(mails[0]!)![2]!;
  const madeUp = `${token.slice(0, -1)}${token.endsWith("a") ? "b" : "a"}`;
  const events = async () => (await database.db.execute<{ events: number }>(sql`select count(*)::int as events from audit_events where action like 'suppression.%subscribe' and incident_id = ${incidentId}`)).rows[0]?.events;
  for (let i = 0; i < MOST_TAKEN_BACK; i++) {
    await unsubscribeContact(visitor(), token);
    await resubscribeContact(visitor(), i % 2 === 0 ? token : token.toUpperCase());
    await resubscribeContact(visitor(), madeUp);
  }
  await unsubscribeContact(visitor(), token);
  for (let i = 0; i < 3; i++) {
    for (const each of [token, token.toUpperCase(), madeUp]) await expect(resubscribeContact(visitor(), each)).rejects.toMatchObject({ kind: "too-many", reason: "resubscribe-budget" });
    await unsubscribeContact(visitor(), token);
  }
  expect(await suppressed(mails[0]!.to)).toEqual(["updates unsubscribed"]);
  expect(await events()).toBe(2 * MOST_TAKEN_BACK + 1);
});
