import { sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import { openSmsWaveTransport } from "@/channels/sms/wave-transport";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { startSmppServer } from "@/test/smpp-server";
import { aFrozenWave, anIncidentWithPeople, aWaveRelay, expectInvariants, letTimePass, sendAllDue } from "@/test/waves";
import { recordReceipt } from "../feedback/record-receipt";
import { getWaveOverview } from "../queries/list-waves";
import { openHandoverWindow } from "./handover-window";
import type { WaveSending } from "./send-range";

const database = useDatabase();

const PEOPLE = [
  "ref,kind,named_by,email,phone,locale,confirmed",
  "a,,,a@example.com,010-2222-1111,ko,names",
  "b,,,refused@example.com,010-2222-2222,ko,names;access-codes",
  // A gift's recipient, known by phone alone.
  "c,third-party,a,,010-2222-3333,en,names",
  "d,,,,,ko,names",
].join("\n");

it("goes from mail to text message, counts what comes back, and lists whom nothing reached", async () => {
  const { sink, sending: mails } = await aWaveRelay(database);
  const smpp = await startSmppServer();
  const texts = openSmsWaveTransport({ url: smpp.url, from: "15881234", secret: "", connections: 2 });
  onTestFinished(async () => {
    texts.close();
    await smpp.close();
  });
  const sending: WaveSending = { ...mails, ways: { ...mails.ways, sms: { transport: texts, window: openHandoverWindow(2) } } };
  const { versionId } = await anIncidentWithPeople(database.parts, PEOPLE);
  const wave = await aFrozenWave(database.parts, versionId, {}, { channels: ["email", "sms"] });
  sink.answer((to) => (to === "refused@example.com" ? 550 : null));
  smpp.script((to, count) => (to === "821022222222" && count === 1 ? "ESME_RTHROTTLED" : "ESME_ROK"));
  await sendAllDue(database.parts, sending, wave.id);
  await letTimePass(database.parts, wave.id);
  await sendAllDue(database.parts, sending, wave.id);
  expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 3, rejected: 1 }, paths: { reached: 3, unreachable: 1 } });
  const words = ({ short_message, message_payload }: (typeof smpp.submitted)[number]) => String(short_message?.message ?? message_payload?.message);
  // A text goes in parts, each of them once.
  const parts = smpp.submitted.filter(({ destination_addr }) => destination_addr === "821022223333").map(words);
  expect(parts.length).toBeGreaterThan(0);
  expect(new Set(parts).size).toBe(parts.length);
  const text = smpp.submitted.map(words).find((part) => part.includes("공동현관"));
  expect(text, "the text names what leaked of this person").toBeDefined();

  const { rows } = await database.db.execute<{ handle: string }>(sql`select h.handle from delivery_handles h where h.wave_id = ${wave.id} and h.subject_id = (select max(subject_id) from deliveries where wave_id = ${wave.id} and channel = 'sms')`);
  const { handle } = rows[0]!;
  const receipt = { handle, kind: "bounced" as const, words: "UNDELIV err 011" };
  expect(await recordReceipt(systemContext(database.parts), receipt)).toBe("recorded");
  expect(await recordReceipt(systemContext(database.parts), receipt)).toBe("replayed");
  expect((await expectInvariants(database.parts, wave.id)).paths).toEqual({ reached: 2, unreachable: 2 });
  const overview = await getWaveOverview(staffContext(database.parts, ["comms"]), wave.id);
  expect(overview.outcomes).toEqual({ delivered: 0, bounced: 1, complained: 0, resent: 0 });
  expect(overview.byChannel.map(({ channel, people, entered }) => [channel, people, entered])).toEqual([["email", 1, 2], ["sms", 3, 2]]);
}, 60_000);
