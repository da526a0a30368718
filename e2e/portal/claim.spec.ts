import { randomUUID } from "node:crypto";
import { aProgramme } from "@/test/claims";
import { aPublishedIncident } from "@/test/lookups";
import { withCredentials } from "@/test/staff";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../fixtures";
import { awaitCode, awaitMail, mailsTo } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const PASSWORD = "넷 다섯 걸음 뒤 우체통";

test("a person claims in five screens, an agent approves after showing again who they are, and both are told", async ({ page, request, browser }) => {
  const email = `claimant-${randomUUID().slice(0, 8)}@example.com`;
  const incident = await withParts(async (parts) => {
    const published = await aPublishedIncident(parts, `ref,email,confirmed\na,${email},names;access-codes`);
    await aProgramme(parts, published);
    return published;
  });
  const base = `/ko/${incident.slug}`;
  // The incident's page offers it; first comes the proof.
  await page.goto(base);
  await page.getByRole("link", { name: "보상 신청하기" }).click();
  await page.getByLabel("이메일 주소").fill(email);
  await page.getByRole("button", { name: "인증번호 받기" }).click();
  await page.getByLabel("인증번호", { exact: true }).fill(await awaitCode(request, email));
  await page.getByRole("button", { name: "결과 보기" }).click();
  await page.getByRole("link", { name: "보상 신청하기" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "개인정보 유출 보상" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "신청 시작하기" }).click();
  await page.getByRole("button", { name: "계속" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "선택해 주십시오" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(/^계좌 이체/).check();
  await page.getByRole("button", { name: "계속" }).click();
  await page.getByLabel("은행", { exact: true }).selectOption("088");
  await page.getByLabel("계좌번호").fill("110-12");
  await page.getByRole("button", { name: "계속" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "자릿수와 맞지 않습니다" })).toBeVisible();
  await expect(page.getByLabel("은행", { exact: true })).toHaveValue("088");
  await expect(page.getByLabel("계좌번호")).toHaveValue("110-12");
  await expectAccessible(page);
  await page.getByLabel("계좌번호").fill("110-123-456789");
  await page.getByLabel("예금주").fill("김민지");
  await page.getByRole("button", { name: "계속" }).click();
  await expect(page.getByText("신한은행 ••••••••••89 (김••)")).toBeVisible();
  // Whoever comes back sees enough to know it again and too little to copy it, also where it is changed; what is typed meanwhile is not lost.
  await page.getByRole("link", { name: "변경 받으실 계좌" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "어느 계좌로" })).toBeVisible();
  await expect(page.getByText("신한은행 ••••••••••89 (김••)")).toBeVisible();
  await expectAccessible(page);
  expect(await page.content()).not.toMatch(/110-?123-?456789|김민지/);
  await page.getByRole("link", { name: "변경 받으실 계좌" }).click();
  await expect(page.getByLabel("계좌번호")).toHaveValue("");
  const changing = await page.request.get(page.url());
  expect(await changing.text()).not.toMatch(/110-?123-?456789|김민지/);
  await page.getByLabel("계좌번호").fill("110-98");
  await page.getByRole("button", { name: "계속" }).click();
  await expect(page.getByLabel("계좌번호")).toHaveValue("110-98");
  await page.getByLabel("은행", { exact: true }).selectOption("088");
  await page.getByLabel("계좌번호").fill("110-123-456789");
  await page.getByLabel("예금주").fill("김민지");
  await page.getByRole("button", { name: "계속" }).click();
  await expect(page.getByText("신한은행 ••••••••••89 (김••)")).toBeVisible();
  await page.getByRole("button", { name: "신청 접수하기" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "약관을 읽고 동의해 주십시오" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(/^약관을 읽었고/).check();
  // Twice, as an impatient hand does it.
  await page.getByRole("button", { name: "신청 접수하기" }).dblclick();
  await expect(page.getByRole("heading", { level: 1, name: "신청이 접수되었습니다" })).toBeVisible();
  const reference = /C-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(await page.locator("main").innerText())![0];
  await expectAccessible(page);
  expect((await awaitMail(request, email, /신청/)).text).toContain(reference);

  const console_ = await browser.newContext({ baseURL: process.env.E2E_URL });
  // They came in six minutes ago: looking, revealing and judging go on, granting asks who is there.
  const member = await signInAs(console_, ["support"], { incidentId: incident.id, locale: "en", session: { provenAt: new Date(Date.now() - 6 * 60_000) } });
  const { code } = await withParts((parts) => withCredentials(parts, member, PASSWORD));
  const agent = await console_.newPage();
  await agent.goto("/console/claims");
  await expectAccessible(agent);
  await agent.getByRole("searchbox").fill(email.toUpperCase());
  await agent.getByRole("button", { name: "Search" }).click();
  await expect(agent.getByRole("search").getByRole("link", { name: reference })).toBeVisible();
  expect(agent.url()).not.toContain("claimant");
  await agent.getByRole("link", { name: /Filed 1/ }).click();
  await agent.getByRole("table").last().getByRole("link", { name: reference }).click();
  await expect(agent.getByText("c•••@example.com")).toBeVisible();
  await expect(agent.locator("main")).not.toContainText(email);
  await expectAccessible(agent);
  await agent.getByText("Show personal data").click();
  await agent.getByLabel("To examine the claim or a paper").check();
  await agent.getByLabel("Why do you need to see it?").fill("to compare the account holder");
  await agent.getByRole("button", { name: "Show and record" }).click();
  await expect(agent.getByText("110123456789")).toBeVisible();
  await agent.getByRole("button", { name: "Take into review" }).click();
  const judge = async (condition: string) => agent.getByRole("group", { name: condition }).getByLabel("Yes").check();
  await judge("What leaked about them is what this is for");
  await agent.getByLabel("Words to the claimant").fill("유출이 확인되어 신청하신 금액을 모두 지급합니다.");
  await agent.getByRole("button", { name: "Save and reckon" }).click();
  await expect(agent.getByText("Some conditions are not judged yet.")).toBeVisible();
  await expect(agent.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await judge("The account is in their own name");
  await agent.getByRole("button", { name: "Save and reckon" }).click();
  await expect(agent.getByRole("button", { name: "Approve 50,000 KRW and tell them" })).toBeVisible();
  await expectAccessible(agent);
  await agent.getByRole("button", { name: "Approve 50,000 KRW and tell them" }).click();
  const dialog = agent.getByRole("dialog");
  await expect(dialog.getByLabel("Password")).toBeFocused();
  await expectAccessible(agent);
  await dialog.getByRole("button", { name: "Not now" }).click();
  await agent.getByRole("button", { name: "Approve 50,000 KRW and tell them" }).click();
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByLabel("One-time code").fill(await code());
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(agent.getByText("Approved").first()).toBeVisible();
  await expectAccessible(agent);
  await console_.close();

  expect((await awaitMail(request, email, /승인/)).text).toContain("신청하신 금액을 모두 지급합니다");
  await page.goto(`${base}/claim`);
  await expectAccessible(page);
  await page.getByRole("link", { name: reference }).click();
  await expect(page.getByText("신청하신 금액을 모두 지급합니다", { exact: false })).toBeVisible();
  await expectAccessible(page);
  expect((await mailsTo(request, email)).filter(({ subject }) => subject.includes(reference))).toHaveLength(3);
});

test("somebody who reads English claims time and losses on a phone without JavaScript, goes on from another device, and reads the terms", async ({ browser, request }) => {
  const email = `losses-${randomUUID().slice(0, 8)}@example.com`;
  const every = { name: { ko: "보상", en: "Benefit" }, explanation: { ko: "설명", en: "What it is for." }, eligibility: { evidence: "possible" as const, classes: ["names" as const], kinds: ["account-holder" as const] } };
  const { slug } = await withParts(async (parts) => {
    const published = await aPublishedIncident(parts, `ref,email,confirmed\na,${email},names`);
    await aProgramme(parts, published, {
      exclusive: [],
      currency: "EUR",
      accounts: ["iban", "kr-account"],
      benefits: [
        { kind: "documented-loss", slug: "loss", ...every, name: { ko: "손해", en: "Losses" }, capMinor: 50_000n, losses: [{ slug: "card", name: { ko: "카드 재발급", en: "A new card" } }] },
        { kind: "documented-loss", slug: "fees", ...every, name: { ko: "수수료", en: "Fees" }, capMinor: 5_000n, losses: [{ slug: "fee", name: { ko: "은행 수수료", en: "A bank fee" } }] },
        { kind: "lost-time", slug: "time", ...every, name: { ko: "시간", en: "Lost time" }, rateMinor: 2_000n, stepMinutes: 15, minimumMinutes: 15, capMinutes: 300 },
      ],
    });
    return published;
  });
  const base = `/en/${slug}`;
  const device = async () => (await browser.newContext({ baseURL: process.env.E2E_URL, javaScriptEnabled: false, viewport: { width: 320, height: 640 } })).newPage();
  // The code of the second device is another mail than that of the first.
  const nextCode = async (before: number) => {
    await expect.poll(async () => (await mailsTo(request, email)).length).toBeGreaterThan(before);
    return awaitCode(request, email);
  };
  const prove = async (page: Page) => {
    await page.goto(`${base}/check`);
    await page.getByLabel(/^E-mail address/).fill(email);
    const before = (await mailsTo(request, email)).length;
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByLabel("Code", { exact: true }).fill(await nextCode(before));
    await page.getByRole("button", { name: "See my result" }).click();
  };
  const phone = await device();
  await prove(phone);
  await phone.getByRole("link", { name: "Claim compensation" }).click();
  await expect(phone.getByText("€")).toHaveCount(0);
  await phone.getByRole("button", { name: "Start the claim" }).click();
  await phone.getByLabel(/^Losses/).check();
  await phone.getByLabel(/^Fees/).check();
  await phone.getByLabel(/^Lost time/).check();
  await phone.getByRole("button", { name: "Continue" }).click();
  await expect(phone.getByText("Question 2 of 4")).toBeVisible();
  await phone.getByLabel("Minutes").fill("50");
  await phone.getByRole("button", { name: "Continue" }).click();
  await expect(phone.getByLabel("Minutes")).toHaveValue("50");
  await phone.getByLabel("What did you spend it on?").fill("An hour on the phone to the bank.");
  await phone.getByRole("button", { name: "Continue" }).click();
  await phone.context().close();

  const other = await device();
  await prove(other);
  await other.getByRole("link", { name: "Claim compensation" }).click();
  await other.getByRole("button", { name: "Go on with your claim" }).click();
  await other.getByLabel("What kind of loss is it?").selectOption("card");
  await other.getByLabel("Amount in EUR").fill("12,345.6789");
  await other.getByLabel("When was it?").fill("2026-01-05");
  await other.getByLabel("What happened?").fill("The bank charged me for a new card.");
  await other.getByRole("button", { name: "Save this loss" }).click();
  await expect(other.getByLabel("Amount in EUR")).toHaveValue("12,345.6789");
  await other.getByLabel("Amount in EUR").fill("600.50");
  await other.getByRole("button", { name: "Save this loss" }).click();
  await expect(other.getByText("600.50 EUR").first()).toBeVisible();
  expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  // Each loss belongs to one of the benefits, and what was chosen wants one.
  await expect(other.getByText("have not entered a loss for it yet: Fees")).toBeVisible();
  await other.getByLabel("What kind of loss is it?").selectOption("fee");
  await other.getByLabel("Amount in EUR").fill("10");
  await other.getByLabel("When was it?").fill("2026-01-06");
  await other.getByLabel("What happened?").fill("The bank took a fee for it.");
  await other.getByRole("button", { name: "Save this loss" }).click();
  await other.getByRole("link", { name: "Continue" }).click();
  await other.getByRole("link", { name: "Use an account at a Korean bank" }).click();
  await other.getByRole("link", { name: "Use an account with an IBAN" }).click();
  await other.getByLabel("IBAN", { exact: true }).fill("DE89 3704 0044 0532 0130 00");
  await other.getByLabel("Account holder").fill("Ann Example");
  await other.getByRole("button", { name: "Continue" }).click();
  await expect(other.getByText("530.00 EUR")).toBeVisible();
  await expect(other.getByText("IBAN DE ••••••••••••••••••••00 (A••••••••••)")).toBeVisible();
  await other.getByRole("link", { name: "Who can claim, dates, terms and questions" }).click();
  await expect(other.getByText("up to 500.00 EUR")).toBeVisible();
  await expect(other.getByText("20.00 EUR an hour, up to 5 hours")).toBeVisible();
  expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await other.goBack();
  await other.getByLabel(/^I have read the terms/).check();
  await other.getByRole("button", { name: "File the claim" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Your claim is filed" })).toBeVisible();
  await expect(other.getByText("530.00 EUR")).toBeVisible();
  await other.context().close();
});
