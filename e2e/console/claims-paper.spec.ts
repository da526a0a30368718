import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { locales } from "@/db/values/locales";
import { aProgramme } from "@/test/claims";
import { aPublishedIncident } from "@/test/lookups";
import { aPng } from "@/test/pictures";
import { post, printedLetters } from "@/test/letters";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { longIn } from "../long-in";
import { awaitCode } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const every = { name: { ko: "입은 손해", en: "Losses" }, explanation: { ko: "영수증이 있는 손해", en: "Losses with receipts" }, eligibility: { evidence: "confirmed" as const, classes: [], kinds: ["account-holder" as const] } };

/** Somebody of whom there is an address alone, and a programme that asks every question. */
function aScene() {
  return withParts(async (parts) => {
    const incident = await aPublishedIncident(parts, ["ref,email,confirmed,postal_name,postal_code,postal_address", "P-1,,names,박노을,04102,서울특별시 마포구 하늘로 14"].join("\n"));
    const programme = await aProgramme(parts, incident, {
      exclusive: [],
      accounts: ["kr-account", "iban"],
      benefits: [
        { kind: "documented-loss", slug: "loss", ...every, capMinor: 100_000n, losses: [{ slug: "card", name: { ko: "카드 재발급", en: "New card" } }] },
        { kind: "lost-time", slug: "time", ...every, name: { ko: "쓴 시간", en: "Time lost" }, rateMinor: 10_030n, stepMinutes: 15, minimumMinutes: 15, capMinutes: 300 },
      ],
    });
    return { incident, programme };
  });
}

/** What is posted beside a page and comes as a file: how it was answered, and of which type it is. */
async function fileOf(page: Page): Promise<[number, string | undefined]> {
  const answer = await page.context().waitForEvent("response", (response) => response.request().method() === "POST" && (response.headers()["content-disposition"] ?? "").startsWith("attachment"));
  return [answer.status(), answer.headers()["content-type"]];
}

for (const locale of locales) {
  const words = {
    ko: { enter: "우편 신청 입력", query: "번호 또는 연락처", find: "찾기", use: "이 기록으로 입력하기", postmark: "소인 날짜", signer: "서명한 사람", start: "입력 시작", future: "아직 오지 않은 날", save: "저장", loss: "손해의 종류", amount: "금액(KRW)", on: "날짜", what: "있었던 일", add: "손해 추가", done: "다 적었습니다", hours: "시간", where: "어디에 썼는지", bank: "은행", number: "계좌번호", holder: "예금주", digits: "자릿수와 맞지 않습니다", scans: "신청서와 증빙 스캔", addScans: "서류 추가", came: "서류 1개를 받았습니다", check: "입력한 내용 확인", accept: /신청서에 서명이 있고/, file: "접수하기", way: "우편으로 접수, 직원이 입력", letter: "편지 인쇄(PDF)", openLetter: "편지 인쇄하기", why: "지금 인쇄하는 까닭은 무엇인가요?", forLetter: "고객에게 연락", forPaper: "신청 내용 또는 서류 심사", whyPaper: "자료를 왜 보아야 하나요?", tooShort: "10자", take: "심사 시작", ask: "요청하고 알리기", postmarkOf: "편지의 소인 날짜", answer: "편지에 적힌 내용", enterAnswer: "답 입력하기", answered: /요청에 대한 답.*소인/, date: "날짜를 적어", later: "우편으로 온 서류 스캔 추가", account: "편지에 적힌 다른 계좌 입력하기", accountTitle: "다른 계좌 입력", reckon: "저장하고 계산하기", typed: "두 번째 담당자가 결정합니다.", propose: "두 번째 담당자에게 보내기", waiting: "두 번째 담당자의 확정을 기다리고 있습니다.", confirm: "확정하고 알리기", pay: "이 계좌로 지급하기", changed: /계좌 변경.*소인/, approved: "승인", already: "이 기록으로 접수된 신청이 있습니다" },
    en: { enter: "Enter a paper claim", query: "Number or contact", find: "Find", use: "Enter for this record", postmark: "Postmark", signer: "Signed by", start: "Begin", future: "has not come yet", save: "Save", loss: "Kind of loss", amount: "Amount (KRW)", on: "Day", what: "What happened", add: "Add the loss", done: "That is all of them", hours: "Hours", where: "What it went on", bank: "Bank", number: "Account number", holder: "Account holder", digits: "another length", scans: "Scans of the form and its papers", addScans: "Add the scans", came: "1 scan arrived", check: "Check what you entered", accept: /The paper is signed/, file: "File the claim", way: "On paper, entered by staff", letter: "Print the letter (PDF)", openLetter: "Print a letter", why: "Why do you print it now?", forLetter: "To reach them", forPaper: "To examine the claim or a paper", whyPaper: "Why do you need to see the papers?", tooShort: "at least 10", take: "Take into review", ask: "Ask and tell them", postmarkOf: "Postmark of the letter", answer: "What the letter says", enterAnswer: "Enter the answer", answered: /Answer to our question, postmark of/, date: "date", later: "Add scans of papers that came by post", account: "Enter another account from a letter", accountTitle: "Enter another account", reckon: "Save and reckon", typed: "A second person decides.", propose: "Send to a second person", waiting: "Waiting for a second person.", confirm: "Decide and tell them", pay: "Pay into this account", changed: /Another account, postmark of/, approved: "Approved", already: "This record has a claim already" },
  }[locale];

  test(`a claim on paper is entered, checked, filed once, and answered by a letter (${locale})`, longIn("en", locale), async ({ page, context, browser }) => {
    const { incident } = await aScene();
    await signInAs(context, ["support"], { locale, incidentId: incident.id });
    await page.goto("/console/claims");
    await page.getByRole("link", { name: words.enter }).click();
    await expect(page.getByLabel(words.query)).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel(words.query).fill("P-1");
    await page.getByRole("button", { name: words.find, exact: true }).click();
    await expect(page.getByText("박••")).toBeVisible();
    await expect(page.locator("body")).not.toContainText("노을");
    await page.getByRole("link", { name: words.use }).click();
    const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
    const begin = async (postmark: string) => {
      await page.getByLabel(words.postmark).fill(postmark);
      await page.getByLabel(words.signer).fill("박노을");
      await page.getByLabel("한국어", { exact: true }).check();
      await page.locator("input[name=answer][value=post]").check();
      await page.getByRole("button", { name: words.start, exact: true }).click();
    };
    await begin("2999-01-01");
    await expect(page.getByText(words.future).first()).toBeVisible();
    await expect(page.getByLabel(words.signer)).toHaveValue("박노을");
    await expectAccessible(page);
    await expectToFit(page);
    await begin(today);

    await page.locator("input[name=benefits][value=loss]").check();
    await page.locator("input[name=benefits][value=time]").check();
    await page.getByRole("button", { name: words.save, exact: true }).click();
    await page.getByLabel(words.hours, { exact: true }).fill("2");
    await page.getByLabel(words.where).fill("은행에 여러 번 전화하고 비밀번호를 바꾸었습니다.");
    await page.getByRole("button", { name: words.save, exact: true }).click();
    await page.getByLabel(words.loss).selectOption("card");
    await page.getByLabel(words.amount).fill("12,000");
    await page.getByLabel(words.on, { exact: true }).fill(today);
    await page.getByLabel(words.what, { exact: true }).fill("카드를 다시 만들어야 했습니다.");
    await page.getByRole("button", { name: words.add, exact: true }).click();
    await expect(page.getByText("카드를 다시 만들어야 했습니다.")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: words.done }).click();
    await page.getByLabel(words.bank, { exact: true }).selectOption("088");
    await page.getByLabel(words.number).fill("12");
    await page.getByLabel(words.holder).fill("박노을");
    await page.getByRole("button", { name: words.save, exact: true }).click();
    await expect(page.getByText(words.digits).first()).toBeVisible();
    await page.getByLabel(words.number).fill("110-123-456789");
    await page.getByRole("button", { name: words.save, exact: true }).click();
    await expect(page.getByRole("link", { name: words.check })).toBeVisible();
    await page.getByLabel(words.scans).setInputFiles({ name: "form.png", mimeType: "image/png", buffer: aPng(40) });
    await page.getByRole("button", { name: words.addScans }).click();
    await expect(page.getByText(words.came)).toBeVisible();
    await expectAccessible(page);
    await expectToFit(page);

    await page.getByRole("link", { name: words.check }).click();
    await expect(page.getByRole("heading", { level: 1, name: words.check })).toBeVisible();
    await expect(page.getByText("110123456789")).toBeVisible();
    await expect(page.getByText("카드를 다시 만들어야 했습니다.")).toBeVisible();
    await expectAccessible(page);
    await expectToFit(page);
    await page.getByLabel(words.accept).check();
    await page.getByRole("button", { name: words.file }).click();
    await expect(page.getByText(words.way)).toBeVisible();
    await expectAccessible(page);
    const reference = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
    expect(reference).toMatch(/^C-/);
    await page.getByText(words.openLetter, { exact: true }).click();
    const why = page.getByLabel(words.why);
    await page.locator("form", { has: why }).getByLabel(words.forLetter).check();
    await why.fill("편지로만 답합니다");
    await expectAccessible(page);
    // Too short: the answer opens beside, and what was typed stays.
    await why.evaluate((field: HTMLTextAreaElement) => (field.form!.noValidate = true));
    const [refused] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: words.letter }).click()]);
    await expect(refused.getByText(words.tooShort)).toBeVisible();
    await refused.close();
    await expect(why).toHaveValue("편지로만 답합니다");
    await why.fill("편지로만 답할 수 있는 신청입니다");
    const printed = async (by: Page) => (await Promise.all([fileOf(by), by.getByRole("button", { name: words.letter }).click()]))[0];
    expect(await printed(page)).toEqual([200, "application/pdf"]);
    await page.goto("/console/claims");
    await page.getByRole("link", { name: reference }).click();

    // It is asked for more and answered by post, and whoever typed it does not grant it alone.
    await page.getByRole("button", { name: words.take }).click();
    await page.locator("input[name=items][value=explain-time]").check();
    await page.getByRole("button", { name: words.ask }).click();
    await page.getByLabel(words.answer).fill("두 시간 동안 은행과 통화했습니다.");
    await page.getByRole("button", { name: words.enterAnswer }).click();
    await expect(page.getByLabel(words.answer)).toHaveValue("두 시간 동안 은행과 통화했습니다.");
    await expectAccessible(page);
    await page.locator("form", { has: page.getByLabel(words.answer) }).getByLabel(words.postmarkOf).fill(today);
    await page.getByRole("button", { name: words.enterAnswer }).click();
    await expect(page.getByText(words.answered)).toBeVisible();
    await page.getByText(words.later).click();
    await page.getByLabel(words.scans).setInputFiles({ name: "receipt.png", mimeType: "image/png", buffer: aPng(41) });
    await page.getByRole("button", { name: words.addScans }).click();
    await expect(page.getByText(words.came)).toBeVisible();
    await expectAccessible(page);
    await expectToFit(page);
    const claimAt = page.url().replace(/\?.*/, "");
    const judged = page.locator("main input[type=radio][value=yes]");
    await expect(judged.first()).toBeVisible();
    for (const field of await judged.all()) await field.check();
    await page.locator("main [name^='amount.']").fill("12000");
    await page.getByRole("button", { name: words.reckon }).click();
    await expect(page.getByText(words.typed)).toBeVisible();
    await page.getByRole("button", { name: words.propose }).click();
    await expect(page.getByText(words.waiting)).toBeVisible();
    const second = await browser.newContext({ baseURL: process.env.E2E_URL });
    const agent = await signInAs(second, ["support"], { locale, incidentId: incident.id });
    const other = await second.newPage();
    const fetchPaper = "button[formaction*='/papers/']";
    await expect(async () => {
      await page.goto(claimAt);
      await expect(page.locator(fetchPaper).first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    // One look at the claim, also where it is opened from a list, and one at the paper.
    await other.goto("/console/claims");
    await Promise.all([other.waitForResponse((answer) => answer.url().includes("/beside")), other.getByRole("link", { name: reference }).click()]);
    await other.locator("form", { has: other.getByLabel(words.whyPaper) }).getByLabel(words.forPaper).check();
    await other.getByLabel(words.whyPaper).fill("영수증을 금액과 대조합니다");
    const [paper] = await Promise.all([fileOf(other), other.locator(fetchPaper).first().click()]);
    expect(paper).toEqual([200, "image/png"]);
    const looks = await withParts(({ db }) => db.select({ action: auditEvents.action, reason: auditEvents.reason }).from(auditEvents).where(eq(auditEvents.actorId, agent.id)).orderBy(auditEvents.id));
    expect(looks.filter(({ action }) => action === "claim.read" || action === "evidence.look")).toEqual([{ action: "claim.read", reason: null }, { action: "evidence.look", reason: "영수증을 금액과 대조합니다" }]);
    await other.getByRole("button", { name: words.confirm }).click();
    await expect(other.getByText(words.approved, { exact: true }).first()).toBeVisible();
    await other.getByText(words.openLetter, { exact: true }).click();
    await other.locator("form", { has: other.getByLabel(words.why) }).getByLabel(words.forLetter).check();
    await other.getByLabel(words.why).fill("결정한 내용을 편지로 알립니다");
    expect(await printed(other)).toEqual([200, "application/pdf"]);

    // A letter names another account after that: whoever typed it does not accept it.
    await page.goto(claimAt);
    await page.getByRole("link", { name: words.account }).click();
    await expect(page.getByRole("heading", { level: 1, name: words.accountTitle })).toBeVisible();
    await expectAccessible(page);
    await expectToFit(page);
    await page.getByLabel(words.postmarkOf).fill(today);
    await page.getByLabel(words.bank, { exact: true }).selectOption("088");
    await page.getByLabel(words.number).fill("110-987-654321");
    await page.getByLabel(words.holder).fill("박노을");
    await page.getByRole("button", { name: words.save, exact: true }).click();
    await expect(page.getByText(words.changed)).toBeVisible();
    await expect(page.getByText(words.typed)).toBeVisible();
    await expect(page.getByRole("button", { name: words.pay })).toHaveCount(0);
    await expectAccessible(page);
    await other.reload();
    await other.getByRole("button", { name: words.pay }).click();
    await expect(other.getByRole("button", { name: words.pay })).toHaveCount(0);
    await second.close();

    await page.goto("/console/claims/paper");
    await page.getByLabel(words.query).fill("P-1");
    await page.getByRole("button", { name: words.find, exact: true }).click();
    await page.getByRole("link", { name: words.use }).click();
    await expect(page.getByText(words.already)).toBeVisible();
    await begin(today);
    await expect(page.getByRole("alert").filter({ hasText: reference })).toBeVisible();
    await page.getByRole("link", { name: reference }).click();
    await expect(page.getByRole("heading", { level: 1, name: reference })).toBeVisible();
  });

  test(`the form to print asks what the portal asks, and fits on A4 (${locale})`, async ({ page }) => {
    const { incident, programme } = await aScene();
    await page.goto(`/${locale}/${incident.slug}/compensation/${programme.slug}`);
    await page.getByRole("link", { name: locale === "ko" ? "우편으로 신청하기(인쇄용 신청서)" : "Claim by post (form to print)" }).click();
    await expect(page.getByText(locale === "ko" ? "하늘로 1" : "1 Haneul-ro")).toBeVisible();
    for (const asked of locale === "ko" ? ["2. 신청하시는 것", "3. 유출 때문에 쓰신 시간", "4. 입으신 손해", "5. 받으실 계좌", "6. 서명"] : ["2. What you claim", "3. Time the leak", "4. What the leak has", "5. Where to pay it", "6. Signature"]) await expect(page.getByRole("heading", { name: asked })).toBeVisible();
    await expectAccessible(page, locale !== locales[0]);
    await expectToFit(page);
    await page.emulateMedia({ media: "print" });
    // 210 mm less margins of 10 mm, at 96 pixels to the inch.
    await page.setViewportSize({ width: 718, height: 1047 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(718);
    await expect(page.getByRole("button")).toHaveCount(0);
    expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
  });
}

for (const { locale, script } of [{ locale: "ko", script: true }, { locale: "en", script: false }] as const) {
  test(`somebody whose contact is in no record claims with the number of a letter (${locale}, ${script ? "with" : "without"} JavaScript)`, async ({ browser, request }) => {
    const { incident, programme } = await aScene();
    const { batchId, handles } = await withParts((parts) => printedLetters(parts, incident.id));
    await withParts((parts) => post(parts, batchId));
    const say = {
      ko: { link: "편지에 적힌 번호로 신청하기", number: "우편물 번호", postal: "우편번호", submit: "신청 시작하기", wrong: "맞지 않습니다", question: "무엇을 받으시겠습니까?", filed: "신청이 접수되었습니다" },
      en: { link: "Claim with the number on a letter", number: "Letter number", postal: "Postal code", submit: "Start the claim", wrong: "do not match", question: "What", filed: "Your claim is filed" },
    }[locale];
    const guest = await browser.newContext({ baseURL: process.env.E2E_URL, javaScriptEnabled: script, ...(script ? {} : { viewport: { width: 320, height: 640 } }) });
    const page = await guest.newPage();
    const go = () => page.locator("main form button[type=submit]").last().click();
    const email = `letter-${randomUUID().slice(0, 8)}@example.com`;
    await page.goto(`/${locale}/${incident.slug}/check`);
    await page.locator("input[name=contact]").fill(email);
    await go();
    await page.locator("input[name=code]").fill(await awaitCode(request, email));
    await page.locator("main form:has(input[name=code]) button[type=submit]").first().click();
    await page.waitForURL(/result/);
    await page.goto(`/${locale}/${incident.slug}/claim/${programme.slug}`);
    if (script) await expectAccessible(page);
    await page.getByRole("link", { name: say.link }).click();
    await page.getByLabel(say.number, { exact: true }).fill(handles[0]?.handle ?? "");
    await page.getByLabel(say.postal, { exact: true }).fill("04199");
    await page.getByRole("button", { name: say.submit }).click();
    await expect(page.getByText(say.wrong).first()).toBeVisible();
    await expect(page.getByLabel(say.postal, { exact: true })).toHaveValue("04199");
    if (script) await expectAccessible(page);
    if (script) await expectToFit(page);
    await page.getByLabel(say.postal, { exact: true }).fill("04102");
    await page.getByRole("button", { name: say.submit }).click();
    await expect(page).toHaveURL(/\/benefits$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(say.question);
    await page.locator("input[name=benefits][value=time]").check();
    await go();
    await page.locator("input[name=hours]").fill("2");
    await page.locator("textarea[name=what]").fill("은행에 여러 번 전화하고 비밀번호를 바꾸었습니다.");
    await go();
    await page.locator("select[name=bank]").selectOption("088");
    await page.locator("input[name=account]").fill("110-123-456789");
    await page.locator("input[name=holder]").fill("박노을");
    await go();
    await page.locator("input[name=accept]").check();
    await go();
    await expect(page.getByRole("heading", { level: 1, name: say.filed })).toBeVisible();
    const reference = /C-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(await page.locator("main").innerText())![0];

    const desk = await browser.newContext({ baseURL: process.env.E2E_URL });
    await signInAs(desk, ["support"], { locale, incidentId: incident.id });
    const agent = await desk.newPage();
    await agent.goto("/console/claims");
    await agent.getByRole("link", { name: reference }).click();
    await expect(agent.getByText(locale === "ko" ? "편지에 적힌 번호로 접수했습니다." : "Filed with the number on a letter.")).toBeVisible();
    await expectAccessible(agent);
  });
}
