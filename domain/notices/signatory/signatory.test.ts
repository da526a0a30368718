import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aJpeg, aPng, chunk, segment } from "@/test/pictures";
import { aStandingPosting, anIncidentToPost } from "@/test/postings";
import { aWording } from "@/test/waves";
import { getPosting, readServedBytes } from "../../postings/queries";
import { approveTemplateVersion } from "../approval/approve-template-version";
import { createTemplate } from "../editing/create-template";
import { getTemplateVersion } from "../queries";
import { startTemplateDraft } from "../editing/start-template-draft";
import { submitTemplateVersion } from "../approval/submit-template-version";
import { addApology } from "./add-apology";
import { cleanPicture } from "./clean-picture";
import { getSignatory, listApprovedApologies } from "./queries";
import { saveSignatory } from "./save-signatory";

const database = useDatabase();
const words = { name: { ko: "서지안", en: "Seo Jian" }, role: { ko: "대표이사", en: "Chief Executive" } };

describe("a picture", () => {
  it("is a PNG without what was noted in it, and without what was hung on", () => {
    expect(cleanPicture(Buffer.concat([aPng(80, chunk("eXIf", Buffer.from("GPS 37.5")), chunk("tEXt", Buffer.from("by somebody"))), Buffer.from("<script>")]))).toEqual({ type: "image/png", width: 80, height: 80, bytes: aPng(80) });
  });

  it("is a JPEG without where it was taken", () => {
    const noted = [segment(0xe1, Buffer.from("Exif GPS 37.5")), segment(0xfe, Buffer.from("a comment"))];
    const photo = aJpeg({ noted, behind: aJpeg({ noted }) });
    expect(cleanPicture(photo)).toEqual({ type: "image/jpeg", width: 120, height: 90, bytes: aJpeg() });
    expect(cleanPicture(photo.subarray(0, 40))).toBeNull();
  });

  it.each<[string, Buffer]>([
    ["nothing", Buffer.alloc(0)],
    ["a drawing that can run scripts", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")],
    ["a GIF", Buffer.from("GIF89a\x01\x00\x01\x00")],
    ["half a PNG", aPng(80).subarray(0, 60)],
    ["an animated PNG", aPng(80, chunk("acTL", Buffer.alloc(8)))],
    ["the beginning of a JPEG", Buffer.from([0xff, 0xd8, 0xff])],
    ["a WebP without a picture", Buffer.from("RIFF\x04\0\0\0WEBP", "latin1")],
  ])("is not %s", (_, bytes) => {
    expect(cleanPicture(bytes)).toBeNull();
  });
});

describe("who signs an apology", () => {
  async function aDraft() {
    const author = staffContext(database.parts, ["comms"]);
    const { incidentId } = await anIncidentToPost(database.parts);
    return { author, incidentId, ...(await createTemplate(author, { incidentId, kind: "apology", name: "Apology", content: demoWording("apology") })) };
  }

  it("is approved with the words, stands below the posted apology, and never changes", async () => {
    const { author, versionId, templateId } = await aDraft();
    const helper = staffContext(database.parts, ["comms", "approver"]);
    await expect(saveSignatory(helper, { versionId, edit: 1, ...words, picture: Buffer.from("GIF89a") })).rejects.toMatchObject({ fields: { picture: ["picture-type"] } });
    await expect(saveSignatory(helper, { versionId, edit: 1, ...words, picture: aPng(40) })).rejects.toMatchObject({ fields: { picture: ["picture-pixels"] } });
    await expect(saveSignatory(helper, { versionId, edit: 1, name: { ko: "", en: "x" }, role: words.role })).rejects.toMatchObject({ fields: { "name.ko": ["required"] } });
    await saveSignatory(helper, { versionId, edit: 1, ...words, picture: aPng(80), alt: { ko: "머리를 숙인 서지안" } });
    await expect(saveSignatory(author, { versionId, edit: 1, ...words })).rejects.toThrow("wording-changed-meanwhile");
    await expect(saveSignatory(author, { versionId, edit: 2, ...words, alt: { en: "{{fact:x}}" } })).rejects.toMatchObject({ fields: { "alt.en": ["control-characters"] } });
    await saveSignatory(author, { versionId, edit: 2, ...words, alt: { ko: "머리를 숙인 서지안" } });
    expect((await getSignatory(author, versionId))!.picture).toEqual({ type: "image/png", bytes: aPng(80), alt: { ko: "머리를 숙인 서지안", en: "" } });
    await submitTemplateVersion(author, { versionId, edit: 3 });
    await expect(saveSignatory(author, { versionId, edit: 3, ...words })).rejects.toThrow("not-a-draft");
    await expect(approveTemplateVersion(helper, { versionId, edit: 3 })).rejects.toThrow("second-person");
    await approveTemplateVersion(staffContext(database.parts, ["approver"]), { versionId, edit: 3 });
    for (const change of ["update notice_signatories set role = '{}' where version_id = $1", "delete from notice_signatories where version_id = $1"]) await expect(database.db.$client.query(change, [versionId])).rejects.toThrow(/in a draft alone/);
    const { files } = await getPosting(author, await aStandingPosting(database.parts, versionId));
    const [html, inEnglish] = await Promise.all(files.map(async ({ hash }) => (await readServedBytes(database.db, hash))!.toString("utf8")));
    expect(html).toContain(`<div class="signature"><img src="data:image/png;base64,${aPng(80).toString("base64")}" alt="머리를 숙인 서지안"/><div><span>대표이사</span><strong>서지안</strong></div></div>`);
    // Without words of its own the picture has the name.
    expect(inEnglish).toContain('alt="Seo Jian"');
    const next = await startTemplateDraft(author, { templateId });
    expect(await getSignatory(author, next.versionId)).toEqual(await getSignatory(author, versionId));
    await saveSignatory(author, { versionId: next.versionId, edit: 1, ...words, withoutPicture: true });
    expect((await getSignatory(author, next.versionId))!.picture).toBeNull();
  });

  it("is needed before an apology is posted, and for an apology alone", async () => {
    const { incidentId } = await anIncidentToPost(database.parts);
    await expect(aStandingPosting(database.parts, await aWording(database.parts, incidentId, "apology"))).rejects.toThrow("apology-unsigned");
    const author = staffContext(database.parts, ["comms"]);
    const { versionId } = await createTemplate(author, { incidentId, kind: "full", name: "Other", content: demoWording("full") });
    await expect(saveSignatory(author, { versionId, edit: 1, ...words })).rejects.toThrow("signatory-apology-only");
  });
});

describe("an apology that rides with a notice", () => {
  it("puts the words of an approved one behind those of a draft, once", async () => {
    const author = staffContext(database.parts, ["comms"]);
    const { incidentId } = await anIncidentToPost(database.parts);
    const { versionId } = await createTemplate(author, { incidentId, kind: "full", name: "Full", content: demoWording("full") });
    const apologyVersionId = await aWording(database.parts, incidentId, "apology");
    const other = await anIncidentToPost(database.parts, "full");
    await expect(addApology(author, { versionId, edit: 1, apologyVersionId: other.versionId })).rejects.toMatchObject({ fields: { apologyVersionId: ["choose-one"] } });
    await expect(addApology(author, { versionId, edit: 1, apologyVersionId: randomUUID() })).rejects.toThrow("template");
    // The wording of the test says what a full notice says, so nothing is added a second time.
    await addApology(author, { versionId, edit: 1, apologyVersionId });
    const before = demoWording("full").sections.length;
    expect((await getTemplateVersion(author, versionId)).content.sections).toHaveLength(before);
    const own = await createTemplate(author, { incidentId, kind: "apology", name: "Sorry", content: { subject: { ko: "사과", en: "Sorry" }, sections: [{ when: {}, text: { ko: "죄송합니다.", en: "I am sorry." } }] } });
    await expect(addApology(author, { versionId, edit: 2, apologyVersionId: own.versionId })).rejects.toMatchObject({ fields: { apologyVersionId: ["choose-one"] } });
    await submitTemplateVersion(author, { versionId: own.versionId, edit: 1 });
    await approveTemplateVersion(staffContext(database.parts, ["approver"]), { versionId: own.versionId, edit: 1 });
    expect((await listApprovedApologies(author, incidentId)).map(({ name }) => name)).toContain("Sorry");
    await addApology(author, { versionId, edit: 2, apologyVersionId: own.versionId });
    const { content, edit } = await getTemplateVersion(author, versionId);
    expect([edit, content.sections.length, content.sections.at(-1)?.text.en]).toEqual([3, before + 1, "I am sorry."]);
    await expect(addApology(author, { versionId, edit: 2, apologyVersionId: own.versionId })).rejects.toThrow("wording-changed-meanwhile");
  });
});
