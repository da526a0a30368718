import { randomUUID } from "node:crypto";
import { simpleParser } from "mailparser";
import { expect, it } from "vitest";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { approveAsItIs } from "@/test/notices";
import { anIncidentWithPeople, aWaveRelay, people, sendAllDue } from "@/test/waves";
import { approveFactValue } from "../facts/approve-fact-value";
import { proposeFactValue } from "../facts/propose-fact-value";
import { getFact } from "../facts/queries";
import { createTemplate } from "../notices/editing/create-template";
import { whereFactsAreSaid } from "../notices/queries";
import { submitTemplateVersion } from "../notices/approval/submit-template-version";
import { approveWave } from "./approve-wave";
import { createWave } from "./create-wave";
import { freezeAudience } from "./ledger/freeze-audience";
import { returnWave } from "./return-wave";
import { submitWave } from "./submit-wave";

const database = useDatabase();

async function aWordingThatNames(incidentId: string, text: string): Promise<string> {
  const author = staffContext(database.parts, ["comms"]);
  const content = { subject: { ko: "제목", en: "Subject" }, sections: [{ text: { ko: text, en: text } }] };
  const { versionId } = await createTemplate(author, { incidentId, kind: "apology", name: randomUUID(), content });
  await submitTemplateVersion(author, { versionId, edit: 1 });
  await approveAsItIs(database.parts, versionId);
  return versionId;
}

it("says a fact as it stood when review was asked for, and is asked for anew when it changes before approval", async () => {
  const { sink, sending } = await aWaveRelay(database);
  const { incidentId } = await anIncidentWithPeople(database.parts, people(1));
  const versionId = await aWordingThatNames(incidentId, "유출 {{fact:people-affected}}");
  const author = staffContext(database.parts, ["comms"]);
  const approver = staffContext(database.parts, ["approver"]);
  const wave = await createWave(author, { templateVersionId: versionId, audience: {} });
  const first = await submitWave(author, { waveId: wave.id });
  expect(first.sender?.facts).toEqual({ "people-affected": { ko: expect.stringContaining("개") as string, en: expect.any(String) as string } });

  const { id: factId, current } = await getFact(author, incidentId, "people-affected");
  await proposeFactValue(author, { factId, base: current!.number, label: current!.label, value: { kind: "count", count: 40_000_000, about: false, unit: { ko: "개", en: "accounts" } }, status: "confirmed", source: current!.source, asOf: "2026-02-10T10:00:00+09:00" });
  await approveFactValue(approver, { factId, number: current!.number + 1 });
  await expect(approveWave(approver, { waveId: wave.id, approvalHash: first.approvalHash })).rejects.toThrow("wave-facts-changed");

  await returnWave(approver, { waveId: wave.id, reason: "the figure has changed" });
  const again = await submitWave(author, { waveId: wave.id });
  expect(again.approvalHash).not.toBe(first.approvalHash);
  await approveWave(approver, { waveId: wave.id, approvalHash: again.approvalHash });
  await freezeAudience(systemContext(database.parts), wave.id);
  await sendAllDue(database.parts, sending, wave.id);
  expect((await simpleParser(sink.messages[0]!.raw)).text).toContain("유출 40,000,000개");
});

it("is a place where the fact is said, by name or written out", async () => {
  const { incidentId } = await anIncidentWithPeople(database.parts, people(1));
  const reader = staffContext(database.parts, ["comms"]);
  const { current } = await getFact(reader, incidentId, "discovered");
  await aWordingThatNames(incidentId, "{{fact:discovered}}");
  await aWordingThatNames(incidentId, "2025년 11월 18일");
  const places = (await whereFactsAreSaid(reader, incidentId, "Asia/Seoul")).filter(({ fact }) => fact === "discovered");
  expect(current).not.toBeNull();
  expect(places.filter(({ mention }) => mention === "named")).toHaveLength(2);
  expect(places.filter(({ mention, path }) => mention === "written" && path === "sections.0.text")).not.toHaveLength(0);
});

it("refuses a fact that the ledger does not have", async () => {
  const { incidentId } = await anIncidentWithPeople(database.parts, people(1));
  await expect(aWordingThatNames(incidentId, "{{fact:no-such}}")).rejects.toMatchObject({ fields: { "sections.0.text.ko": ["unknown-placeholder"], "sections.0.text.en": ["unknown-placeholder"] } });
});
