import { openEnquiry } from "@/domain/enquiries/open-enquiry";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { getLookupResult } from "@/domain/lookups/get-lookup-result";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

test("one person finds who asks to be erased and proposes it, another agrees, and the record says what went and until when backups may hold it", async ({ page, context, browser }) => {
  const incident = await withParts((parts) => aPublishedIncident(parts, "ref,email,phone,confirmed\na,minji@example.com,010-2345-6734,names\nb,jun@example.com,,names"));
  await signInAs(context, ["security"], { incidentId: incident.id, locale: "en" });
  await page.goto("/console/erasures");
  await expect(page.getByText("Nobody was erased yet")).toBeVisible();
  await page.getByLabel("Number or contact").fill("nobody@example.com");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("No record was found.")).toBeVisible();
  await page.getByLabel("Number or contact").fill("minji@example.com");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("link", { name: "See what erasing would take" }).click();
  await expect(page.getByText("Nothing stands against it.")).toBeVisible();
  await expect(page.locator("main")).not.toContainText("minji@example.com");
  expect(page.url()).not.toContain("minji");
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("textbox", { name: "Reason" }).fill("A letter of today, file 2026-17.");
  await page.getByRole("button", { name: "Propose the erasure" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Choose what it rests on." })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Reason" })).toHaveValue("A letter of today, file 2026-17.");
  await page.getByLabel("The person asks for it (Korea: PIPA art. 36)").check();
  await page.getByRole("button", { name: "Propose the erasure" }).click();
  await expect(page.getByText("You proposed it, so somebody else has to agree.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Erase for good" })).toHaveCount(0);
  await expectAccessible(page);
  const record = page.url();

  const second = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(second, ["approver"], { incidentId: incident.id, locale: "ko" });
  const approver = await second.newPage();
  await approver.goto("/console/erasures");
  await approver.getByRole("link", { name: /기록 \d+번/ }).click();
  await expect(approver.getByRole("button", { name: "영구 파기하기" })).toBeVisible();
  await expectAccessible(approver);
  await approver.getByRole("button", { name: "영구 파기하기" }).click();
  await expect(async () => {
    await approver.goto(record);
    await expect(approver.getByRole("heading", { name: "파기한 내용" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(approver.getByText("백업 보관 기간이 정해져 있지 않아")).toBeVisible();
  await expectAccessible(approver);
  await expectToFit(approver);
  expect(await withParts(async (parts) => (await getLookupResult(await aSubject(parts, incident, "minji@example.com"), incident))?.records)).toEqual([]);
  await page.goto("/console/erasures");
  await expect(page.getByRole("row", { name: /Record no\. \d+ Erased/ })).toBeVisible();
  await second.close();
});

test("an incident that is over ends when two people type its name: its addresses say so in plain words, and the record stays", async ({ page, context, browser, request }) => {
  const incident = await withParts((parts) => aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names"));
  await signInAs(context, ["security"], { incidentId: incident.id, locale: "ko" });
  await page.goto("/console/erasures");
  await page.getByRole("link", { name: "사고 전체 파기하기" }).click();
  await expect(page.getByText("파기를 막는 사유가 없습니다.")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByLabel("보유 기간 경과 또는 목적 달성 (개인정보 보호법 제21조)").check();
  await page.getByRole("textbox", { name: "사유" }).fill("보유 기간이 지났습니다. 접수 2026-18.");
  await page.getByLabel("사고 이름").fill("other");
  await page.getByRole("button", { name: "파기 제안하기" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "이름을 그대로 입력해 주십시오" })).toBeVisible();
  await page.getByLabel("사고 이름").fill(incident.slug);
  await page.getByRole("button", { name: "파기 제안하기" }).click();
  await expect(page.getByText("직접 제안하셨으므로 다른 사람이 승인해야 합니다.")).toBeVisible();
  const record = page.url();

  const second = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(second, ["approver"], { incidentId: incident.id, locale: "en" });
  const approver = await second.newPage();
  await approver.goto(record);
  await approver.getByLabel("Name of the incident").fill(incident.slug);
  await expectAccessible(approver);
  await approver.getByRole("button", { name: "Erase for good" }).click();
  await expect(async () => {
    await approver.goto(record);
    await expect(approver.getByRole("heading", { name: "What was erased" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(approver.getByText("Keys destroyed")).toBeVisible();
  await expectAccessible(approver);
  await expectToFit(approver);
  for (const path of ["", "/check", "/result", "/guidance"]) expect((await request.get(`/en/${incident.slug}${path}`)).status(), path).toBe(410);
  expect((await request.get(`/en/${incident.slug}/feed.xml`)).status()).toBe(410);
  expect((await request.get(`/en/never-was/ended`)).status()).toBe(404);
  await page.goto(record);
  await expect(page.getByRole("heading", { name: "파기한 내용" })).toBeVisible();
  await second.close();
});

test("somebody of whom the data holds no record is found by the contact under which they wrote, and what hangs on it is erased by two people", async ({ page, context, browser }) => {
  const incident = await withParts(async (parts) => {
    const published = await aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names");
    await openEnquiry(await aSubject(parts, published, "stranger@example.com"), published, { text: "저는 고객이 아닌데 안내를 받았습니다." });
    return published;
  });
  await signInAs(context, ["security"], { incidentId: incident.id, locale: "en" });
  await page.goto("/console/erasures");
  await page.getByLabel("Number or contact").fill("stranger@example.com");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("No version of the data holds a record under this contact.")).toBeVisible();
  await page.getByRole("link", { name: "See what erasing would take" }).click();
  await expect(page.getByText("Nothing stands against it.")).toBeVisible();
  await expect(page.locator("main")).not.toContainText("stranger");
  expect(page.url()).not.toContain("stranger");
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByLabel("The right to erasure (EU: GDPR art. 17)").check();
  await page.getByRole("textbox", { name: "Reason" }).fill("A letter of today, file 2026-19.");
  await page.getByRole("button", { name: "Propose the erasure" }).click();
  await expect(page.getByText("You proposed it, so somebody else has to agree.")).toBeVisible();
  const record = page.url();

  const second = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(second, ["approver"], { incidentId: incident.id, locale: "ko" });
  const approver = await second.newPage();
  await approver.goto("/console/erasures");
  await approver.getByRole("link", { name: /기록 없는 연락처/ }).click();
  await approver.getByRole("button", { name: "영구 파기하기" }).click();
  await expect(async () => {
    await approver.goto(record);
    await expect(approver.getByRole("heading", { name: "파기한 내용" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(approver.getByText("포털 본인 확인")).toBeVisible();
  await expectAccessible(approver);
  await expectToFit(approver);
  await page.goto("/console/erasures");
  await page.getByLabel("Number or contact").fill("stranger@example.com");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("No record was found.")).toBeVisible();
  await second.close();
});
