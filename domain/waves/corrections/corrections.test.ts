import fc from "fast-check";
import { expect, it } from "vitest";
import { anIncidentForWorlds, owedByThinking, smallWorld } from "@/test/audiences";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { anIncidentWithPeople, aWaveRelay, aFrozenWave, sendAllDue } from "@/test/waves";
import { countPeople } from "../../audiences/count-people";
import { Conflict, Forbidden } from "../../kernel/errors";
import { reportDefect } from "../../notices/defects/report-defect";
import { withdrawDefect } from "../../notices/defects/withdraw-defect";
import { getTemplate, getTemplateVersion, listCorrectionsOf } from "../../notices/queries";
import { findPath } from "../queries/find-path";
import { askCorrections } from "./ask-corrections";
import { countCorrections } from "./count-corrections";
import { findCorrections } from "./find-corrections";
import { startCorrection } from "./start-correction";
import { sumOwed } from "./sum-owed";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);

it("counts who is owed a correction as plain thinking does, whatever was sent to whomever", async () => {
  const { store } = await anIncidentForWorlds({ ...database.parts, db: database.db });
  await fc.assert(
    fc.asyncProperty(smallWorld, fc.constantFrom(1, 2, 3), async (world, at) => {
      const { incidentId } = await store(world);
      expect(await sumOwed(database.db, incidentId, at)).toEqual(owedByThinking(world, at));
    }),
    { numRuns: 60 },
  );
}, 120_000);

const FIRST = "ref,email,locale,confirmed\np1,one@example.com,ko,names;email-addresses\np2,two@example.com,en,names;email-addresses\np3,three@example.com,en,names";
const SECOND = "ref,email,locale,confirmed\np1,one@example.com,ko,names;email-addresses;access-codes\np2,two@example.com,en,names;email-addresses\np3,three@example.com,en,names;access-codes\np4,four@example.com,ko,names;access-codes";

it("says after a new dataset who was told too little, begins the correction, and finds exactly those people for its wave", async () => {
  const { sending } = await aWaveRelay(database);
  const { incidentId, versionId } = await anIncidentWithPeople(database.parts, FIRST);
  expect(await findCorrections(comms(), incidentId)).toMatchObject({ state: "nothing-sent", sent: [] });
  const wave = await aFrozenWave(database.parts, versionId, { locales: ["ko"] });
  await sendAllDue(database.parts, sending, wave.id);
  const english = await aFrozenWave(database.parts, versionId, { dataClasses: ["email-addresses"], locales: ["en"] });
  await sendAllDue(database.parts, sending, english.id);
  await importText(database.parts, incidentId, SECOND, "replace");
  await publish(database.parts, incidentId, 2);

  expect(await findCorrections(comms(), incidentId)).toMatchObject({ state: "not-counted", counts: null });
  await expect(askCorrections(staffContext(database.parts, ["support"]), { incidentId })).rejects.toThrow(Forbidden);
  await askCorrections(comms(), { incidentId });
  expect(await findCorrections(comms(), incidentId)).toMatchObject({ state: "counting" });
  await countCorrections(systemContext(database.parts), incidentId);
  // p3 was reached by no notice and p4 by none either: they are owed a notice, and no correction.
  const none = { people: 0, byClass: {} };
  expect((await findCorrections(comms(), incidentId)).counts).toEqual({ leftOut: { people: 1, byClass: { "access-codes": 1 } }, toldWrongly: none });
  const { rows } = await database.db.$client.query<{ subject_id: string }>("select subject_id from wave_recipients where wave_id = $1", [wave.id]);
  expect((await findPath(comms(), { waveId: wave.id, subjectId: rows[0]!.subject_id }))?.told).toEqual({ named: ["email-addresses", "names"], leftOut: ["access-codes"], wrong: [] });

  const owed = [{ what: "left-out", dataClass: "access-codes" }];
  await expect(startCorrection(comms(), { incidentId, name: "Correction", corrects: incidentId, owed, sms: false })).rejects.toThrow(Conflict);
  const { templateId } = await startCorrection(comms(), { incidentId, name: "Correction", corrects: versionId, owed, sms: false });
  const draft = await getTemplateVersion(comms(), (await getTemplate(comms(), templateId)).versions[0]!.id);
  expect(draft).toMatchObject({ kind: "correction", corrects: { versionId, owed, misinformed: false } });
  expect(draft.content.sections.filter(({ when }) => when.dataClass === "access-codes").map(({ text }) => text.en)).toContain("- It left out: **Building entrance code**");
  expect(await listCorrectionsOf(comms(), versionId)).toEqual([{ id: templateId, name: "Correction" }]);
  await countPeople(comms(), { templateVersionId: draft.id, audience: { owed }, exact: true });
  expect(await countPeople(comms(), { templateVersionId: draft.id, audience: { owed } })).toMatchObject({ people: 1 });
});

it("counts a class that a wording left out as told to nobody, and all of its readers where something else is wrong, until that is taken back", async () => {
  const { sending } = await aWaveRelay(database);
  const { incidentId, versionId } = await anIncidentWithPeople(database.parts, SECOND);
  const wave = await aFrozenWave(database.parts, versionId, { locales: ["ko"] });
  await sendAllDue(database.parts, sending, wave.id);
  const counted = async () => {
    await countCorrections(systemContext(database.parts), incidentId);
    return (await findCorrections(comms(), incidentId)).counts?.leftOut;
  };
  expect(await counted()).toEqual({ people: 0, byClass: {} });
  await reportDefect(comms(), { versionId, dataClass: "access-codes", note: "It says nothing of entrance codes." });
  expect(await findCorrections(comms(), incidentId)).toMatchObject({ state: "not-counted" });
  expect(await counted()).toEqual({ people: 2, byClass: { "access-codes": 2 } });
  const { defects } = await findCorrections(comms(), incidentId);
  expect(defects).toMatchObject([{ dataClass: "access-codes", notice: { versionId } }]);
  await withdrawDefect(comms(), { defectId: defects[0]!.id });
  expect(await counted()).toEqual({ people: 0, byClass: {} });
  expect(await countPeople(comms(), { templateVersionId: versionId, audience: { misinformedBy: [versionId] } })).toMatchObject({ people: 2 });
});
