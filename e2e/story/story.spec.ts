import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { seedIncident } from "@/db/seed/demo-incident";
import { seedNotices } from "@/db/seed/demo-notices";
import { aProgramme } from "@/test/claims";
import type { Role } from "@/db/values/roles";
import { sampleLines } from "@/domain/exposure/sample/subject-sample";
import { expect, test } from "../fixtures";
import { awaitCode, awaitMail } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const PEOPLE = 10_000;
const DEFECTS = 0.02;

async function staff(browser: Browser, roles: readonly Role[], incidentId: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(context, roles, { locale: "en", incidentId });
  return context.newPage();
}

test("from who lost what to notice, lookup, guidance and an approved claim", async ({ page, browser, request }) => {
  const slug = `story-${randomUUID().slice(0, 8)}`;
  const { incidentId } = await withParts(async (parts) => {
    const seeded = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug });
    await seedNotices(parts, { incidentId: seeded.incidentId, author: randomUUID(), approver: randomUUID() });
    const programme = await aProgramme(parts, { id: seeded.incidentId });
    expect(programme.termsVersion).toBe(1);
    return seeded;
  });
  const dir = mkdtempSync(path.join(os.tmpdir(), "amends-story-"));
  const file = path.join(dir, "people.csv");
  writeFileSync(file, [...sampleLines({ people: PEOPLE, seed: Date.now() % 1_000_000, defects: DEFECTS })].join(""));
  const security = await staff(browser, ["security"], incidentId);
  const approver = await staff(browser, ["approver"], incidentId);
  const comms = await staff(browser, ["comms"], incidentId);
  const support = await staff(browser, ["support"], incidentId);
  let version = "";

  await test.step("security imports the file; every bad row is told", async () => {
    await security.goto("/console/exposure");
    await security.getByRole("link", { name: "Import a file" }).first().click();
    await security.getByLabel("CSV file").setInputFiles(file);
    await security.getByRole("button", { name: "Upload" }).click();
    await security.getByLabel(/The data speaks of this moment/).fill("2025-12-03T18:00");
    await security.getByLabel(/^add/).check();
    await security.getByRole("button", { name: "Load as a draft" }).click();
    await expect(security.getByRole("heading", { level: 1, name: /^Version/ })).toBeVisible();
    await expect(security.getByText("draft", { exact: true }).first()).toBeVisible({ timeout: 120_000 });
    version = new URL(security.url()).pathname;
    await expect(security.getByText("10,000: 9,800 accepted, 200 rejected")).toBeVisible();
    await expect(security.getByRole("button", { name: /^Publish/ })).toHaveCount(0);
  });

  await test.step("a second person publishes it", async () => {
    await approver.goto(version);
    await approver.getByRole("button", { name: /^Publish/ }).click();
    await expect(approver.getByText("published", { exact: true }).first()).toBeVisible();
  });

  await test.step("comms sends a notice to those who read English, approved by a second person", async () => {
    await comms.goto("/console/waves/new");
    await comms.getByLabel("English", { exact: true }).check();
    await comms.getByRole("button", { name: "Save the draft" }).click();
    await comms.getByRole("button", { name: "Ask for approval" }).click();
    await expect(comms.getByText("You made this wave or asked for its approval.")).toBeVisible();
    await approver.goto(new URL(comms.url()).pathname);
    await approver.getByRole("button", { name: /^Approve and send/ }).click();
    await expect(approver.getByText("Finished", { exact: true })).toBeVisible({ timeout: 120_000 });
    const notice = await awaitMail(request, "john.smith@example.com", /Your personal data leaked/);
    expect(notice.text).toMatch(/What leaked\s+\* /);
    // The only address in it is the portal's own, but for that of the document type, which nothing loads: nothing that signs anybody in.
    const links = `${notice.text} ${(notice.html ?? "").replace(/^\s*<!DOCTYPE[^>]*>/, "")}`.match(/https?:\/\/[^\s"<>]+[^\s"<>.,)]/g) ?? [];
    expect(new Set(links.map((link) => new URL(link).origin))).toEqual(new Set([new URL(process.env.E2E_URL ?? "").origin]));
    expect(links.filter((link) => /[?#]/.test(link))).toEqual([]);
  });

  const person = "minji.kim@example.com";
  await test.step("a person proves their address and sees their own fields with what to do", async () => {
    await page.goto(`/ko/${slug}`);
    await page.getByRole("link", { name: "내 정보 중 무엇이 유출되었는지 확인하기" }).click();
    await page.getByLabel("이메일 주소").fill(person);
    await page.getByRole("button", { name: "인증번호 받기" }).click();
    await page.getByLabel("인증번호", { exact: true }).fill(await awaitCode(request, person));
    await page.getByRole("button", { name: "결과 보기" }).click();
    await expect(page.getByText("고객님의 정보 6가지가 유출되었습니다.")).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "공동현관 비밀번호" })).toContainText("유출");
    await page.getByRole("link", { name: "지금 하실 일 보기" }).click();
    await page.getByRole("button", { name: /^마쳤습니다/ }).first().click();
    await expect(page.getByText(/가지 중 1가지를 마쳤습니다/)).toBeVisible();
    await page.getByRole("link", { name: "확인 결과로 돌아가기" }).click();
  });

  let reference = "";
  await test.step("they claim", async () => {
    await page.getByRole("link", { name: "보상 신청하기" }).click();
    await page.getByRole("button", { name: "신청 시작하기" }).click();
    await page.getByLabel(/^구매이용권/).check();
    await page.getByRole("button", { name: "계속" }).click();
    await page.getByLabel(/^약관을 읽었고/).check();
    await page.getByRole("button", { name: "신청 접수하기" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "신청이 접수되었습니다" })).toBeVisible();
    reference = /C-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(await page.locator("main").innerText())![0];
    expect((await awaitMail(request, person, /접수/)).text).toContain(reference);
  });

  await test.step("an agent approves, and the person is told", async () => {
    await support.goto("/console/claims");
    await support.getByRole("link", { name: reference }).click();
    await support.getByRole("button", { name: "Take into review" }).click();
    await expect(support.getByRole("heading", { name: "Decision sheet" })).toBeVisible();
    for (const group of await support.getByRole("group", { name: /what this is for|their own name/ }).all()) await group.getByLabel("Yes").check();
    await support.getByLabel("Words to the claimant").fill("자료에서 유출이 확인되어 승인합니다.");
    await support.getByRole("button", { name: "Save and reckon" }).click();
    await support.getByRole("button", { name: /^Approve .* and tell them$/ }).click();
    await expect(support.getByText("Approved").first()).toBeVisible();
    expect((await awaitMail(request, person, /승인/)).text).toContain("자료에서 유출이 확인되어 승인합니다.");
    await page.goto(`/ko/${slug}/claim`);
    await page.getByRole("link", { name: reference }).click();
    await expect(page.getByText("자료에서 유출이 확인되어 승인합니다.")).toBeVisible();
  });

  for (const member of [security, approver, comms, support]) await member.context().close();
  rmSync(dir, { recursive: true });
});
