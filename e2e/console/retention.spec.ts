import { aPublishedIncident } from "@/test/lookups";
import { staffContext } from "@/test/contexts";
import { readRetention } from "@/domain/retention/queries";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

test("one person proposes another period, a hold and the end of an incident, another agrees, and the page says what holds", async ({ page, context, browser, request }) => {
  const incident = await withParts((parts) => aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names"));
  await signInAs(context, ["approver"], { incidentId: incident.id, locale: "en" });
  await page.goto("/console/erasures");
  await page.getByRole("link", { name: "Retention periods and legal holds" }).click();
  await expect(page.getByText("No hold stands.")).toBeVisible();
  await expect(page.getByText("Nothing was decided yet.")).toBeVisible();
  await expect(page.getByRole("row", { name: /Affected people.*3 years.*the incident is open/ })).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);

  // A period below what the law allows is refused, and what was typed stays.
  const change = page.locator("section").filter({ has: page.getByRole("heading", { name: "Another period for this incident" }) });
  await change.getByLabel("Class").selectOption("accounts");
  await change.getByLabel("Keep for").fill("59");
  await change.getByLabel("Reason").fill("decided in the meeting of today");
  await change.getByRole("button", { name: "Propose the period" }).click();
  await expect(page.getByText("The law has this kept for at least 60 months.")).toBeVisible();
  await change.getByLabel("Class").selectOption("people");
  await change.getByLabel("Keep for").fill("24");
  await expect(change.getByLabel("Reason")).toHaveValue("decided in the meeting of today");
  await change.getByRole("button", { name: "Propose the period" }).click();
  await expect(page.getByRole("heading", { name: "Affected people: keep for 2 years" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Agree" })).toHaveCount(0);

  const holds = page.locator("section").filter({ has: page.getByRole("heading", { name: "Legal holds" }) });
  await holds.getByRole("button", { name: "Place the hold" }).click();
  await expect(holds.getByRole("alert")).toBeVisible();
  await holds.getByLabel("Reason").fill("action in court, file 2026-31");
  await holds.getByRole("button", { name: "Place the hold" }).press("Enter");
  await expect(page.getByText("Nothing of this incident is erased while a legal hold stands")).toBeVisible();
  await holds.getByLabel("Why it is needed no longer").fill("the court has decided for good");
  await holds.getByRole("button", { name: "Propose to lift it" }).click();
  await expect(holds.getByText("Lifting it is proposed and waits for a second person.")).toBeVisible();
  const end = page.locator("section").filter({ has: page.getByRole("heading", { name: "The end of the incident" }) });
  await expect(end.getByText("Nothing is left to finish.")).toBeVisible();
  await end.getByLabel("Reason").fill("everybody was told and paid");
  await end.getByRole("button", { name: "Propose to close it" }).click();
  await expect(page.getByRole("heading", { name: "Close the incident for the public" })).toBeVisible();
  await expectAccessible(page);

  const second = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(second, ["security"], { incidentId: incident.id, locale: "ko" });
  const other = await second.newPage();
  await other.goto("/console/erasures/retention");
  await expect(other.getByText("증거 보존이 걸려 있는 동안")).toBeVisible();
  await expectAccessible(other);
  await expectToFit(other);
  for (const [left] of [[3], [2], [1]] as const) {
    await expect(other.getByRole("button", { name: "승인하기" })).toHaveCount(left);
    await other.getByRole("button", { name: "승인하기" }).first().click();
    await expect(other.getByRole("button", { name: "승인하기" })).toHaveCount(left - 1);
  }
  await expect(other.getByText("걸려 있는 증거 보존이 없습니다.")).toBeVisible();
  await expect(other.getByRole("row", { name: /정보주체의 기록.*2년 \(기본 3년\)/ })).toBeVisible();
  await expect(other.getByRole("button", { name: "다시 열기 제안하기" })).toBeVisible();
  // Who only works here places no hold.
  await expect(other.getByRole("button", { name: "증거 보존 걸기" })).toHaveCount(0);
  await second.close();
  for (const path of ["", "/check"]) expect((await request.get(`/en/${incident.slug}${path}`)).status(), path).toBe(410);
  const { closedAt, holds: standing } = await withParts((parts) => readRetention(staffContext(parts, ["auditor"]), incident.id));
  expect([closedAt !== null, standing]).toEqual([true, []]);
});
