import { expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { nothingSaid } from "@/domain/rules/situation-form";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { approveAsItIs } from "@/test/notices";
import { anIncidentWithPeople } from "@/test/waves";
import { createTemplate } from "../notices/editing/create-template";
import { reportDefect } from "../notices/defects/report-defect";
import { submitTemplateVersion } from "../notices/approval/submit-template-version";
import type { NoticeWording } from "../notices/types";
import { saveSituation } from "../rules/save-situation";
import { approveWave } from "./approve-wave";
import { lintWave } from "./check-wording";
import { createWave } from "./create-wave";
import { overrideWaveFinding } from "./override-wave-finding";
import { submitWave } from "./submit-wave";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const approver = () => staffContext(database.parts, ["approver"]);
const PEOPLE = "ref,email,locale,confirmed\np1,one@example.com,ko,names;email-addresses\np2,two@example.com,ko,names;email-addresses;access-codes\np3,three@example.com,en,names;email-addresses";
const REASON = "Agreed with the commission on the telephone.";

/** The demo's notice with the data spelled out, and so not right by itself. */
function spelledOut(names: { ko: string; en: string }): NoticeWording {
  const wording = demoWording("full");
  const put = (text: string, locale: "ko" | "en") => text.replaceAll("{{leaked-list}}", `- ${names[locale].split(", ").join("\n- ")}`).replaceAll("{{leaked-classes}}", names[locale]);
  return { subject: wording.subject, sections: wording.sections.map(({ when, text }) => ({ when, text: { ko: put(text.ko, "ko"), en: put(text.en, "en") } })) };
}

async function approvedWording(content: NoticeWording) {
  const { incidentId } = await anIncidentWithPeople(database.parts, PEOPLE);
  await saveSituation(comms(), { incidentId, version: 0, content: { ...nothingSaid, state: "confirmed", itemsUnknown: false, circumstancesUnknown: false, cause: "illegal-access", encrypted: false, harm: "serious", recovered: false, propertyDamage: false, coveredEntity: false } });
  const author = comms();
  const { versionId } = await createTemplate(author, { incidentId, kind: "full", name: "Spelled out", content });
  await submitTemplateVersion(author, { versionId, edit: 1 });
  await approveAsItIs(database.parts, versionId);
  return { incidentId, versionId };
}

it("holds a wave's words against its own audience: what leaked of nobody in it may be left out, what leaked of somebody may not, by nobody's word", async () => {
  const { versionId } = await approvedWording(spelledOut({ ko: "이름, 이메일 주소", en: "Name, Email address" }));
  const author = comms();
  const all = await createWave(author, { templateVersionId: versionId, audience: {} });
  await expect(submitWave(author, { waveId: all.id })).rejects.toThrow("wave-wording-open");
  // Door codes leaked of somebody who reads Korean, so the Korean words leave them out, and the English ones do too, for all that is known of who reads what.
  const missing = (await lintWave(comms(), all))?.findings.filter(({ rule }) => rule === "class-missing");
  expect(missing?.map(({ about, overridable, law }) => [about, overridable, law])).toEqual([["access-codes", false, ["KR-PIPC-ORDERS"]], ["access-codes", false, ["KR-PIPC-ORDERS"]]]);
  await expect(overrideWaveFinding(approver(), { waveId: all.id, finding: missing?.[0]?.key, reason: REASON })).rejects.toThrow("finding-demanded");
  const english = await createWave(author, { templateVersionId: versionId, audience: { locales: ["en"] } });
  const { approvalHash } = await submitWave(author, { waveId: english.id });
  await approveWave(approver(), { waveId: english.id, approvalHash });
});

it("asks an approver about what is named and leaked of nobody in the audience, for this audience alone", async () => {
  const { versionId } = await approvedWording(spelledOut({ ko: "이름, 이메일 주소, 공동현관 비밀번호", en: "Name, Email address, Building entrance code" }));
  const author = comms();
  const wave = await createWave(author, { templateVersionId: versionId, audience: { locales: ["en"] } });
  await expect(submitWave(author, { waveId: wave.id })).rejects.toThrow("wave-wording-open");
  const open = (await lintWave(comms(), wave))?.findings.filter(({ override }) => override === null) ?? [];
  expect(open.map(({ rule, about, place }) => [rule, about, place.locale])).toEqual([["class-extra", "access-codes", "en"]]);
  await expect(overrideWaveFinding(comms(), { waveId: wave.id, finding: open[0]?.key, reason: REASON })).rejects.toThrow();
  await overrideWaveFinding(approver(), { waveId: wave.id, finding: open[0]?.key, reason: REASON });
  await submitWave(author, { waveId: wave.id });
  const all = await createWave(author, { templateVersionId: versionId, audience: {} });
  await submitWave(author, { waveId: all.id });
});

it("lets no wave go out with words that were found wrong", async () => {
  const { versionId } = await approvedWording(demoWording("full"));
  const author = comms();
  const waves = [await createWave(author, { templateVersionId: versionId, audience: {} }), await createWave(author, { templateVersionId: versionId, audience: {} })];
  const { approvalHash } = await submitWave(author, { waveId: waves[0]!.id });
  await reportDefect(comms(), { versionId, dataClass: "access-codes", note: "It says nothing of entrance codes." });
  await expect(approveWave(approver(), { waveId: waves[0]!.id, approvalHash })).rejects.toThrow("wording-defective");
  await expect(submitWave(author, { waveId: waves[1]!.id })).rejects.toThrow("wording-defective");
});
