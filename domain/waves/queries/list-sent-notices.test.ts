import { expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { useDatabase } from "@/test/database";
import { aFrozenWave, anApprovedWave, anIncidentWithPeople, aWaveRelay, people, sendAllDue } from "@/test/waves";
import { listSentNotices } from "./list-sent-notices";

const database = useDatabase();

it("lists what waves carried once something was handed over, with no word of anybody who got it", async () => {
  const { incidentId, versionId } = await anIncidentWithPeople(database.parts, people(3));
  await anApprovedWave(database.parts, versionId);
  const wave = await aFrozenWave(database.parts, versionId);
  expect(await listSentNotices(database.db, incidentId)).toEqual([]);
  const { sending } = await aWaveRelay(database);
  await sendAllDue(database.parts, sending, wave.id);
  const sent = await listSentNotices(database.db, incidentId);
  expect(sent).toMatchObject([{ waveId: wave.id, templateVersionId: versionId, kind: "full", number: 1, channels: ["email"], content: demoWording("full"), sender: { organisation: { en: "Haneul Mall" } } }]);
  expect(JSON.stringify(sent)).not.toContain("person0@example.com");
});
