import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { aPublishedIncident } from "@/test/lookups";
import { expect, expectAccessible, test } from "../fixtures";
import { awaitCode, awaitMail, mailsTo } from "../mail";
import { withParts } from "../parts";

const someone = () => `p-${randomUUID().slice(0, 8)}@example.com`;
const csvFor = (email: string) => ["ref,kind,named_by,email,confirmed,possible,counts,hints", `a,account-holder,,${email},names;access-codes;phone-numbers,purchases,access-codes=2,phone-numbers=010-••••-••34`, `b,third-party,a,friend-${email},names,,,`].join("\n");
const incidentFor = (email: string) => withParts((parts) => aPublishedIncident(parts, csvFor(email)));

async function askInKorean(page: Page, slug: string, email: string) {
  await page.goto(`/ko/${slug}`);
  await page.getByRole("link", { name: "내 정보 중 무엇이 유출되었는지 확인하기" }).click();
  await page.getByLabel("이메일 주소").fill(email);
  await page.getByRole("button", { name: "인증번호 받기" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "인증번호 입력" })).toBeVisible();
}

test("a person proves their address and sees what leaked, what to do, and can say that it looks wrong", async ({ page, request }) => {
  const email = someone();
  const { slug } = await incidentFor(email);
  await page.goto(`/ko/${slug}/check`);
  await expectAccessible(page);
  await page.getByLabel("이메일 주소").fill("minji＠example.com");
  await page.getByRole("button", { name: "인증번호 받기" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "전각" })).toBeFocused();
  await expect(page.getByLabel("이메일 주소")).toHaveValue("minji＠example.com");
  await expectAccessible(page);
  await askInKorean(page, slug, email);
  await expectAccessible(page);
  await page.getByLabel("인증번호", { exact: true }).fill("0000 000");
  await page.getByRole("button", { name: "결과 보기" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "여덟 자리" })).toBeVisible();
  await page.getByLabel("인증번호", { exact: true }).fill(await awaitCode(request, email));
  await page.getByRole("button", { name: "결과 보기" }).click();
  await expect(page.getByText("고객님의 정보 3가지가 유출되었습니다.")).toBeVisible();
  const codes = page.getByRole("listitem").filter({ hasText: "공동현관 비밀번호" });
  await expect(codes).toContainText("유출");
  await expect(codes).toContainText("2건");
  await expect(page.getByRole("listitem").filter({ hasText: "전화번호" })).toContainText("010-••••-••34");
  await expect(page.getByRole("listitem").filter({ hasText: "최근 주문 내역" })).toContainText("유출 의심");
  await expect(page.getByText("자료 1차").first()).toBeVisible();
  await expect(page.getByText("1명의 정보도 유출되었습니다")).toBeVisible();
  await expect(page.locator("body")).not.toContainText(email);
  await expectAccessible(page);

  await page.getByRole("link", { name: "지금 하실 일 보기" }).click();
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText("지금 바로");
  const progress = page.getByText(/가지 중 \d+가지를 마쳤습니다/);
  await expect(progress).toContainText("0가지");
  await page.getByRole("button", { name: /^마쳤습니다/ }).first().click();
  await expect(progress).toContainText("1가지를");
  await page.reload();
  await expect(progress).toContainText("1가지를");
  await expectAccessible(page);

  await page.getByRole("link", { name: "확인 결과로 돌아가기" }).click();
  await page.getByRole("link", { name: "사실과 다르다고 알리기" }).click();
  await page.getByLabel("무엇이 다른가요?").fill("짧음");
  await page.getByRole("button", { name: "보내기" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "10자 이상" })).toBeVisible();
  await expect(page.getByLabel("무엇이 다른가요?")).toHaveValue("짧음");
  await page.getByLabel("어떤 항목인가요?").selectOption("purchases");
  await page.getByLabel("무엇이 다른가요?").fill("저는 이 쇼핑몰에서 주문한 적이 없습니다.");
  await page.getByRole("button", { name: "보내기" }).click();
  await expect(page.getByRole("status").filter({ hasText: /E-[0-9A-Z]{4}-[0-9A-Z]{4}/ })).toBeFocused();
  await expectAccessible(page);
  await awaitMail(request, email, /보내 주신 내용을 받았습니다/);

  await page.goto(`/ko/${slug}/result`);
  await page.getByRole("button", { name: "결과 닫기" }).click();
  await expect(page).toHaveURL(new RegExp(`/ko/${slug}$`));
  await page.goto(`/ko/${slug}/result`);
  await expect(page).toHaveURL(/\/check$/);
});

test("an address that is not in the data gets the same page and the same mail, and an answer that promises nothing", async ({ browser, request }) => {
  const known = someone();
  const unknown = someone();
  const { slug } = await incidentFor(known);
  const bodies: string[] = [];
  for (const email of [known, unknown]) {
    const page = await (await browser.newContext({ baseURL: process.env.E2E_URL, locale: "ko-KR" })).newPage();
    await askInKorean(page, slug, email);
    bodies.push((await page.locator("main").innerText()).replace(/p•••@/, ""));
    const code = await awaitCode(request, email);
    const mails = await mailsTo(request, email);
    bodies.push(`${mails[0]?.subject}\n${mails[0]?.text.replace(code, "")}`);
    if (email === unknown) {
      await page.getByLabel("인증번호", { exact: true }).fill(code.replace(" ", ""));
      await page.getByRole("button", { name: "결과 보기" }).click();
      await expect(page.getByText("이 주소로 된 기록이 없습니다")).toBeVisible();
      await expect(page.getByText("아무 일도 없었다고 약속드리는 것은 아닙니다")).toBeVisible();
      await expect(page.locator("main")).not.toContainText(/안심|안전합니다/);
      await expectAccessible(page);
    }
    await page.context().close();
  }
  expect([bodies[0], bodies[1]]).toEqual([bodies[2], bodies[3]]);
});

test("a code asked for in one browser is worth nothing in another", async ({ browser, page, request }) => {
  const email = someone();
  const { slug } = await incidentFor(email);
  await askInKorean(page, slug, email);
  const code = await awaitCode(request, email);
  const other = await (await browser.newContext({ baseURL: process.env.E2E_URL, locale: "ko-KR" })).newPage();
  await askInKorean(other, slug, someone());
  await other.getByLabel("인증번호", { exact: true }).fill(code);
  await other.getByRole("button", { name: "결과 보기" }).click();
  await expect(other.getByRole("alert").filter({ hasText: "맞지 않습니다" })).toBeVisible();
  await other.context().close();
});

test.describe("without JavaScript, in English, on a narrow screen", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });

  test("the whole way works", async ({ page, request }) => {
    const email = someone();
    const { slug } = await incidentFor(`friend-${email}`).then(async () => incidentFor(email));
    await page.goto(`/en/${slug}/check`);
    await page.getByLabel("E-mail address").fill("nobody");
    await page.getByRole("button", { name: "Send me a code" }).click();
    await expect(page.getByRole("alert")).toContainText("This is neither an e-mail address such as name@example.com nor a phone number.");
    await expect(page.getByLabel("E-mail address")).toHaveValue("nobody");
    await page.getByLabel("E-mail address").fill(`friend-${email}`);
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByLabel("Code", { exact: true }).fill(await awaitCode(request, `friend-${email}`));
    await page.getByRole("button", { name: "See my result" }).click();
    await expect(page.getByText("1 kind of your data leaked.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "You in somebody else’s address list" })).toBeVisible();
    await page.getByRole("link", { name: "What to do now" }).click();
    await page.getByRole("button", { name: /^Mark as done/ }).first().click();
    await expect(page.getByText(/1 of \d+ done/)).toBeVisible();
    const width = await page.locator("main").evaluate((main) => main.scrollWidth);
    expect(width).toBeLessThanOrEqual(320);
  });
});
