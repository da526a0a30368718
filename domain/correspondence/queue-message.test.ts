import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSmsTransport } from "@/channels/sms/sms-transport";
import { openRelays } from "@/channels/email/relay-set";
import { correspondenceMails } from "@/db/schema/correspondence";
import { systemContext } from "@/test/contexts";
import { aRelay } from "@/test/relays";
import { useDatabase } from "@/test/database";
import { startSmppServer, type TestSmppServer } from "@/test/smpp-server";
import { startSmtpSink, type SmtpSink } from "@/test/smtp-sink";
import { withTransaction } from "../kernel/transaction";
import { queueMessage } from "./queue-message";
import { sendMail } from "./send-mail";
import type { PersonTransports } from "./types";

const database = useDatabase();
let smpp: TestSmppServer;
let smtp: SmtpSink;
let ways: PersonTransports;

beforeEach(async () => {
  [smpp, smtp] = await Promise.all([startSmppServer(), startSmtpSink()]);
  ways = {
    mail: openRelays([aRelay(smtp.port)], "notice@haneulmall.example").mail,
    sms: openSmsTransport({ url: smpp.url, from: "15881234", secret: "", connections: 1, timeouts: { answer: 50 } }),
  };
});
afterEach(async () => {
  ways.mail.close();
  ways.sms?.close();
  await Promise.all([smpp.close(), smtp.close()]);
});

async function queued(kind: "email" | "phone", value: string): Promise<string> {
  const ctx = systemContext(database.parts);
  return withTransaction(ctx, (tx) => queueMessage(tx, ctx, { purpose: "test", incidentId: null, to: { kind, value }, locale: "ko", subject: "제목", text: "긴 본문", sms: "짧은 글" }));
}
const stateOf = async (id: string) => (await database.db.select({ state: correspondenceMails.state, channel: correspondenceMails.channel, sealed: sql<boolean>`${correspondenceMails.sealed} is not null` }).from(correspondenceMails).where(eq(correspondenceMails.id, id)))[0];
const send = (id: string, by = ways) => sendMail(systemContext(database.parts), by, id);

it("goes to a phone as a text and to an address as a mail, from one queue", async () => {
  const [text, mail] = [await queued("phone", "+821012345678"), await queued("email", "p@example.com")];
  expect([await send(text), await send(mail)]).toEqual(["settled", "settled"]);
  expect(smpp.submitted.map(({ destination_addr, short_message }) => [destination_addr, short_message?.message])).toEqual([["821012345678", "짧은 글"]]);
  expect(smtp.messages.map(({ to }) => to)).toEqual([["p@example.com"]]);
  expect([await stateOf(text), await stateOf(mail)]).toEqual([
    { state: "accepted", channel: "sms", sealed: false },
    { state: "accepted", channel: "email", sealed: false },
  ]);
});

it("comes back later when the gateway is full, and waits where there is none", async () => {
  const id = await queued("phone", "+821012345678");
  smpp.script((_, count) => (count === 1 ? "ESME_RMSGQFUL" : "ESME_ROK"));
  expect(await send(id)).toBe("later");
  expect(await send(id, { ...ways, sms: null })).toBe("later");
  expect(await stateOf(id)).toMatchObject({ state: "pending", sealed: true });
  expect(await send(id)).toBe("settled");
});

it("is sent once more after a doubt, and then left in doubt with nobody's number kept", async () => {
  const id = await queued("phone", "+821012345678");
  smpp.script(() => "silent");
  expect(await send(id)).toBe("later");
  expect(await stateOf(id)).toMatchObject({ state: "in-doubt", sealed: true });
  await expect.poll(() => smpp.binds.length).toBe(2);
  expect(await send(id)).toBe("settled");
  expect(await send(id)).toBe("settled");
  expect(smpp.submitted).toHaveLength(2);
  expect(await stateOf(id)).toEqual({ state: "in-doubt", channel: "sms", sealed: false });
});

it("is rejected for good when the number is no good", async () => {
  const id = await queued("phone", "+821012345678");
  smpp.script(() => "ESME_RINVDSTADR");
  expect(await send(id)).toBe("settled");
  expect(await stateOf(id)).toMatchObject({ state: "rejected", sealed: false });
});
