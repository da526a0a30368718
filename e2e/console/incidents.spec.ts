import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { seedIncident } from "@/db/seed/demo-incident";
import { startIncidentDraft } from "@/domain/incidents/start-incident-draft";
import { staffContext } from "@/test/contexts";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const slug = () => `haneul-${randomUUID().slice(0, 8)}`;
const published = () => withParts((parts) => seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: slug() }));
const withDraft = async () => {
  const incident = await published();
  await withParts((parts) => startIncidentDraft(staffContext(parts, ["comms"]), { incidentId: incident.incidentId }));
  return incident;
};

async function another(page: Page, act: (context: BrowserContext) => Promise<unknown>): Promise<Page> {
  const context = await page.context().browser()!.newContext({ baseURL: process.env.E2E_URL, locale: "ko-KR", timezoneId: "Asia/Seoul" });
  await act(context);
  return context.newPage();
}

test("comms edits and submits, may not publish, an approver publishes, and the public page shows the change", async ({ page, context }) => {
  const { incidentId, slug } = await published();
  await signInAs(context, ["comms"], { locale: "en", incidentId, name: "Kim Comms" });
  await page.goto("/console/incidents");
  await expect(page.getByText("Revision 1, published on")).toBeVisible();
  await expect(page.getByRole("row", { name: /Building entrance code/ })).toContainText("access-codes");
  await expect(page.getByRole("button", { name: /Withdraw/ })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Start a draft" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Edit revision 2" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Title · English").first().fill("A title as comms has corrected it");
  await expect(page.getByText("There are unsaved changes.")).toBeVisible();
  await page.getByLabel(/^When you knew/).fill("2025-11-18T21:15");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Everything is saved.")).toBeVisible();
  await page.getByLabel("E-mail").fill("nobody");
  await page.getByRole("button", { name: "Save and preview" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Contact desk · E-mail: Enter an e-mail address" })).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("E-mail").fill("privacy@haneulmall.example");
  await page.getByRole("button", { name: "Save and preview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Preview of revision 2" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "A title as comms has corrected it" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: /^Title$/ })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: /^When you knew that data had leaked$/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Korean" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /공동현관 비밀번호가 유출되었습니다/ })).toBeVisible();
  await page.getByRole("button", { name: "Ask for publication" }).click();
  await expect(page.getByText("An approver who has not edited it can publish it.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Publish/ })).toHaveCount(0);

  const theirs = await another(page, (context) => signInAs(context, ["approver"], { locale: "ko", incidentId }));
  await theirs.goto("/console/incidents");
  await expectAccessible(theirs);
  await theirs.getByRole("link", { name: "미리 보기" }).click();
  await expect(theirs.getByText(`/ko/${slug}와 /en/${slug}에서 누구나`)).toBeVisible();
  await expectAccessible(theirs);
  await theirs.getByRole("button", { name: "2차 안내문 게시" }).click();
  await expect(theirs.getByText(/2차 안내문, .* 님이 게시/)).toBeVisible();
  await theirs.goto(`/en/${slug}`);
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("A title as comms has corrected it");
  await theirs.context().close();
});

test("whoever edited a revision cannot publish it, and can return it", async ({ page, context }) => {
  const { incidentId } = await withDraft();
  await signInAs(context, ["approver"], { locale: "en", incidentId });
  await page.goto("/console/incidents/edit");
  await page.getByLabel("Organisation · English").fill("Haneul Mall Inc.");
  await page.getByRole("button", { name: "Save and preview" }).click();
  await page.getByRole("button", { name: "Ask for publication" }).click();
  await expect(page.getByText("You edited this revision, so somebody else has to publish it.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Publish/ })).toHaveCount(0);
  await page.goto("/console/incidents/edit");
  await expect(page.getByText("Revision 2 is in review")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Preview" }).click();
  await page.getByRole("button", { name: "Return to draft" }).click();
  await expect(page.getByRole("link", { name: "Edit draft" })).toBeVisible();
});

test("the second of two editors is told, loses nothing, and saves knowingly", async ({ page, context }) => {
  const { incidentId } = await withDraft();
  await signInAs(context, ["comms"], { locale: "ko", incidentId });
  const theirs = await another(page, (context) => signInAs(context, ["comms"], { locale: "en", incidentId }));
  await page.goto("/console/incidents/edit");
  await theirs.goto("/console/incidents/edit");
  await theirs.getByLabel("Title · English").first().fill("Theirs");
  await theirs.getByRole("button", { name: "Save", exact: true }).click();
  await expect(theirs.getByText("Everything is saved.")).toBeVisible();
  await page.getByLabel("제목 · 한국어").first().fill("내가 쓴 제목");
  await page.getByLabel("무슨 일이 있었나 · 영어").fill("Mine, at length.\n\nAnd more.");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  const alert = page.getByRole("alert").filter({ hasText: "다른 사람이 저장했습니다" });
  await expect(alert).toBeFocused();
  await expect(alert).toContainText("다른 부분: 제목, 무슨 일이 있었나");
  await expect(page.getByLabel("제목 · 한국어").first()).toHaveValue("내가 쓴 제목");
  await expect(page.getByLabel("무슨 일이 있었나 · 영어")).toHaveValue("Mine, at length.\n\nAnd more.");
  await expectAccessible(page);
  await theirs.reload();
  await expect(theirs.getByLabel("Title · English").first()).toHaveValue("Theirs");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByText("모두 저장했습니다.")).toBeVisible();
  await theirs.context().close();
});

test("rows come, go and move with the keyboard, leaving asks first, and an empty row is no hindrance", async ({ page, context }) => {
  const { incidentId } = await withDraft();
  await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto("/console/incidents/edit");
  const first = page.getByRole("group", { name: "Kind of data 1" }).getByLabel("Kind of data");
  await expect(first).toHaveValue("access-codes");
  await page.getByRole("button", { name: "Move up · Kind of data 2" }).press("Enter");
  await expect(first).toHaveValue("phone-numbers");
  await expect(first).toBeFocused();
  await page.getByLabel("Organisation · English").fill("Typed before a row is added");
  await page.getByRole("button", { name: "Add a change" }).press("Enter");
  const added = page.getByRole("group", { name: "Change 7" });
  await expect(added.getByLabel(/^When/)).toBeFocused();
  await added.getByLabel("Heading · Korean").fill("문의가 늘었습니다");
  await expect(page.getByLabel("Organisation · English")).toHaveValue("Typed before a row is added");
  await page.getByRole("button", { name: "Add a change" }).press("Enter");
  await page.getByRole("button", { name: "Remove · Change 1" }).press("Enter");
  await expect(page.getByRole("group", { name: "Change 6" }).getByLabel("Heading · Korean")).toHaveValue("문의가 늘었습니다");
  // Enter in a field saves: it is not the first row that moves.
  await page.getByLabel("Organisation · English").press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "Changes 6 · When: Enter a date and a time." })).toBeFocused();
  await expect(page.getByRole("group", { name: "Change 7" })).toHaveCount(0);
  page.once("dialog", (dialog) => void dialog.dismiss());
  await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Edit revision 2" })).toBeVisible();
  await page.getByRole("group", { name: "Change 6" }).getByLabel(/^When/).fill("2026-02-11T09:30");
  await page.getByLabel("Organisation · English").press("Enter");
  await expect(page.getByText("Everything is saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("group", { name: "Change 6" }).getByLabel(/^When/)).toHaveValue("2026-02-11T09:30");
  await expect(page.getByRole("group", { name: "Change 7" })).toHaveCount(0);
  await expect(first).toHaveValue("phone-numbers");
});

test("where nothing is open there is nothing to preview, and the editor offers a draft", async ({ page, context }) => {
  const { incidentId } = await published();
  await signInAs(context, ["comms"], { locale: "ko", incidentId });
  await page.goto("/console/incidents/preview");
  await expect(page.getByText("미리 볼 내용이 없습니다")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/console/incidents/edit");
  await expectAccessible(page);
  await page.getByRole("button", { name: "초안 시작" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "2차 안내문 편집" })).toBeVisible();
});

test("a revision taken back says why, and readers see the one before", async ({ page, context }) => {
  const { incidentId, slug } = await published();
  await signInAs(context, ["approver"], { locale: "en", incidentId });
  await page.goto("/console/incidents");
  await expect(page.getByText("There is no earlier revision")).toBeVisible();
  await page.getByRole("button", { name: "Withdraw revision 1" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "at least 10 characters" })).toBeFocused();
  await page.getByLabel("Why").fill("The figures named the wrong month");
  await page.getByRole("button", { name: "Withdraw revision 1" }).click();
  await expect(page.getByText("Nothing of this incident is public.")).toBeVisible();
  await expect(page.getByRole("row", { name: /Withdrawn/ })).toBeVisible();
  await expectAccessible(page);
  expect((await page.request.get(`/en/${slug}`)).status()).toBe(404);
});

test("a new incident begins with an address and a title, and says what it still needs", async ({ page, context }) => {
  await signInAs(context, ["comms"], { locale: "ko" });
  await page.goto("/console/incidents/new");
  await expectAccessible(page);
  await page.getByLabel("주소").fill("Not An Address");
  await page.getByLabel("제목 · 한국어").fill("새로운 유출");
  await page.getByRole("button", { name: "사고 열기" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "입력" })).toBeFocused();
  await expect(page.getByLabel("제목 · 한국어")).toHaveValue("새로운 유출");
  await page.getByLabel("주소").fill(slug());
  await page.getByRole("button", { name: "사고 열기" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "1차 안내문 편집" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "저장하고 미리 보기" }).click();
  await expect(page.getByRole("heading", { name: "게시하기 전에 더 필요한 내용" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "유출을 알게 된 시각" }).click();
  await expect(page).toHaveURL(/edit#part-dates$/);
});

test.describe("without JavaScript, on a narrow screen", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });

  test("rows and saving work, and nothing typed is lost", async ({ page, context }) => {
    const { incidentId } = await withDraft();
    await signInAs(context, ["comms"], { locale: "en", incidentId });
    await page.goto("/console/incidents/edit");
    await page.getByLabel("Organisation · English").fill("Typed by hand");
    await page.getByRole("button", { name: "Add a change" }).click();
    await expect(page.getByRole("group", { name: "Change 7" })).toBeVisible();
    await expect(page.getByLabel("Organisation · English")).toHaveValue("Typed by hand");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Everything is saved.")).toBeVisible();
    await expect(page.getByRole("group", { name: "Change 7" })).toHaveCount(0);
    await expect(page.getByLabel("Organisation · English")).toHaveValue("Typed by hand");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Everything is saved.")).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});
