import { loadAlarmLimits } from "@/content/alarms/limits";
import { revealDays } from "@/db/schema/reveals";
import { dayOfBudget } from "@/domain/reveals/rules";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const { stop, further, zone } = loadAlarmLimits().reveals;
const REASON = "전화로 계좌를 다시 확인하려고 합니다";

test("at the end of the day's budget nothing more is shown and nothing typed is lost, until a second person lets somebody see more", async ({ page, context, browser }) => {
  test.setTimeout(90_000);
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
