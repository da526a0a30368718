import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { haneulMall } from "@/db/seed/demo-incident-words";
import type { Locale } from "@/db/values/locales";
import { createIncident } from "@/domain/incidents/create-incident";
import { staffContext } from "@/test/contexts";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** An incident under the law of September 2026, without a dataset. */
const incident = () => withParts((parts) => createIncident(staffContext(parts, ["comms"]), { slug: `haneul-${randomUUID().slice(0, 8)}`, content: { ...haneulMall, knewLeak: "2026-09-11T09:00:00+09:00" } }));

const card = (page: Page, id: string) => page.getByRole("article", { name: new RegExp(` ${id}$`) });
const choose = (page: Page, question: string, answer: string) => page.getByRole("group", { name: question }).getByLabel(answer, { exact: true }).check();

test("comms records the circumstances, and every rule says whether it applies, why, and until when", async ({ page, context }) => {
  const incidentId = await incident();
  await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto("/console/incidents");
  await page.getByRole("link", { name: "What the law asks" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What the law asks" })).toBeVisible();
  await expect(page.getByText("engineering input and not legal advice")).toBeVisible();
  // Nobody has said anything: nothing is taken for a no, and the clock is there all the same.
  await expect(page.getByRole("link", { name: "Undecided 17" })).toBeVisible();
  await expect(card(page, "KR-IND")).toContainText("Nobody has recorded whether the leak is suspected, confirmed or ruled out.");
  await expect(card(page, "KR-IND")).toContainText("14 September 2026 at 09:00 KST");
  await expectAccessible(page);

  await choose(page, "What is known of the leak", "Confirmed");
  await choose(page, "May it turn out that more kinds of data leaked?", "No");
  await choose(page, "Is it still unknown when and how it leaked?", "Yes");
  await choose(page, "Was the data encrypted", "No");
  await choose(page, "How badly people may be hurt", "Serious");
  await page.getByLabel("Cause").selectOption({ label: "Illegal access from outside" });
  await page.getByLabel("Korea", { exact: true }).fill("some");
  await page.getByRole("button", { name: "Save circumstances" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Korea: Enter a whole number." })).toBeFocused();
  await expect(page.getByLabel("Confirmed", { exact: true })).toBeChecked();
  await expectAccessible(page);
  await page.getByLabel("Korea", { exact: true }).fill("33,673,817");
  for (const place of ["European Union", "Japan", "Australia", "United Kingdom"]) await page.getByLabel(place, { exact: true }).fill("0");
  await page.getByLabel("United States", { exact: true }).fill("800");
  await page.getByLabel("California", { exact: true }).fill("300");
  await page.getByRole("button", { name: "Save circumstances" }).click();
  await expect(page.getByText("Saved. The verdicts above follow what is recorded now.")).toBeFocused();

  await expect(card(page, "KR-PHASED")).toContainText("Applies");
  await expect(card(page, "KR-PHASED")).toContainText("What leaked, or when and how, is not established yet.");
  await expect(card(page, "KR-REG")).toContainText("33,673,817 people in Korea; the rule begins at 1,000.");
  const california = card(page, "US-CA-IND");
  await expect(california).toContainText("Does not apply");
  await expect(california).toContainText("Name, postal address, phone number and order history alone do not trigger this notice.");
  await expect(california).toContainText("high confidence");
  await expect(card(page, "KR-IND-2023")).toContainText("It was not in force on 11 September 2026: it ended on 10 September 2026.");
  await expect(card(page, "UK-REG")).toContainText("No people in United Kingdom.");

  await page.getByRole("link", { name: /^Applies/ }).click();
  await expect(page).toHaveURL(/answer=applies/);
  await page.getByRole("navigation", { name: "Jurisdiction" }).getByRole("link", { name: "Korea" }).click();
  await expect(page).toHaveURL(/place=KR/);
  await expect(page.getByRole("heading", { level: 2, name: /^Korea · / })).toHaveCount(4);
  await page.getByRole("navigation", { name: "Jurisdiction" }).getByRole("link", { name: "Japan" }).click();
  await expect(page.getByText("No rule fits these filters")).toBeVisible();
  await page.goto("/console/incidents/rules?place=Atlantis&answer=perhaps");
  await expect(page.getByText("No rule fits these filters")).toBeVisible();
});

test("a claimed ground moves the deadline, the audit log says so, and the second of two editors is told", async ({ page, context }) => {
  const incidentId = await incident();
  await signInAs(context, ["security", "auditor"], { locale: "ko", incidentId });
  await page.goto("/console/incidents/rules");
  const theirs = await context.newPage();
  await theirs.goto("/console/incidents/rules");
  await theirs.getByLabel("확산 방지를 위한 긴급 조치").check();
  await theirs.getByLabel("확산을 막은 시각").fill("2026-09-20T18:00");
  await theirs.getByRole("button", { name: "상황 저장" }).click();
  await expect(theirs.getByText("저장했습니다.")).toBeFocused();
  await expect(card(theirs, "KR-IND")).toContainText("한국 시각 2026년 9월 20일 18:00");
  await expect(card(theirs, "KR-IND")).toContainText("사유가 없었다면 기한은 한국 시각 2026년 9월 14일 09:00입니다.");
  await theirs.close();

  await choose(page, "유출에 관해 알려진 것", "확인됨");
  await page.getByRole("button", { name: "상황 저장" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "다른 사람이 상황을 저장했습니다" });
  await expect(alert).toBeFocused();
  await expect(alert).toContainText("유출에 관해 알려진 것");
  await expect(alert).toContainText("확산을 막은 시각");
  await expect(page.getByLabel("확인됨", { exact: true })).toBeChecked();
  await expectAccessible(page);
  // They have read what differs, and save over it.
  await page.getByRole("button", { name: "상황 저장" }).click();
  await expect(page.getByText("저장했습니다.")).toBeFocused();
  await page.goto("/console/audit?action=situation.save");
  await expect(page.getByRole("row").filter({ hasText: "anchors.contained" }).first()).toContainText("2026-09-20T09:00:00.000Z");
});

for (const [locale, note] of [["ko", "커뮤니케이션, 승인, 보안 담당자가 기록합니다."], ["en", "Communications, approvers and security record these."]] as [Locale, string][]) {
  test(`whoever may not record the circumstances reads the verdicts, on a narrow screen and without JavaScript (${locale})`, async ({ browser }) => {
    const incidentId = await incident();
    const context = await browser.newContext({ baseURL: process.env.E2E_URL, javaScriptEnabled: false, viewport: { width: 320, height: 640 }, colorScheme: "dark" });
    await signInAs(context, ["support"], { locale, incidentId });
    const page = await context.newPage();
    await page.goto("/console/incidents/rules?answer=undecided");
    await expect(page.getByText(note)).toBeVisible();
    await expect(page.getByRole("button", { name: /^(상황 저장|Save circumstances)$/ })).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await context.close();
  });
}
