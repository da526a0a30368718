import { eq } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aFrozenWave, anIncidentWithPeople, aWaveRelay, expectInvariants, people, PORTAL, sendAllDue } from "@/test/waves";
import { deriveTokenKeys, parseToken } from "./ledger/tokens";
import { getWaveOverview } from "./queries/list-waves";

const database = useDatabase();

it("reaches everybody once, each in their language with their own classes and number", async () => {
  const { sink, sending } = await aWaveRelay(database);
  const { versionId, incidentId } = await anIncidentWithPeople(database.parts, people(1100));
  const wave = await aFrozenWave(database.parts, versionId);
  await sendAllDue(database.parts, sending, wave.id);
  expect(await expectInvariants(database.parts, wave.id)).toEqual({ deliveries: { accepted: 1100 }, paths: { reached: 1100 } });
  expect(new Set(sink.messages.map((message) => message.to[0])).size).toBe(1100);
  expect(sink.messages).toHaveLength(1100);
  const overview = await getWaveOverview(staffContext(database.parts, ["support"]), wave.id);
  expect(overview).toMatchObject({ state: "finished", people: 1100, entered: 1100, nextDueAt: null, deliveries: { accepted: 1100, pending: 0 } });

  const korean = await simpleParser(sink.messages.find((message) => message.to[0] === "person0@example.com")!.raw);
  expect(korean.subject).toBe("하늘몰: 고객님의 개인정보가 유출되었습니다");
  expect(korean.from?.text).toBe('"하늘몰" <notice@haneulmall.example>');
  expect(korean.text).toContain("유출된 항목\n\n * 이메일 주소\n * 이름\n");
  expect(korean.text).toContain(PORTAL);
  expect(String(korean.html).replaceAll(/ (style|target)="[^"]*"/g, "")).toContain(`<a href="${PORTAL}">${PORTAL}</a>`);
  expect(korean.text).not.toMatch(/[{}[\]]/);
  const english = await simpleParser(sink.messages.find((message) => message.to[0] === "person1@example.com")!.raw);
  expect(english.text).toContain("What leaked\n\n * Email address\n * Name\n");
  const numbers = await Promise.all(sink.messages.slice(0, 200).map(async (message) => /N-\w{4}-\w{4}/.exec((await simpleParser(message.raw)).text ?? "")?.[0]));
  expect(new Set(numbers).size).toBe(200);

  const token = /^<([a-z2-7]{64})@haneulmall\.example>$/.exec(korean.messageId ?? "")?.[1] ?? "";
  const key = await database.parts.keys.current("token", incidentId);
  expect(parseToken(deriveTokenKeys(key.bytes), token)).toEqual({ waveId: wave.id, subjectId: "2", channel: "email", templateVersion: 1 });
  const actions = await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.objectId, wave.id)).orderBy(auditEvents.id);
  expect(actions.map(({ action }) => action)).toEqual(["wave.create", "wave.submit", "wave.approve", "wave.freeze", "wave.finish"]);
});
