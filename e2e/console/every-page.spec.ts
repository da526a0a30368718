import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { and, eq } from "drizzle-orm";
import { starterTemplates } from "@/content/starter-templates/starter-templates";
import { contactPoints } from "@/db/schema/exposure";
import { seedIncident } from "@/db/seed/demo-incident";
import { demoWording } from "@/db/seed/demo-notice-words";
import { seedNotices } from "@/db/seed/demo-notices";
import { seedProgramme } from "@/db/seed/demo-programme";
import { locales, type Locale } from "@/db/values/locales";
import { sampleLines } from "@/domain/exposure/sample/subject-sample";
import { startPaperClaim } from "@/domain/claims/paper/start-paper-claim";
import { startImport } from "@/domain/exposure/start-import";
import { createIncident } from "@/domain/incidents/create-incident";
import { readRevisionForm } from "@/domain/incidents/read-revision-form";
import { startIncidentDraft } from "@/domain/incidents/start-incident-draft";
import { listKeys } from "@/domain/keys/register/queries";
import { recordKeys } from "@/domain/keys/register/record-keys";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import { startProgrammeDraft } from "@/domain/programmes/start-programme-draft";
import { approveWave } from "@/domain/waves/approve-wave";
import { createWave } from "@/domain/waves/create-wave";
import { pauseWave } from "@/domain/waves/pause-wave";
import { submitWave } from "@/domain/waves/submit-wave";
import { staffContext, systemContext } from "@/test/contexts";
import { importText, publish } from "@/test/imports";
import { expect, expectAccessible, test as base } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** One incident with something in every state that stays as it is, and one with nothing. */
function everyState() {
  return withParts(async (parts) => {
    const comms = staffContext(parts, ["comms"]);
    const approver = staffContext(parts, ["approver"]);
    const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `pages-${randomUUID().slice(0, 8)}` });
    await startIncidentDraft(comms, { incidentId });
    await importText(parts, incidentId, [...sampleLines({ people: 80, seed: 3, defects: 0.1 })].join(""));
    await publish(parts, incidentId, 1);
    // Begun and never read: it stays as it is while the worker has not come to it.
    await startImport(staffContext(parts, ["security"]), { incidentId, mode: "add", asOf: "2025-12-04T09:00:00+09:00", fileName: "people.csv" }, { hash: Buffer.alloc(32, 9), bytes: 1_000 });
    const { versionId } = await seedNotices(parts, { incidentId, author: comms.actor.staffId, approver: approver.actor.staffId });
    const wave = async (until: "draft" | "in-review" | "scheduled" | "paused" | "under-way" | "sent") => {
      const scheduledAt = ["sent", "under-way"].includes(until) ? null : new Date(Date.now() + 3_600_000).toISOString();
      // One message in twenty seconds: it is under way for as long as anybody looks.
      const { id } = await createWave(comms, { templateVersionId: versionId, audience: {}, scheduledAt, ...(until === "under-way" ? { pace: { perSecond: 0.05 } } : {}) });
      if (until === "draft") return id;
      const { approvalHash } = await submitWave(comms, { waveId: id });
      if (until === "in-review") return id;
      await approveWave(approver, { waveId: id, approvalHash });
      if (until === "paused") await pauseWave(comms, { waveId: id });
      return id;
    };
    const waves = [await wave("sent"), await wave("draft"), await wave("in-review"), await wave("scheduled"), await wave("paused"), await wave("under-way")];
    const draft = await createTemplate(comms, { incidentId, kind: "correction", name: "공동현관 비밀번호 정정 통지 · Correction about entrance codes", content: starterTemplates.correction });
    const review = await createTemplate(comms, { incidentId, kind: "full", name: "검토 중 · In review", content: demoWording("full") });
    await submitTemplateVersion(comms, { versionId: review.versionId, edit: 1 });
    const programmeId = await seedProgramme(parts, { incidentId, author: randomUUID(), opener: randomUUID() });
    await startProgrammeDraft(staffContext(parts, ["finance"]), { programmeId });
    const agent = staffContext(parts, ["support"]);
    const [person] = await parts.db.select({ id: contactPoints.subjectId }).from(contactPoints).where(and(eq(contactPoints.incidentId, incidentId), eq(contactPoints.kind, "email"))).orderBy(contactPoints.subjectId).limit(1);
    const { claimId: entryId } = await startPaperClaim(agent, incidentId, { programme: "compensation", subjectId: String(person?.id), postmarkedOn: new Date().toISOString().slice(0, 10), signer: "서명한 사람", locale: "ko", answer: "e0" });
    const content = readRevisionForm({ "organisation.ko": "빈 회사", "organisation.en": "Empty Co.", "title.ko": "새 유출", "title.en": "A new leak" });
    const empty = await createIncident(comms, { slug: `empty-${randomUUID().slice(0, 8)}`, content });
    await recordKeys(systemContext(parts), [{ kind: "relay-password", name: "pages", value: "a password of this test" }]);
    const keyId = (await listKeys(systemContext(parts))).find(({ name }) => name === "pages")?.id;
    return { incidentId, empty, keyId, entryId, waves, notices: [draft.templateId, review.templateId] };
  });
}

type Made = Awaited<ReturnType<typeof everyState>>;

let madeOnce: Promise<Made> | undefined;

/** These tests only look, so those of one process look at the same. (A fixture of the worker's would have them run in processes of their own, each of which loads everything and starts a browser.) */
const test = base.extend<{ made: Made }>({ made: [async ({}, use) => use(await (madeOnce ??= everyState())), { timeout: 120_000 }] });

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1440, height: 900 };

/** What is wide scrolls inside itself. */
async function expectNarrow(page: Page): Promise<void> {
  await page.setViewportSize(NARROW);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `width of ${page.url()}`).toBeLessThanOrEqual(NARROW.width);
}

/** Usable by everybody on a desk, and never wider than a narrow screen; everything but its words is the same in every language. */
async function expectUsable(page: Page, locale: Locale): Promise<void> {
  await page.setViewportSize(WIDE);
  await expectAccessible(page, locale !== locales[0]);
  await expectNarrow(page);
}

/** Open a page as a phone does, where charts and tables were never wider, and then look at it on a desk and narrow again. */
async function open(page: Page, path: string, locale: Locale): Promise<void> {
  await page.setViewportSize(NARROW);
  await page.goto(`/console/${path}`);
  await expectNarrow(page);
  await expectUsable(page, locale);
}

/** Pages by what is on them; one test each, so that no worker of the browser tests ends long after the others. */
const groups: Record<string, (made: Made) => string[]> = {
  incidents: () => ["incidents", "incidents/new", "incidents/edit", "incidents/preview", "incidents/rules"],
  exposure: () => ["exposure", "exposure/import", "exposure/1", "exposure/2", "exposure/canaries"],
  notices: ({ notices }) => ["notices", "notices/new", ...notices.map((id) => `notices/${id}`), `notices/${notices[0]}/history`],
  "waves and postings": ({ waves }) => ["waves", "waves/new", "waves/lists", "waves/suppressions", `waves/${waves[1]}/edit`, "postings", "postings/new"],
  programmes: () => ["programmes", "programmes/new", "programmes/compensation", "programmes/compensation/edit", "programmes/compensation/simulate"],
  claims: () => ["claims", "claims?state=submitted&assigned=nobody&sort=due", "claims/desk", "claims/mentions", "claims/bulk?state=submitted&act=assign:rule", "claims/board", "claims/board?stage=soon&kind=decision&agent=none"],
  alarms: () => ["alarms", "alarms/keys", "alarms?state=closed&kind=reads&severity=critical", "audit", "audit?action=staff.add&from=2026-01-01T00:00", "audit/timeline?kind=claim&object=nobody", "audit/export"],
  payments: () => ["exports", "payments", "payments/setup", "payments/tables"],
  "claims on paper": ({ entryId }) => ["claims/paper", `claims/paper/${entryId}/handover`, "reveals"],
  erasures: () => ["erasures", "erasures/incident", "erasures/retention"],
  keys: ({ keyId }) => ["keys", "keys?all=1", `keys/${keyId}`, "staff/provisioning", "access-review"],
  "waves in every state": ({ waves }) => waves.map((id) => `waves/${id}`),
};
const withNothing = ["exports", "incidents", "incidents/preview", "exposure", "exposure/canaries", "notices", "waves", "waves/new", "postings", "postings/new", "programmes", "claims", "claims/mentions", "claims/board", "payments", "payments/setup", "payments/tables", "alarms", "erasures"];

for (const locale of locales) {
  for (const [group, pathsOf] of Object.entries(groups)) {
    test(`every page of ${group} is usable by everybody, in both colour schemes and at 320 px (${locale})`, async ({ page, context, made }) => {
      await signInAs(context, ["comms", "security", "approver", "finance", "support"], { locale, incidentId: made.incidentId });
      for (const path of pathsOf(made)) await test.step(path, () => open(page, path, locale));
    });
  }

  test(`every page of an incident with nothing in it is usable by everybody, in both colour schemes and at 320 px (${locale})`, async ({ page, context, made }) => {
    await signInAs(context, ["comms", "security", "approver"], { locale, incidentId: made.empty });
    for (const path of withNothing) await test.step(path, () => open(page, path, locale));
  });

  test(`a wave under way draws its chart on a phone, and a spreadsheet is refused (${locale})`, async ({ page, context, made }) => {
    await signInAs(context, ["comms", "security", "approver"], { locale, incidentId: made.incidentId });
    await page.setViewportSize(NARROW);
    await page.goto(`/console/waves/${made.waves.at(-1)}`);
    await expect(page.locator("figure svg.recharts-surface").first()).toBeVisible();
    await expectNarrow(page);
    await page.setViewportSize(WIDE);
    await page.goto("/console/exposure/import");
    await page.locator("input[type=file]").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("PK\u0003\u0004not a table") });
    await page.getByRole("button", { name: locale === "ko" ? "올리기" : "Upload" }).click();
    await expect(page.getByText("XLSX")).toBeVisible();
    await expectUsable(page, locale);
  });
}
