import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { starterTemplates } from "@/content/starter-templates/starter-templates";
import { seedIncident } from "@/db/seed/demo-incident";
import { demoWording } from "@/db/seed/demo-notice-words";
import { seedNotices } from "@/db/seed/demo-notices";
import { locales } from "@/db/values/locales";
import { sampleLines } from "@/domain/exposure/sample/subject-sample";
import { startImport } from "@/domain/exposure/start-import";
import { createIncident } from "@/domain/incidents/create-incident";
import { readRevisionForm } from "@/domain/incidents/read-revision-form";
import { startIncidentDraft } from "@/domain/incidents/start-incident-draft";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import { approveWave } from "@/domain/waves/approve-wave";
import { createWave } from "@/domain/waves/create-wave";
import { pauseWave } from "@/domain/waves/pause-wave";
import { submitWave } from "@/domain/waves/submit-wave";
import { staffContext } from "@/test/contexts";
import { importText, publish } from "@/test/imports";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** One incident with something in every state that stays as it is, and one with nothing. */
function everyState() {
  return withParts(async (parts) => {
    const comms = staffContext(parts, ["comms"]);
    const approver = staffContext(parts, ["approver"]);
    const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `pages-${randomUUID().slice(0, 8)}` });
    await startIncidentDraft(comms, { incidentId });
    await importText(parts, incidentId, [...sampleLines({ people: 200, seed: 3, defects: 0.1 })].join(""));
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
    const content = readRevisionForm({ "organisation.ko": "빈 회사", "organisation.en": "Empty Co.", "title.ko": "새 유출", "title.en": "A new leak" });
    const empty = await createIncident(comms, { slug: `empty-${randomUUID().slice(0, 8)}`, content });
    return { incidentId, empty, waves, notices: [draft.templateId, review.templateId] };
  });
}

/** Usable by everybody, and never wider than a narrow screen: what is wide scrolls inside itself. */
async function expectUsable(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.setViewportSize(NARROW);
  await expectNarrow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
}

const NARROW = { width: 320, height: 640 };

async function expectNarrow(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `width of ${page.url()}`).toBeLessThanOrEqual(NARROW.width);
}

/** Open a page as a phone does, where charts and tables were never wider, and then look at it on a desk and narrow again. */
async function open(page: Page, path: string): Promise<void> {
  await page.setViewportSize(NARROW);
  await page.goto(`/console/${path}`);
  await expectNarrow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expectUsable(page);
}

for (const locale of locales) {
  test(`every page of incidents, exposure, notices and waves is usable by everybody, in both colour schemes and at 320 px (${locale})`, async ({ page, context }) => {
    test.setTimeout(300_000);
    const { incidentId, empty, waves, notices } = await everyState();
    await signInAs(context, ["comms", "security", "approver"], { locale, incidentId });
    const paths = [
      ...["incidents", "incidents/new", "incidents/edit", "incidents/preview", "incidents/rules", "exposure", "exposure/import", "exposure/1", "exposure/2", "notices", "notices/new", "waves", "waves/new", "waves/lists", "waves/suppressions", "postings", "postings/new"],
      ...notices.map((id) => `notices/${id}`),
      ...waves.map((id) => `waves/${id}`),
      `waves/${waves[1]}/edit`,
    ];
    for (const path of paths) {
      await test.step(path, async () => {
        await open(page, path);
      });
    }
    await test.step("a wave under way draws its chart on a phone", async () => {
      await page.setViewportSize(NARROW);
      await page.goto(`/console/waves/${waves.at(-1)}`);
      await expect(page.locator("figure svg.recharts-surface").first()).toBeVisible();
      await expectNarrow(page);
      await page.setViewportSize({ width: 1440, height: 900 });
    });
    await test.step("a spreadsheet is refused", async () => {
      await page.goto("/console/exposure/import");
      await page.locator("input[type=file]").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("PK\u0003\u0004not a table") });
      await page.getByRole("button", { name: locale === "ko" ? "올리기" : "Upload" }).click();
      await expect(page.getByText("XLSX")).toBeVisible();
      await expectUsable(page);
    });
    await signInAs(context, ["comms", "security", "approver"], { locale, incidentId: empty });
    for (const path of ["incidents", "incidents/preview", "exposure", "notices", "waves", "waves/new", "postings", "postings/new"]) {
      await test.step(`${path}, with nothing in it`, async () => {
        await open(page, path);
      });
    }
  });
}
