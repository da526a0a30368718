import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { starterTemplates } from "@/content/starter-templates/starter-templates";
import { seedIncident } from "@/db/seed/demo-incident";
import { demoWording } from "@/db/seed/demo-notice-words";
import { seedNotices } from "@/db/seed/demo-notices";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncident } from "@/test/incidents";
import { Conflict, Forbidden, NotFound, type Invalid } from "../kernel/errors";
import { approveTemplateVersion } from "./approval/approve-template-version";
import { createTemplate } from "./editing/create-template";
import { hashWording } from "./approval/hash-wording";
import { readWordingFields } from "./rules";
import { getTemplate, getTemplateVersion, listTemplates } from "./queries";
import { measureMail, MOST_MAIL_BYTES } from "./rendering/measure-mail";
import { returnTemplateVersion } from "./approval/return-template-version";
import { saveTemplateDraft } from "./editing/save-template-draft";
import { startTemplateDraft } from "./editing/start-template-draft";
import { submitTemplateVersion } from "./approval/submit-template-version";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const approver = () => staffContext(database.parts, ["approver"]);
const content = demoWording("full");

/** An incident with words of its own: they say who writes and what leaked. */
const published = () => seedIncident(database.parts, { editor: randomUUID(), publisher: randomUUID(), slug: `notices-${randomUUID().slice(0, 8)}` });

async function inReview(editor = comms()) {
  const { incidentId } = await published();
  const { templateId, versionId } = await createTemplate(editor, { incidentId, kind: "full", name: "Full notice", content });
  await submitTemplateVersion(editor, { versionId, edit: 1 });
  return { incidentId, templateId, versionId, editor };
}

describe("a notice's wording", () => {
  it("is not put into review while its mail would be cut off", async () => {
    const editor = comms();
    const { incidentId } = await published();
    // 60 sections of 2,000 Korean letters are 360,000 bytes, and none of them is too long for itself.
    const long = { ...content, sections: Array.from({ length: 60 }, () => ({ when: {}, text: { ko: "가".repeat(2_000), en: "a".repeat(2_000) } })) };
    const { versionId } = await createTemplate(editor, { incidentId, kind: "full", name: "Long", content: long });
    await expect(submitTemplateVersion(editor, { versionId, edit: 1 })).rejects.toThrow("mail-too-large");
  });

  it.each(Object.entries(starterTemplates))("has a mail far below what mail programs show whole, as %s starts", async (_, wording) => {
    expect((await measureMail(wording)).bytes).toBeLessThan(MOST_MAIL_BYTES / 2);
  });

  it("is approved by a second person, and after that never changes", async () => {
    const { versionId, templateId, incidentId, editor } = await inReview();
    await approveTemplateVersion(approver(), { versionId, edit: 1 });
    expect(await getTemplateVersion(editor, versionId)).toMatchObject({ state: "approved", number: 1, kind: "full", content });
    await expect(saveTemplateDraft(editor, { versionId, edit: 1, content })).rejects.toThrow("not-a-draft");
    await expect(database.db.$client.query("update notice_template_versions set content = '{}' where id = $1", [versionId])).rejects.toThrow(/never changed/);
    await expect(database.db.$client.query("delete from notice_template_versions where id = $1", [versionId])).rejects.toThrow(/never changed/);
    const next = await startTemplateDraft(editor, { templateId });
    expect(next.number).toBe(2);
    await expect(startTemplateDraft(editor, { templateId })).rejects.toThrow(Conflict);
    expect(await getTemplate(editor, templateId)).toMatchObject({ incidentId, versions: [{ number: 2 }, { number: 1 }] });
    await expect(getTemplate(editor, "no such thing")).rejects.toThrow(NotFound);
    expect(await listTemplates(editor, incidentId)).toMatchObject([{ id: templateId, versions: [{ number: 2, state: "draft" }, { number: 1, state: "approved" }] }]);
  });

  it("is not approved by anybody who edited it, also in the database itself", async () => {
    const both = staffContext(database.parts, ["comms", "approver"]);
    const { versionId } = await inReview(both);
    await expect(approveTemplateVersion(both, { versionId, edit: 1 })).rejects.toThrow("second-person");
    await expect(approveTemplateVersion(comms(), { versionId, edit: 1 })).rejects.toThrow(Forbidden);
    await expect(database.db.$client.query("update notice_template_versions set state = 'approved', approved_at = now(), approved_by = $2 where id = $1", [versionId, both.actor.staffId])).rejects.toThrow(/check constraint/);
  });

  it("is approved in the words that were read, and one of two approvers does it", async () => {
    const { versionId, editor } = await inReview();
    await returnTemplateVersion(approver(), { versionId });
    await expect(approveTemplateVersion(approver(), { versionId, edit: 1 })).rejects.toThrow("wording-not-in-review");
    expect(await saveTemplateDraft(editor, { versionId, edit: 1, content })).toEqual({ edit: 2 });
    await expect(saveTemplateDraft(comms(), { versionId, edit: 1, content })).rejects.toThrow("wording-changed-meanwhile");
    await submitTemplateVersion(editor, { versionId, edit: 2 });
    await expect(approveTemplateVersion(approver(), { versionId, edit: 1 })).rejects.toThrow("wording-changed-meanwhile");
    const both = await Promise.allSettled([approver(), approver()].map((ctx) => approveTemplateVersion(ctx, { versionId, edit: 2 })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("is refused with square brackets, unknown placeholders and gaps, each named by its field", async () => {
    const editor = comms();
    const { id: incidentId } = await anIncident(database.db);
    const wording = { ...starterTemplates.full, subject: { ko: "", en: "{{name}}, your data leaked" } };
    const bracketed = wording.sections.flatMap(({ text }, i) => (text.ko.includes("[") ? [i] : []));
    expect(bracketed).toHaveLength(2);
    const { versionId } = await createTemplate(editor, { incidentId, kind: "full", name: "Unfinished", content: wording });
    const refusal = await submitTemplateVersion(editor, { versionId, edit: 1 }).catch((error: unknown) => error);
    expect((refusal as Invalid).fields).toEqual({
      "subject.ko": ["needed-for-approval"],
      "subject.en": ["unknown-placeholder"],
      ...Object.fromEntries(["ko", "en"].flatMap((locale) => bracketed.map((i) => [`sections.${i}.text.${locale}`, ["square-bracket"]]))),
    });
  });

  it("has a demo that is approved", async () => {
    const { incidentId } = await published();
    const { versionId } = await seedNotices(database.parts, { incidentId, author: randomUUID(), approver: randomUUID() });
    expect((await getTemplateVersion(comms(), versionId)).state).toBe("approved");
  });
});

describe("a wording in a form", () => {
  it("is read from fields named by their path, with line ends as the mail has them", () => {
    const fields = { "subject.ko": "제목", "subject.en": "Subject", "sections.0.text.ko": "하나\r\n둘", "sections.0.text.en": "one", "sections.0.when.evidence": "", "sections.1.text.ko": "셋", "sections.1.when.dataClass": "names", "sections.3.text.en": "out of reach" };
    expect(readWordingFields(fields)).toEqual({
      subject: { ko: "제목", en: "Subject" },
      sections: [
        { when: {}, text: { ko: "하나\n둘", en: "one" } },
        { when: { dataClass: "names" }, text: { ko: "셋", en: "" } },
      ],
    });
    expect(readWordingFields({})).toEqual({ subject: { ko: "", en: "" }, sections: [] });
  });

  it("has one hash, whatever the order of its parts, and another for other words", () => {
    const turned = { sms: content.sms, sections: content.sections.map(({ when, text }) => ({ text: { en: text.en, ko: text.ko }, when })), subject: { en: content.subject.en, ko: content.subject.ko } };
    expect(hashWording(turned)).toBe(hashWording(content));
    expect(hashWording({ ...content, subject: { ...content.subject, en: "Other" } })).not.toBe(hashWording(content));
    expect(hashWording({ ...content, sections: content.sections.map((section) => ({ ...section, when: { evidence: "possible" as const } })) })).not.toBe(hashWording(content));
  });
});
