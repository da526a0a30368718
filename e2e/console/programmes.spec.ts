import { randomUUID } from "node:crypto";
import { aPublishedIncident } from "@/test/lookups";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

test("finance writes a programme, the check asks, somebody else publishes it with reasons, and the public reads it", async ({ page, context, browser }) => {
  const incident = await withParts((parts) => aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names\nb,jun@example.com,names"));
  await signInAs(context, ["finance"], { incidentId: incident.id, locale: "en" });
  const slug = `offer-${randomUUID().slice(0, 8)}`;
  await page.goto("/console/programmes");
  await expect(page.getByText("There is no programme yet.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "New programme" }).click();
  await page.getByLabel("Name in addresses").fill("Not This");
  await page.getByRole("button", { name: "Begin the draft" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "lower-case letters" })).toBeVisible();
  await page.getByLabel("Name in addresses").fill(slug);
  await page.getByRole("button", { name: "Begin the draft" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Edit the draft" })).toBeVisible();

  for (const [name, ko, en] of [
    ["Name", "유출 보상", "Leak compensation"],
    ["Signed by", "하늘몰 개인정보보호센터", "Haneul Mall privacy centre"],
    ["Summary", "모든 분께 드립니다.", "For everybody."],
    ["Terms", "한 분당 한 번입니다.", "Once for each person. By accepting you release the company from any further claim."],
    ["That no right is waived", "권리는 그대로입니다.", "All of your rights stay as they are."],
  ] as const) {
    await page.getByLabel(`${name} · Korean`).first().fill(ko);
    await page.getByLabel(`${name} · English`).first().fill(en);
  }
  await page.getByLabel("Opens").fill("2026-01-01T00:00");
  await page.getByLabel("Closes").fill("2099-01-01T00:00");
  await page.getByRole("button", { name: "Add a benefit: Vouchers" }).click();
  const benefit = page.getByRole("group", { name: "Benefit 1" });
  await expect(page.getByLabel("Opens")).toHaveValue("2026-01-01T00:00");
  await benefit.getByLabel("Short name").fill("vouchers");
  await benefit.getByLabel("Name · Korean").fill("구매이용권");
  await benefit.getByLabel("Name · English").fill("Vouchers");
  await benefit.getByLabel("What it is · Korean").fill("구매이용권 한 장");
  await benefit.getByLabel("What it is · English").fill("One voucher");
  await benefit.getByLabel("Value").fill("a lot");
  await benefit.getByLabel("Good for, in days").fill("90");
  await page.getByRole("button", { name: "Save the draft" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Enter an amount." })).toBeVisible();
  await expect(benefit.getByLabel("Value")).toHaveValue("a lot");
  await benefit.getByLabel("Value").fill("50,000");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save and look at it" }).click();
  await expect(page.getByText(/takes rights away/)).toBeVisible();
  await expect(page.getByText("Vouchers: vouchers end after 90 days; 365 are expected.")).toBeVisible();
  await expect(page.getByText("Of the best that somebody can get, only 0% can be had in money.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Edit the draft" }).click();
  await page.getByLabel("Terms · English").fill("Once for each person.");
  await page.getByRole("button", { name: "Save and look at it" }).click();
  await expect(page.getByText(/takes rights away/)).toHaveCount(0);

  await page.getByRole("link", { name: "Simulate" }).click();
  await expect(page.getByLabel("People who could claim")).toHaveValue("2");
  await page.getByLabel("People who could claim").fill("1,000,000");
  await page.getByRole("button", { name: "Reckon" }).click();
  await expect(page.getByRole("row", { name: /^1% 10,000 500,000,000/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Leak compensation" }).click();
  await page.getByRole("button", { name: "Propose for publication" }).click();
  await expect(page.getByText("version 1 · in review").first()).toBeVisible();
  await expect(page.getByText("A second person has to do this")).toBeVisible();

  const second = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(second, ["approver"], { incidentId: incident.id, locale: "ko" });
  const approver = await second.newPage();
  await approver.goto(`/console/programmes/${slug}`);
  await expectAccessible(approver);
  await approver.getByRole("button", { name: "제1판 공개" }).click();
  await expect(approver.getByRole("alert").filter({ hasText: "사유를 적어 주십시오" })).toBeVisible();
  for (const reason of await approver.getByRole("textbox").all()) await reason.fill("이사회에서 정한 조건입니다.");
  await approver.getByRole("button", { name: "제1판 공개" }).click();
  await expect(approver.getByText("제1판 · 공개 중").first()).toBeVisible();
  await expect(approver.getByText("이용권 기한: 이사회에서 정한 조건입니다.")).toBeVisible();
  await expectAccessible(approver);
  await approver.goto(`/ko/${incident.slug}/compensation`);
  await expect(approver.getByRole("heading", { level: 1, name: "유출 보상" })).toBeVisible();
  await expect(approver.getByText("50,000원, 받은 날부터 90일 동안 쓰실 수 있습니다.")).toBeVisible();
  await expectAccessible(approver);
  await second.close();
});
