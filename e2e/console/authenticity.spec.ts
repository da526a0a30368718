import { randomUUID } from "node:crypto";
import { reportFake } from "@/domain/authenticity/reports/report-fake";
import { visitor } from "@/test/lookups";
import { aPng } from "@/test/pictures";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";


test("comms works the queue of reports, describes the fake, and another person publishes it", async ({ page, context, browser }) => {
  const name = `Refund ${randomUUID().slice(0, 8)}`;
  const { reference } = await withParts((parts) => reportFake(visitor(parts, "en"), { way: "sms", text: "We refund you, press bit.ly/refund", sender: "010-5555-0199", contact: "reporter@example.com" }, aPng(80), { browser: randomUUID(), network: null }));
  await signInAs(context, ["comms"], { locale: "en" });
  await page.goto("/console");
  await page.getByRole("navigation").getByRole("link", { name: "Fakes" }).click();
  await expect(page.getByRole("link", { name: reference })).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("link", { name: reference }).click();
  await expect(page.getByText("We refund you, press bit.ly/refund")).toBeVisible();
  await expect(page.getByText("r•••@•••")).toBeVisible();
  await expect(page.getByText("reporter@example.com")).toHaveCount(0);
  await page.getByText("Show the contact").click();
  await page.getByLabel("Why do you need to see it?").fill("to answer what they asked");
  await page.getByRole("button", { name: "Show and record" }).click();
  await expect(page.getByText("reporter@example.com")).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save the picture" }).click()]);
  expect(download.suggestedFilename()).toBe("picture.png");
  const picture = await page.request.get(`${new URL(page.url()).pathname}/picture`);
  expect(picture.headers()).toMatchObject({ "content-type": "image/png", "content-security-policy": "default-src 'none'; sandbox", "x-content-type-options": "nosniff", "cache-control": "no-store" });
  expect(picture.headers()["content-disposition"]).toContain("attachment");
  await page.getByRole("button", { name: "Record the decision" }).click();
  await expect(page.getByRole("alert").first()).toContainText("Please choose one");
  await page.locator("input[value=fake]").check();
  await page.getByRole("button", { name: "Record the decision" }).click();
  await expect(page.getByRole("link", { name: "Describe it among the known fakes" })).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("link", { name: "Describe it among the known fakes" }).click();
  await page.locator("input[name=since]").fill("2025-12-05");
  for (const language of ["ko", "en"]) {
    await page.locator(`[name="title.${language}"]`).fill(name);
    await page.locator(`[name="looks.${language}"]`).fill("A text that offers a refund and holds a link.");
  }
  await page.getByRole("button", { name: "Propose it" }).click();
  await expect(page.getByRole("alert").first().getByRole("link")).toHaveCount(2);
  await expect(page.locator('[name="title.en"]')).toHaveValue(name);
  for (const language of ["ko", "en"]) await page.locator(`[name="recognise.${language}"]`).fill("None of our texts has a link.");
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("button", { name: "Propose it" }).click();
  const entry = page.getByRole("listitem").filter({ hasText: name });
  await expect(entry.getByRole("button", { name: "Withdraw" })).toBeVisible();
  await expect(entry.getByRole("button", { name: "Publish" })).toHaveCount(0);
  await page.screenshot({ path: "test-results/authenticity-register.png", fullPage: true });

  const second = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(second, ["approver"], { locale: "en" });
  const other = await second.newPage();
  await other.goto("/console/authenticity/register");
  await expectAccessible(other);
  await expectToFit(other);
  await other.getByRole("listitem").filter({ hasText: name }).getByRole("button", { name: "Publish" }).click();
  await expect(other.getByRole("listitem").filter({ hasText: name })).toContainText("Published");
  await other.goto("/en/verify/fakes");
  await expect(other.getByRole("heading", { name })).toBeVisible();
  await second.close();
});
