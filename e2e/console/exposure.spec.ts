import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import iconv from "iconv-lite";
import type { Browser, Page } from "@playwright/test";
import { seedIncident } from "@/db/seed/demo-incident";
import { sampleLines } from "@/domain/exposure/sample/subject-sample";
import type { Role } from "@/db/values/roles";
import type { Locale } from "@/db/values/locales";
import { importText, publish } from "@/test/imports";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

async function anIncident(): Promise<string> {
  return withParts(async (parts) => (await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `exposure-${randomUUID().slice(0, 8)}` })).incidentId);
}

/** Another person in a browser of their own. */
async function person(browser: Browser, roles: Role[], incidentId: string, locale: Locale = "en"): Promise<Page> {
  const context = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(context, roles, { locale, incidentId });
  return context.newPage();
}

const header = "회원번호,이메일,휴대폰,유출항목,메모";
const korean = [header, "A-1,minji.kim@example.com,010-2345-6734,names;phone-numbers,첫째", "A-2,no-at-sign.example.com,010-2345-6735,names,둘째", "A-3,two@@example.com,12,names,셋째", "A-4,jiho.lee@example.com,010-8765-4321,names;access-codes,넷째"].join("\r\n");

async function upload(page: Page, name: string, buffer: Buffer, words: { file: string; submit: string }): Promise<void> {
  await page.goto("/console/exposure/import");
  await page.getByLabel(words.file, { exact: true }).setInputFiles({ name, mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: words.submit, exact: true }).click();
}

test("a Korean file in CP949 is mapped, tried, loaded by the worker, published by a second person and taken back", async ({ page, context, browser }) => {
  const incidentId = await anIncident();
  await signInAs(context, ["security"], { locale: "ko", incidentId });
  await page.goto("/console/exposure");
  await expect(page.getByText("가져온 데이터가 없습니다")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: "파일 가져오기" }).click();
  await page.getByRole("button", { name: "올리기" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toBeFocused();
  await expectAccessible(page);
  await upload(page, "명단.csv", iconv.encode(korean, "cp949"), { file: "CSV 파일", submit: "올리기" });
  await expect(page.getByRole("heading", { level: 1, name: "명단.csv" })).toBeVisible();
  await expect(page.getByLabel("회원번호")).toHaveValue("ref");
  await expect(page.getByLabel("유출항목")).toHaveValue("confirmed");
  await expect(page.getByText("알 수 없는 열이 1개 있습니다")).toBeVisible();
  await page.getByRole("button", { name: "초안으로 불러오기" }).click();
  await expect(page.getByRole("alert").filter({ has: page.getByRole("listitem") })).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("메모").selectOption("ignore");
  await page.getByRole("button", { name: "시험 실행" }).click();
  await expect(page.getByText("전체 4행을 읽었습니다. 통과 2행, 거부 2행입니다.")).toBeVisible();
  await expect(page.getByLabel("메모")).toHaveValue("ignore");
  await page.locator("summary", { hasText: "처음 거부된 칸" }).click();
  await expectAccessible(page);
  await page.getByLabel(/^추가/).check();
  await page.getByLabel(/데이터의 기준 시각/).fill("2025-12-03T18:00");
  await page.getByRole("button", { name: "초안으로 불러오기" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "버전 1" })).toBeVisible();
  // The page follows the worker by itself.
  await expect(page.getByText("4행: 통과 2행, 거부 2행")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("2025년 12월 3일 18:00", { exact: false }).first()).toBeVisible();
  await expect(page.getByText("직접 가져온 버전입니다", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "버전 1 공개" })).toHaveCount(0);
  await expectAccessible(page);

  const version = page.url();
  await page.getByText("CSV로 받기(3)").click();
  await page.getByLabel("사유", { exact: true }).fill("가져온 파일을 고치려고 받습니다.");
  await page.getByRole("button", { name: "파일 요청 (거부된 칸 3개)" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "파일 받기" }).click()]);
  const rows = readFileSync(await download.path(), "utf8").trimEnd().split("\r\n");
  expect(rows[0]).toMatch(/^\ufeff행,열,코드,사유,미리 보기,고치는 방법,.* 받음, 사유: 가져온 파일을 고치려고 받습니다\./);
  expect(rows.slice(1).map((row) => row.split(",").slice(0, 3).join(",")).sort()).toEqual(["3,이메일,email-no-domain", "4,이메일,email-two-ats", "4,휴대폰,phone-malformed"]);
  expect(rows.join()).not.toContain("example.com,");
  await page.goto(version);

  const second = await person(browser, ["approver"], incidentId);
  await second.goto("/console/exposure/1");
  await expect(second.getByText("Version 1 becomes what everybody sees: 2 people.", { exact: false })).toBeVisible();
  await expectAccessible(second);
  await second.getByRole("button", { name: "Publish version 1" }).click();
  await expect(second.getByText("published", { exact: true })).toBeVisible();
  await second.getByRole("link", { name: "← Exposure" }).click();
  await expect(second.getByRole("heading", { name: "What everybody sees now" })).toBeVisible();
  await expectAccessible(second);
  await second.getByRole("link", { name: "Version 1" }).click();
  await second.getByRole("button", { name: "Take version 1 back" }).click();
  await expect(second.getByRole("alert").getByText("Please give a reason of at least 10 characters.")).toBeVisible();
  await second.getByLabel("Reason (kept in the audit)").fill("The list was of another shop.");
  await second.getByRole("button", { name: "Take version 1 back" }).click();
  await expect(second.getByText("withdrawn", { exact: true })).toBeVisible();
  await expectAccessible(second);
  await second.context().close();
});

test("a replacement that takes people out wants its number from both, and a draft can be dropped", async ({ page, context, browser }) => {
  const incidentId = await anIncident();
  await withParts(async (parts) => {
    await importText(parts, incidentId, [...sampleLines({ people: 120, seed: 3, defects: 0 })].join(""));
    await publish(parts, incidentId, 1);
  });
  await signInAs(context, ["security"], { locale: "en", incidentId });
  await upload(page, "people.csv", Buffer.from([...sampleLines({ people: 100, seed: 3, defects: 0 })].join("")), { file: "CSV file", submit: "Upload" });
  await page.getByLabel(/^replace/).check();
  await page.getByLabel(/speaks of this moment/).fill("2025-12-04T09:00");
  await page.getByRole("button", { name: "Load as a draft" }).click();
  await expect(page.getByRole("heading", { name: "Confirm how many people are taken out" })).toBeVisible({ timeout: 30_000 });
  const second = await person(browser, ["approver"], incidentId, "ko");
  await second.goto("/console/exposure/2");
  await expect(second.getByText("먼저 가져온 사람이 그 수를 입력해야 합니다.", { exact: false })).toBeVisible();
  await expectAccessible(second);
  await page.getByLabel("People who are taken out").fill("7");
  await page.getByRole("button", { name: "Confirm the number" }).click();
  await expect(page.getByRole("alert").getByText("This is not the number")).toBeVisible();
  await expect(page.getByLabel("People who are taken out")).toHaveValue("7");
  const hint = (await page.getByText(/^Type the number/).textContent()) ?? "";
  const removed = /\d+/.exec(hint)?.[0] ?? "";
  await page.getByLabel("People who are taken out").fill(removed);
  await page.getByRole("button", { name: "Confirm the number" }).click();
  await expect(page.getByText(`has typed how many people are taken out: ${removed}`)).toBeVisible();
  await expectAccessible(page);
  await second.reload();
  await second.getByLabel("빠지는 사람의 수").fill(removed);
  await second.getByRole("button", { name: "버전 2 공개" }).click();
  await expect(second.getByText("공개", { exact: true }).first()).toBeVisible();
  await expect(second.getByRole("button", { name: "버전 2 철회" })).toBeVisible();
  await second.context().close();

  await upload(page, "more.csv", Buffer.from([...sampleLines({ people: 30, seed: 9, defects: 0 })].join("")), { file: "CSV file", submit: "Upload" });
  await page.getByLabel(/^add/).check();
  await page.getByLabel(/speaks of this moment/).fill("2025-12-05T09:00");
  await page.getByRole("button", { name: "Load as a draft" }).click();
  await page.getByRole("button", { name: "Drop version 3" }).click();
  await expect(page.getByText("dropped", { exact: true })).toBeVisible();
  await expectAccessible(page);
});

test("a file that is none is refused in words, and the plain form works without JavaScript", async ({ browser }) => {
  const incidentId = await anIncident();
  const context = await browser.newContext({ baseURL: process.env.E2E_URL, javaScriptEnabled: false });
  await signInAs(context, ["security"], { locale: "en", incidentId });
  const page = await context.newPage();
  await upload(page, "people.csv", Buffer.from("PK\u0003\u0004not a table"), { file: "CSV file", submit: "Upload" });
  await expect(page.getByText("The file is a spreadsheet (XLSX)", { exact: false })).toBeVisible();
  await page.goto("/console/exposure/import");
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("alert").getByText("Please fill this in.")).toBeVisible();
  await context.close();
});
