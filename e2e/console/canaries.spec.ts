import { randomUUID } from "node:crypto";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { awaitMail } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

test("security proposes a record of nobody, somebody else plants it, and whoever comes with it raises the alarm", async ({ page, context, browser, request }) => {
  const incident = await withParts((parts) => aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names\nb,jun@example.com,names"));
  const decoy = `decoy-${randomUUID().slice(0, 8)}@ours.example`;
  const guard = await signInAs(context, ["security"], { incidentId: incident.id, locale: "en" });
  await page.goto("/console/exposure");
  await page.getByRole("link", { name: "Planted records" }).click();
  await expect(page.getByText("Nothing is planted yet.")).toBeVisible();
  await page.getByLabel("E-mail address").fill(decoy);
  await page.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "belong to no person" })).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue(decoy);
  await page.getByLabel("Address and number are ours").check();
  await page.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByText("Somebody else has to plant it.")).toBeVisible();
  await expect(page.getByText("d•••@ours.example")).toBeVisible();
  await expect(page.locator("main")).not.toContainText(decoy);
  await expectAccessible(page);
  await expectToFit(page);

  const second = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(second, ["approver"], { incidentId: incident.id, locale: "ko" });
  const approver = await second.newPage();
  await approver.goto("/console/exposure/canaries");
  await approver.getByRole("button", { name: "심기" }).click();
  await expect(approver.getByText("심음", { exact: true })).toBeVisible();
  await expectAccessible(approver);

  await withParts((parts) => aSubject(parts, incident, decoy));
  const mail = await awaitMail(request, guard.email, /Alarm: somebody came with a planted record/);
  expect(mail.text).not.toMatch(/ours\.example|https?:/);
  await approver.goto("/console");
  await expect(approver.getByRole("alert").filter({ hasText: "감시용 기록으로 찾아온 사람이 있습니다" })).toBeVisible();
  await expectAccessible(approver);
  await page.goto("/console");
  await page.getByRole("alert").getByRole("link", { name: "Planted records" }).click();
  // Asking for the code is found by the clock, before or after this.
  await expect(page.getByText(/^[12] times? somebody came with a planted record$/)).toBeVisible();
  const proven = page.getByRole("row", { name: "Its address was proved and the record looked up" });
  await expect(proven).toContainText("Not yet");
  await expectAccessible(page);
  await page.getByRole("button", { name: "I have seen this" }).click();
  await expect(proven).not.toContainText("Not yet");
  await page.goto("/console/exposure");
  await expect(page.getByRole("definition").filter({ hasText: /^2$/ })).toBeVisible();
  await second.close();
});
