import { loadAlarmLimits } from "@/content/alarms/limits";
import { revealDays } from "@/db/schema/reveals";
import { locales } from "@/db/values/locales";
import { dayOfBudget } from "@/domain/reveals/rules";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const { stop, further, zone } = loadAlarmLimits().reveals;
const REASON = "전화로 계좌를 다시 확인하려고 합니다";

test("at the end of the day's budget nothing more is shown and nothing typed is lost, until a second person lets somebody see more", async ({ page, context, browser }) => {
  const email = `looked-${Date.now()}@example.com`;
  const { incidentId, claimId } = await withParts(async (parts) => {
    const incident = await aPublishedIncident(parts, `ref,email,confirmed,possible\na,${email},names;access-codes,`);
    const programme = await aProgramme(parts, incident);
    const claim = await aFiledClaim(await aSubject(parts, incident, email), programme);
    return { incidentId: incident.id, claimId: claim.id };
  });
  const agent = await signInAs(context, ["support"], { incidentId, name: "이상담" });
  await withParts((parts) => parts.db.insert(revealDays).values({ staffId: agent.id, day: dayOfBudget(new Date(), zone), used: stop - 1 }));
  const reveal = async () => {
    await page.goto(`/console/claims/${claimId}`);
    await page.getByText("개인정보 보기").click();
    await page.getByLabel("지급", { exact: true }).check();
    await page.getByLabel("왜 보아야 하나요?").fill(REASON);
    await page.getByRole("button", { name: "기록하고 보기" }).click();
  };
  await page.goto(`/console/claims/${claimId}`);
  await page.getByText("개인정보 보기").click();
  await expect(page.getByText(`오늘 볼 수 있는 ${stop}명 가운데 ${stop - 1}명을 열람했습니다.`)).toBeVisible();
  await reveal();
  await expect(page.getByText(email)).toBeVisible();
  await reveal();
  await expect(page.getByRole("alert").filter({ hasText: `오늘 볼 수 있는 ${stop}명을 모두 열람했습니다` })).toBeVisible();
  await expect(page.getByLabel("왜 보아야 하나요?")).toHaveValue(REASON);
  await expect(page.getByLabel("지급", { exact: true })).toBeChecked();
  await expect(page.locator("main")).not.toContainText(email);
  await expectAccessible(page);
  // In a tab of its own: what was typed stays where it is.
  const [own] = await Promise.all([context.waitForEvent("page"), page.getByRole("link", { name: "‘오늘의 열람’ 열기" }).click()]);
  await expect(own.getByRole("heading", { level: 1, name: "오늘의 열람" })).toBeVisible();
  await own.getByLabel("어떤 일에 필요합니까?").fill("짧음");
  await own.getByRole("button", { name: `${further.people}명 추가 요청하기` }).click();
  await expect(own.getByRole("alert").filter({ hasText: "10자 이상" })).toBeVisible();
  await expect(own.getByLabel("어떤 일에 필요합니까?")).toHaveValue("짧음");
  await own.getByLabel("어떤 일에 필요합니까?").fill("오늘 반송된 계좌를 모두 확인해야 합니다");
  await own.getByRole("button", { name: `${further.people}명 추가 요청하기` }).click();
  await expect(own.getByText("이미 요청한 건이 결정을 기다리고 있습니다.")).toBeVisible();
  await expectAccessible(own);
  await expectToFit(own);
  await own.close();

  const second = await browser.newContext({ baseURL: process.env.E2E_URL ?? "" });
  const lead = await second.newPage();
  await signInAs(second, ["lead"], { incidentId, locale: "en" });
  await lead.goto("/console");
  await lead.getByRole("alert").filter({ hasText: "to see more people than a day allows" }).getByRole("link", { name: "Decide" }).click();
  const request = lead.getByRole("listitem").filter({ hasText: "이상담" });
  await expect(request).toContainText("오늘 반송된 계좌를 모두 확인해야 합니다");
  await expectAccessible(lead);
  await expectToFit(lead);
  await request.getByRole("button", { name: `Let them see ${further.people} more` }).click();
  await expect(lead.getByRole("row").filter({ hasText: "이상담" })).toContainText("Granted");
  await second.close();

  await reveal();
  await expect(page.getByText(email)).toBeVisible();
});

for (const locale of locales) {
  const words = {
    ko: { open: "개인정보 보기", purposes: "열람 목적", said: "고객이 자신의 열람 내역에서 이 목적을 볼 수 있습니다", unsaid: "고객에게는 보이지 않습니다", why: "왜 보아야 하나요?", identity: "본인 또는 명의 확인", show: "기록하고 보기", missing: "열람 목적을 선택해 주십시오.", short: "사유를 10자 이상 적어 주십시오." },
    en: { open: "Show personal data", purposes: "Purpose", said: "they read the purpose on their own page", unsaid: "the person does not read it", why: "Why do you need to see it?", identity: "To check who they are, or whose data it is", show: "Show and record", missing: "Please choose what you need it for.", short: "Please give a reason of at least 10 characters." },
  }[locale];
  test(`a look asks for a purpose, with none chosen beforehand, and an auditor reads it in words (${locale})`, async ({ browser, context, page }) => {
    const email = `purpose-${locale}-${Date.now()}@example.com`;
    const { incidentId, claimId } = await withParts(async (parts) => {
      const incident = await aPublishedIncident(parts, `ref,email,confirmed,possible\na,${email},names;access-codes,`);
      return { incidentId: incident.id, claimId: (await aFiledClaim(await aSubject(parts, incident, email), await aProgramme(parts, incident))).id };
    });
    await signInAs(context, ["lead"], { incidentId, locale });
    // Without JavaScript, on a narrow screen.
    const plain = await browser.newContext({ baseURL: process.env.E2E_URL ?? "", javaScriptEnabled: false, storageState: await context.storageState(), viewport: { width: 320, height: 640 } });
    const still = await plain.newPage();
    await still.goto(`/console/claims/${claimId}`);
    await still.getByText(words.open, { exact: true }).click();
    await expect(still.getByRole("group", { name: words.purposes }).getByRole("radio", { checked: true })).toHaveCount(0);
    for (const text of [words.said, words.unsaid]) await expect(still.getByText(text)).toBeVisible();
    await still.getByLabel(words.why).fill("전화가 왔음");
    await still.getByRole("button", { name: words.show }).click();
    for (const text of [words.missing, words.short]) await expect(still.getByRole("alert").getByText(text)).toBeVisible();
    await expect(still.getByLabel(words.why)).toHaveValue("전화가 왔음");
    await still.getByLabel(words.identity).check();
    await still.getByRole("button", { name: words.show }).click();
    await expect(still.getByLabel(words.identity)).toBeChecked();
    await expect(still.locator("main")).not.toContainText(email);
    await still.getByLabel(words.why).fill("전화로 본인인지 물었습니다");
    await still.getByRole("button", { name: words.show }).click();
    await expect(still.getByText(email)).toBeVisible();
    await plain.close();

    await page.goto(`/console/claims/${claimId}`);
    await page.getByText(words.open, { exact: true }).click();
    await page.getByLabel(words.identity).check();
    await expectAccessible(page);
    await expectToFit(page);
    const auditor = await browser.newContext({ baseURL: process.env.E2E_URL ?? "" });
    const office = await auditor.newPage();
    await signInAs(auditor, ["auditor"], { locale, incidentId });
    await office.goto(`/console/audit?action=claim.reveal&object=${claimId}`);
    const row = office.locator("table[data-rows] tbody tr");
    await expect(row).toContainText(`${words.identity}전화로 본인인지 물었습니다`);
    await expect(row).not.toContainText("purpose");
    await expectToFit(office);
    await row.getByRole("link").first().click();
    await expect(office.getByRole("heading", { level: 1, name: "claim.reveal" })).toBeVisible();
    await expect(office.getByText(words.identity, { exact: true })).toBeVisible();
    await expectAccessible(office);
    await auditor.close();
  });
}
