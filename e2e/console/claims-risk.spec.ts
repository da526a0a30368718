import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import { saveAccount } from "@/domain/claims/answers/save-account";
import { fileClaim } from "@/domain/claims/file-claim";
import { aDraftClaim, aProgramme } from "@/test/claims";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** Six claims into one account, two of them from one browser, and a family of two that shares an account as well. */
function aRing() {
  return withParts(async (parts) => {
    const people = Array.from({ length: 8 }, (_, i) => ({ email: `ring${i}@mail.example`, name: `${"김이박최정강임임"[i]}하${"가나다라마바사아"[i]}`, address: i < 6 ? `서울시 중구 세종대로 ${i + 1}` : "수원시 팔달구 정조로 9" }));
    const incident = await aPublishedIncident(parts, ["ref,email,postal_name,postal_code,postal_address,confirmed", ...people.map(({ email, name, address }, i) => `r${i},${email},${name},04524,${address},names`)].join("\n"));
    const programme = await aProgramme(parts, incident);
    const filed: { id: string; reference: string }[] = [];
    for (const [i, { email, name }] of people.entries()) {
      const subject = await aSubject(parts, incident, email);
      const claimId = await aDraftClaim(subject, programme);
      await chooseBenefits(subject, { claimId, benefits: "cash" });
      await saveAccount(subject, { claimId, kind: "kr-account", bank: "088", account: i < 6 ? "110000000001" : "110000000002", holder: i < 6 ? "황이름" : name });
      const { reference } = await fileClaim(subject, { claimId, termsVersion: 1, accept: "1" }, { browser: i < 2 ? `ring-${incident.id}` : `own-${i}-${incident.id}`, network: `10.0.${i}.0/24` });
      filed.push({ id: claimId, reference: reference ?? "" });
    }
    return { incident, ring: filed.slice(0, 6), family: filed.slice(6) };
  });
}

test("an agent reads why a claim stands out, sees what hangs together, and explains it once for all", async ({ page, context, browser }) => {
  const { incident, ring, family } = await aRing();
  await signInAs(context, ["support"], { incidentId: incident.id, locale: "en", name: "Agent Kim" });
  await page.goto(`/console/claims/${ring[0]!.id}`);
  const panel = page.locator("section").filter({ has: page.getByRole("heading", { name: "In common with other claims" }) });
  await expect(panel.getByRole("heading", { name: "To look at 5 other claims name the same bank account" })).toBeVisible();
  await expect(panel.getByText("The account is in another name than the record")).toBeVisible();
  await expect(panel.getByText("no claim is denied because of them")).toBeVisible();
  await panel.getByText("1 thing shared as households do").click();
  await expect(panel.getByText("1 other claim comes from the same browser")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);

  await panel.getByRole("link", { name: "See how these claims hang together" }).click();
  await expect(page.getByRole("img", { name: "Graph of 6 claims and the 2 things they share" })).toBeVisible();
  const table = page.getByRole("table", { name: "The claims of the graph" });
  await expect(table.getByRole("row")).toHaveCount(7);
  await expect(table.getByRole("row", { name: ring[1]!.reference })).toContainText("bank account, browser");
  await expect(page.locator("main")).not.toContainText(/황이름|하가|mail\.example/);
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("link", { name: `Claim ${ring[0]!.reference}` }).click();

  const account = panel.getByRole("listitem").filter({ hasText: "same bank account" });
  await account.getByText("I know what is behind this").click();
  await account.getByRole("button", { name: "Save the explanation" }).click();
  await expect(account.getByRole("alert")).toBeVisible();
  await account.getByLabel("An office, school or home").check();
  await account.getByLabel("How you know").fill("short");
  await account.getByRole("button", { name: "Save the explanation" }).click();
  await expect(account.getByRole("alert")).toContainText("at least 10 characters");
  await expect(account.getByLabel("How you know")).toHaveValue("short");
  await account.getByLabel("How you know").fill("The home sent its list of residents with a seal.");
  await account.getByRole("button", { name: "Save the explanation" }).click();
  await expect(account.getByText("An office, school or home, says Agent Kim.")).toBeVisible();
  await page.goto(`/console/claims/${ring[4]!.id}`);
  await expect(panel.getByText("The home sent its list of residents with a seal.")).toBeVisible();

  // What families do asks for nothing, and is not in the queue's filter.
  await page.goto(`/console/claims/${family[0]!.id}`);
  await expect(panel.getByText("To look at", { exact: true })).toHaveCount(0);
  await expect(async () => {
    await page.goto("/console/claims?flag=risk");
    await expect(page.getByRole("link", { name: ring[3]!.reference })).toBeVisible({ timeout: 1_000 });
    await expect(page.getByRole("link", { name: family[0]!.reference })).toHaveCount(0);
  }).toPass();

  const second = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(second, ["finance"], { incidentId: incident.id, locale: "ko" });
  const finance = await second.newPage();
  await finance.goto(`/console/claims/${ring[2]!.id}`);
  await expect(finance.getByRole("heading", { name: "같은 계좌를 적은 다른 신청 5건" })).toBeVisible();
  await expect(finance.getByText("이유를 알고 있습니다")).toHaveCount(0);
  await expectAccessible(finance);
  await finance.goto(`/console/claims/${ring[2]!.id}/links`);
  await expect(finance.getByRole("heading", { level: 1, name: "서로 이어진 신청" })).toBeVisible();
  await expectAccessible(finance);
  await second.close();
});
