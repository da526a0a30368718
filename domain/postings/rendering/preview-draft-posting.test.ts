import { expect, it } from "vitest";
import { frameOfPosting } from "@/components/notices/look";
import { locales } from "@/db/values/locales";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncidentToPost, aStandingPosting } from "@/test/postings";
import { aWording, PORTAL } from "@/test/waves";
import { Forbidden } from "../../kernel/errors";
import { getTemplateVersion } from "../../notices/queries";
import { previewDraftPosting } from "./preview-draft-posting";
import { proposePosting } from "../propose-posting";
import { getPosting, readServedBytes } from "../queries";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const at = { portalUrl: PORTAL };
/** The minute in which it is made is no part of what is compared. */
const undated = (html: string) => html.replace(/<p>(Notice no\. 1|공지 제1호)\..*?<\/p>/, "<p>when</p>");

it("shows words as they would be posted: the same page in each language, under the number that is free", async () => {
  const { versionId } = await anIncidentToPost(database.parts);
  const { content } = await getTemplateVersion(comms(), versionId);
  const shown = new Map(await Promise.all(locales.map(async (locale) => [locale, await previewDraftPosting(comms(), { versionId, locale, content }, at)] as const)));
  const { files } = await getPosting(comms(), await aStandingPosting(database.parts, versionId));
  for (const { locale, hash } of files) {
    const posted = (await readServedBytes(database.db, hash))!.toString("utf8");
    expect(undated(posted)).toContain("<p>when</p>");
    expect(undated(shown.get(locale) ?? "")).toBe(undated(posted));
  }
  expect(await previewDraftPosting(comms(), { versionId, locale: "en", content }, at)).toContain("Notice no. 2.");
});

it("shows what nothing fills while it is typed, and lets nothing of it run or load", async () => {
  const { versionId } = await anIncidentToPost(database.parts);
  const content = { subject: { ko: "제목", en: "Subject" }, sections: [{ when: {}, text: { ko: "글", en: "<script>alert(1)</script> {{fact:not-there}}" } }] };
  const html = await previewDraftPosting(comms(), { versionId, locale: "en", content }, at);
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; {{fact:not-there}}");
  expect(frameOfPosting(html!)).toMatch(/<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'">/);
});

it("knows no posting of what is written to one person, and none can be proposed", async () => {
  const { incidentId } = await anIncidentToPost(database.parts);
  const versionId = await aWording(database.parts, incidentId, "claim-correspondence");
  const { content } = await getTemplateVersion(comms(), versionId);
  expect(await previewDraftPosting(comms(), { versionId, locale: "en", content }, at)).toBeNull();
  await expect(proposePosting(comms(), { templateVersionId: versionId })).rejects.toThrow("wording-for-one-person");
  await expect(previewDraftPosting(staffContext(database.parts, ["finance"]), {}, at)).rejects.toThrow(Forbidden);
});
