import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { demoWording } from "@/db/seed/demo-notice-words";
import { locales } from "@/db/values/locales";
import type { StaffId } from "@/domain/kernel/ids";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { approveAsItIs } from "@/test/notices";
import { anIncidentToPost, aStandingPosting } from "@/test/postings";
import { anIncidentWithPeople, aWording, people, PORTAL } from "@/test/waves";
import { approveFactValue } from "../facts/approve-fact-value";
import { proposeFactValue } from "../facts/propose-fact-value";
import { getFact } from "../facts/queries";
import { Forbidden } from "../kernel/errors";
import { mintContext } from "../kernel/mint-context";
import { createTemplate } from "../notices/editing/create-template";
import { submitTemplateVersion } from "../notices/approval/submit-template-version";
import { reportDefect } from "../notices/defects/report-defect";
import { noticeWording } from "../notices/types";
import { createWave } from "../waves/create-wave";
import { archivePosting } from "./archive-posting";
import { extendPosting } from "./extend-posting";
import { policyOf, writePosting } from "./rendering/posting-document";
import { proposePosting } from "./propose-posting";
import { provePosting } from "./prove-posting";
import { publishPosting } from "./publish-posting";
import { getPosting, listPostings, listPostingsForWave, listPublicPostings, listServedFiles, readServedBytes } from "./queries";
import { renderPosting } from "./rendering/render-posting";
import { withdrawPosting } from "./withdraw-posting";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const approver = () => staffContext(database.parts, ["approver"]);
const DAY = 24 * 3_600_000;
/** Somebody, so many days from now. */
const inDays = (days: number) => mintContext({ ...database.parts, clock: { now: () => new Date(Date.now() + days * DAY) } }, { kind: "staff", staffId: randomUUID() as StaffId, sessionId: "later", proven: true, roles: ["approver"] } as const);

describe("a posting", () => {
  it("is proposed by one, published by another, made once, and never changes", async () => {
    const { incidentId, slug, versionId } = await anIncidentToPost(database.parts);
    const both = staffContext(database.parts, ["comms", "approver"]);
    const postingId = await proposePosting(both, { templateVersionId: versionId });
    expect(await listServedFiles(database.db)).not.toContainEqual(expect.objectContaining({ slug }));
    await expect(publishPosting(both, { postingId })).rejects.toThrow("second-person");
    await expect(publishPosting(comms(), { postingId })).rejects.toThrow(Forbidden);
    await expect(database.db.$client.query("update postings set state = 'publishing', decided_by = proposed_by, decided_at = now() where id = $1", [postingId])).rejects.toThrow(/check constraint/);
    await publishPosting(approver(), { postingId });
    await expect(publishPosting(approver(), { postingId })).rejects.toThrow("posting-not-proposed");
    await Promise.all([1, 2].map(() => renderPosting(systemContext(database.parts), { portalUrl: PORTAL }, postingId)));
    const posting = await getPosting(both, postingId);
    expect(posting).toMatchObject({ state: "standing", number: 1, leastDays: 30, stayDays: 30, slug, files: [{ locale: "ko" }, { locale: "en" }] });
    expect(posting.mustStayUntil!.getTime() - posting.publishedFrom!.getTime()).toBe(30 * DAY);
    for (const change of ["update posting_files set title = 'x' where posting_id = $1", "delete from posting_files where posting_id = $1", "update postings set must_stay_until = published_from where id = $1", "update postings set state = 'proposed' where id = $1", "delete from postings where id = $1"]) {
      await expect(database.db.$client.query(change, [postingId]), change).rejects.toThrow(/never changed|kept as it was/);
    }
    expect(await listPublicPostings(database.db, incidentId)).toMatchObject([{ number: 1, kind: "full", archived: false, supersedes: null }]);
  });

  it("is one file without a script, with everything filled in, under a policy that lets its own style through", async () => {
    const { versionId } = await anIncidentToPost(database.parts);
    const { files, slug } = await getPosting(comms(), await aStandingPosting(database.parts, versionId));
    for (const file of files) {
      const bytes = await readServedBytes(database.db, file.hash);
      const html = bytes!.toString("utf8");
      expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${file.locale}">`));
      expect(html).not.toMatch(/<script|<link|<img|<!--|@import|url\(|\{\{|undefined|\p{Co}/u);
      expect([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]!.replace(/^\/(ko|en)\//, "/")).sort()).toEqual([`/${slug}`, `/${slug}/postings/1`, PORTAL].sort());
      expect(policyOf(bytes!)).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src data:;/);
      expect(bytes!.length).toBeLessThan(60_000);
    }
    expect(files.map(({ locale }) => locale)).toEqual(locales);
  });

  it("says in words for whom a section is, and takes what is written for text", async () => {
    const section = (en: string, when = {}) => ({ when, text: { ko: "글", en } });
    const wording = { subject: { ko: "제목", en: "<b>{{organisation}}</b> & more" }, sections: [section("<script>alert(1)</script> [here](javascript:alert)"), section("- Change the code", { dataClass: "access-codes" }), section("- And the lock", { dataClass: "access-codes" }), section("Not a customer: {{leaked-classes}}", { evidence: "possible", subjectKind: "third-party" })] };
    const values = { shared: { organisation: "Haneul Mall", "portal-url": PORTAL, "contact-desk": "desk", "as-of": "now" }, leaked: ["<i>Name</i>"], reference: "none" };
    const { bytes, title } = await writePosting({ locale: "en", slug: "haneul", number: 2, wording: noticeWording.parse(wording), values, signatory: null, publishedFrom: new Date(), mustStayUntil: new Date(), timeZone: "Asia/Seoul", supersedes: 1 });
    const html = bytes.toString("utf8");
    const main = /<main>(.*)<\/main>/s.exec(html)![1]!;
    expect(title).toBe("<b>Haneul Mall</b> & more");
    expect(main).toContain("<h1>&lt;b&gt;Haneul Mall&lt;/b&gt; &amp; more</h1><p>&lt;script&gt;alert(1)&lt;/script&gt; here</p>");
    expect(main).toContain('<p class="for-whom">If this leaked or possibly leaked about you: Building entrance code</p><ul><li>Change the code</li><li>And the lock</li></ul>');
    expect(main).toContain('<p class="for-whom">If your data possibly leaked (only people without an account)</p><p>Not a customer: &lt;i&gt;Name&lt;/i&gt;</p>');
    expect(html).toMatch(/It takes the place of\s*<a href="\/en\/haneul\/postings\/1">notice no. 1<\/a>/);
    await expect(writePosting({ locale: "en", slug: "haneul", number: 2, wording: noticeWording.parse({ ...wording, sections: [section("{{fact:gone}}")] }), values, signatory: null, publishedFrom: new Date(), mustStayUntil: new Date(), timeZone: "Asia/Seoul", supersedes: null })).rejects.toThrow("not filled in");
  });

  it("waits for an approved wording with which nothing is wrong, and says when something is found wrong later", async () => {
    const { incidentId, versionId } = await anIncidentToPost(database.parts);
    const author = comms();
    const draft = await createTemplate(author, { incidentId, kind: "full", name: "Draft", content: demoWording("full") });
    await expect(proposePosting(author, { templateVersionId: draft.versionId })).rejects.toThrow("wording-not-approved");
    const standing = await aStandingPosting(database.parts, versionId);
    const postingId = await proposePosting(author, { templateVersionId: versionId });
    expect((await getPosting(author, standing)).defective).toBe(false);
    await reportDefect(author, { versionId, dataClass: "access-codes", note: "The entrance codes are missing." });
    expect((await getPosting(author, standing)).defective).toBe(true);
    await expect(publishPosting(approver(), { postingId })).rejects.toThrow("wording-defective");
    await expect(proposePosting(author, { templateVersionId: versionId })).rejects.toThrow("wording-defective");
  });

  it("is not published with words that the facts have overtaken", async () => {
    const { incidentId } = await anIncidentToPost(database.parts);
    const author = comms();
    const content = { subject: { ko: "새 안내", en: "New guidance" }, sections: [{ text: { ko: "2025년 6월 24일에 시작된 일입니다.", en: "It began on 24 June 2025." } }] };
    const { versionId } = await createTemplate(author, { incidentId, kind: "guidance-update", name: "Guidance", content });
    await submitTemplateVersion(author, { versionId, edit: 1 });
    await approveAsItIs(database.parts, versionId);
    const postingId = await proposePosting(author, { templateVersionId: versionId });
    const { id: factId, current } = await getFact(comms(), incidentId, "leak-period");
    await proposeFactValue(comms(), { factId, base: current!.number, label: current!.label, value: { kind: "period", from: "2025-06-25", to: "2025-11-18" }, status: "confirmed", source: current!.source, asOf: "2026-02-10T10:00:00+09:00" });
    await approveFactValue(approver(), { factId, number: current!.number + 1 });
    await expect(publishPosting(approver(), { postingId })).rejects.toThrow("posting-wording-open");
  });

  it("stands for the people of a wave whom nothing reached, as one of the same wording does", async () => {
    const { incidentId, versionId } = await anIncidentWithPeople(database.parts, people(2));
    const wave = await createWave(comms(), { templateVersionId: versionId, audience: {} });
    expect(await listPostingsForWave(comms(), wave)).toEqual([]);
    const other = await aWording(database.parts, incidentId, "full");
    const forWave = await aStandingPosting(database.parts, other, { waveId: wave.id });
    await aStandingPosting(database.parts, other);
    const same = await aStandingPosting(database.parts, versionId);
    expect((await listPostingsForWave(comms(), wave)).map(({ id }) => id)).toEqual([same, forWave]);
  });

  it("stays as long as was said: it may stay longer, and is not taken down before", async () => {
    const { versionId } = await anIncidentToPost(database.parts);
    await expect(proposePosting(comms(), { templateVersionId: versionId, stayDays: "29" })).rejects.toMatchObject({ fields: { stayDays: ["posting-stay-short"] } });
    const postingId = await aStandingPosting(database.parts, versionId, { stayDays: "40" });
    await expect(archivePosting(approver(), { postingId })).rejects.toThrow("posting-must-stay");
    await expect(extendPosting(comms(), { postingId, until: "2026-01-01" })).rejects.toMatchObject({ fields: { until: ["posting-until-earlier"] } });
    const until = new Date(Date.now() + 60 * DAY).toISOString().slice(0, 10);
    await extendPosting(comms(), { postingId, until });
    expect((await getPosting(comms(), postingId)).mustStayUntil!.toISOString()).toBe(`${until}T14:59:59.000Z`);
    await expect(archivePosting(inDays(50), { postingId })).rejects.toThrow("posting-must-stay");
    await archivePosting(inDays(62), { postingId });
    expect((await getPosting(comms(), postingId)).state).toBe("archived");
    // What was posted stays readable.
    expect((await listServedFiles(database.db)).filter((file) => file.postingId === postingId)).toHaveLength(2);
  });

  it("can be withdrawn while it waits, with a reason, and be superseded once it stands", async () => {
    const { incidentId, versionId } = await anIncidentToPost(database.parts);
    const postingId = await proposePosting(comms(), { templateVersionId: versionId });
    await expect(withdrawPosting(approver(), { postingId, reason: "no" })).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
    await withdrawPosting(approver(), { postingId, reason: "The hours of the contact desk are wrong." });
    await expect(publishPosting(approver(), { postingId })).rejects.toThrow("posting-not-proposed");
    await expect(proposePosting(comms(), { templateVersionId: versionId, supersedes: postingId })).rejects.toMatchObject({ fields: { supersedes: ["choose-one"] } });
    const first = await aStandingPosting(database.parts, versionId);
    const second = await aStandingPosting(database.parts, versionId, { supersedes: first });
    expect((await getPosting(comms(), first)).supersededBy).toEqual([3]);
    const { files } = await getPosting(comms(), second);
    expect((await readServedBytes(database.db, files[1]!.hash))!.toString("utf8")).toMatch(/It takes the place of\s*<a href="\/en\/incident-[^"]*\/postings\/2">notice no. 2<\/a>/);
    expect((await listPostings(comms(), incidentId)).map(({ number, state }) => [number, state])).toEqual([[3, "standing"], [2, "standing"], [1, "withdrawn"]]);
  });

  it("is proven by one file that says everything", async () => {
    const { versionId, slug } = await anIncidentToPost(database.parts);
    const postingId = await aStandingPosting(database.parts, versionId);
    const posting = await getPosting(comms(), postingId);
    const proof = (await provePosting(comms(), postingId, { locale: "en", portalUrl: PORTAL })).bytes.toString("utf8");
    for (const { hash, locale, title } of posting.files) for (const said of [hash, title, `${PORTAL}/${locale}/${slug}/postings/1`]) expect(proof).toContain(said);
    expect(proof).not.toMatch(/<script|undefined|\[object/);
    const waiting = await proposePosting(comms(), { templateVersionId: versionId });
    await expect(provePosting(comms(), waiting, { locale: "en", portalUrl: PORTAL })).rejects.toThrow("posting-not-standing");
  });
});
