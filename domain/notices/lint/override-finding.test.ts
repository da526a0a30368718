import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { demoWording } from "@/db/seed/demo-notice-words";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncidentWithPeople } from "@/test/waves";
import { Conflict, Forbidden, Invalid } from "../../kernel/errors";
import { createTemplate } from "../editing/create-template";
import { approveTemplateVersion } from "../approval/approve-template-version";
import { returnTemplateVersion } from "../approval/return-template-version";
import { saveTemplateDraft } from "../editing/save-template-draft";
import { submitTemplateVersion } from "../approval/submit-template-version";
import type { NoticeWording } from "../types";
import { lintVersion } from "./lint-version";
import { overrideFinding } from "./override-finding";
import { withdrawOverride } from "./withdraw-override";
import { getTemplateVersion } from "../queries";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const approver = () => staffContext(database.parts, ["approver"]);
const REASON = "The regulator asked for this very sentence.";

function withSentence(ko: string, en: string): NoticeWording {
  const wording = demoWording("full");
  return { ...wording, sections: [...wording.sections, { when: {}, text: { ko, en } }] };
}

async function inReview(content: NoticeWording, editor = comms()) {
  const { incidentId } = await anIncidentWithPeople(database.parts, "ref,email,locale,confirmed\np1,one@example.com,ko,names;email-addresses\np2,two@example.com,en,names;access-codes");
  const { templateId, versionId } = await createTemplate(editor, { incidentId, kind: "full", name: "Held up", content });
  await submitTemplateVersion(editor, { versionId, edit: 1 });
  const open = async () => (await lintVersion(approver(), await getTemplateVersion(approver(), versionId))).findings.filter(({ override }) => override === null);
  return { incidentId, templateId, versionId, editor, open };
}

describe("a finding", () => {
  it("keeps a wording from being approved until an approver who did not write it passes over it with a reason", async () => {
    const { versionId, templateId, open } = await inReview(withSentence("안심하셔도 됩니다.", "Rest assured."));
    const found = await open();
    expect(found.map(({ rule, place }) => [rule, place.locale])).toEqual([["reassurance", "ko"], ["reassurance", "en"]]);
    await expect(approveTemplateVersion(approver(), { versionId, edit: 1 })).rejects.toMatchObject({ reason: "wording-has-findings", values: { count: 2 } });
    const [first, second] = found;
    await expect(overrideFinding(comms(), { versionId, edit: 1, finding: first!.key, reason: REASON })).rejects.toThrow(Forbidden);
    await expect(overrideFinding(approver(), { versionId, edit: 1, finding: first!.key, reason: "because" })).rejects.toThrow(Invalid);
    await expect(overrideFinding(approver(), { versionId, edit: 1, finding: "0".repeat(64), reason: REASON })).rejects.toThrow("finding-gone");
    const legal = approver();
    await overrideFinding(legal, { versionId, edit: 1, finding: first!.key, reason: REASON });
    await expect(overrideFinding(approver(), { versionId, edit: 1, finding: first!.key, reason: REASON })).rejects.toThrow("finding-overridden");
    await expect(approveTemplateVersion(approver(), { versionId, edit: 1 })).rejects.toMatchObject({ values: { count: 1 } });
    await overrideFinding(legal, { versionId, edit: 1, finding: second!.key, reason: REASON });
    const events = await database.db.select().from(auditEvents).where(eq(auditEvents.action, "template.override-finding")).orderBy(auditEvents.id);
    expect(events.filter(({ objectId }) => objectId === templateId)).toMatchObject([{ actorId: legal.actor.staffId, details: { rule: "reassurance", locale: "ko", reason: REASON } }, { details: { locale: "en" } }]);
    await approveTemplateVersion(approver(), { versionId, edit: 1 });
  });

  it("is passed over by nobody who wrote the words, in the database itself too, and a decision is taken back and not changed", async () => {
    const both = staffContext(database.parts, ["comms", "approver"]);
    const { versionId, open } = await inReview(withSentence("안심하셔도 됩니다.", "This is a notice."), both);
    const [finding] = await open();
    await expect(overrideFinding(both, { versionId, edit: 1, finding: finding!.key, reason: REASON })).rejects.toThrow("second-person");
    const client = database.db.$client;
    await expect(client.query("insert into notice_overrides (version_id, edit, finding, rule, locale, about, reason, overridden_by, overridden_at) values ($1, 1, $2, 'reassurance', 'ko', '', $3, $4, now())", [versionId, Buffer.alloc(32), REASON, both.actor.staffId])).rejects.toThrow(/overrides no finding/);
    await overrideFinding(approver(), { versionId, edit: 1, finding: finding!.key, reason: REASON });
    await expect(client.query("update notice_overrides set reason = 'something else entirely' where version_id = $1", [versionId])).rejects.toThrow(/never changed/);
    await expect(client.query("delete from notice_overrides where version_id = $1", [versionId])).rejects.toThrow(/never changed/);
    const [overridden] = (await lintVersion(approver(), await getTemplateVersion(approver(), versionId))).findings;
    const overrideId = overridden!.override!.id;
    await expect(withdrawOverride(comms(), { overrideId })).rejects.toThrow(Forbidden);
    await withdrawOverride(approver(), { overrideId });
    await expect(withdrawOverride(approver(), { overrideId })).rejects.toThrow(Conflict);
    await expect(approveTemplateVersion(approver(), { versionId, edit: 1 })).rejects.toThrow("wording-has-findings");
  });

  it("is open again once the words were saved anew", async () => {
    const content = withSentence("안심하셔도 됩니다.", "This is a notice.");
    const { versionId, editor, open } = await inReview(content);
    const [finding] = await open();
    await overrideFinding(approver(), { versionId, edit: 1, finding: finding!.key, reason: REASON });
    expect(await open()).toEqual([]);
    await returnTemplateVersion(approver(), { versionId });
    await saveTemplateDraft(editor, { versionId, edit: 1, content });
    await submitTemplateVersion(editor, { versionId, edit: 2 });
    expect(await open()).toHaveLength(1);
    await expect(overrideFinding(approver(), { versionId, edit: 1, finding: finding!.key, reason: REASON })).rejects.toThrow("wording-changed-meanwhile");
  });
});
