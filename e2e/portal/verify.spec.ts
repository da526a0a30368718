import { randomUUID } from "node:crypto";
import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { composeMail, messageBytes } from "@/channels/email/mime-letter";
import type { Locale } from "@/db/values/locales";
import { proposeEntry } from "@/domain/authenticity/register/propose-entry";
import { publishEntry } from "@/domain/authenticity/register/publish-entry";
import { staffContext } from "@/test/contexts";
import { anApprovedWave, anIncidentWithPeople } from "@/test/waves";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { longIn } from "../long-in";
import { awaitMail, type CaughtMail } from "../mail";
import { withParts } from "../parts";

const words = {
  ko: { number: "번호 확인하기", text: "내용 비교하기", mail: "메일 확인하기", ours: "저희가 발급한 번호입니다", notOurs: "저희가 발급한 번호가 아닙니다", genuine: "저희가 보낸 내용과 같습니다", altered: "저희가 보낸 내용과 다릅니다", unlike: "저희가 보낸 적이 없는 메시지입니다", link: "링크: https://haneul-refund.example/pay", notOne: "저장한 메일 파일이 아닙니다", empty: "빈 파일입니다", report: "신고하기", reported: "신고를 접수했습니다", picture: "PNG, JPEG, WebP 사진만 받을 수 있습니다", search: "찾아보기", list: "유출 항목 목록이 맞는지는 비교하지 않았습니다", passedOn: "그 안에 다른 메일이 첨부되어 있습니다", large: "파일이 너무 큽니다", other: "다른 파일", again: "다시 보내기" },
  en: { number: "Check the number", text: "Compare the text", mail: "Check the mail", ours: "This number is ours", notOurs: "We have given out no such number", genuine: "These are our words", altered: "This is not what we sent", unlike: "We sent no such message", link: "Link: https://haneul-refund.example/pay", notOne: "This file is not a saved mail", empty: "This file is empty", report: "Send the report", reported: "We have your report", picture: "This is no picture that we can take", search: "Look it up", list: "Which items it lists as leaked was not compared", passedOn: "with another mail attached", large: "The file is too large", other: "Another file", again: "Send it again" },
} as const;
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** A notice sent by the product to one person. */
async function aNotice(request: APIRequestContext, locale: Locale): Promise<CaughtMail> {
  const address = `verify-${randomUUID().slice(0, 8)}@example.com`;
  await withParts(async (parts) => {
    const { versionId } = await anIncidentWithPeople(parts, `ref,email,locale,confirmed\na,${address},${locale},names;email-addresses`);
    await anApprovedWave(parts, versionId);
  });
  return awaitMail(request, address, /./);
}

const saved = (text: string, html: string, subject: string) => ({ name: "mail.eml", mimeType: "message/rfc822", buffer: messageBytes(composeMail({ from: "notice@haneulmall.example", to: "p@example.com", messageId: "x@haneulmall.example", date: "Wed, 03 Dec 2025 09:00:00 +0000" }, { subject, text, html })) });

/** A mail with another hung on it, as programs forward one "as an attachment". */
const passedOn = (mail: Buffer) => ({ name: "forwarded.eml", mimeType: "message/rfc822", buffer: Buffer.concat([Buffer.from('From: friend@elsewhere.example\r\nDate: Thu, 04 Dec 2025 09:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nIs this real?\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename="a.eml"\r\n\r\n'), mail, Buffer.from("\r\n--b--\r\n")]) });

async function asVisitor(browser: Browser, scripted: boolean): Promise<{ page: Page; close: () => Promise<void> }> {
  const context = await browser.newContext({ baseURL: process.env.E2E_URL, javaScriptEnabled: scripted });
  return { page: await context.newPage(), close: () => context.close() };
}

for (const locale of ["ko", "en"] as const) {
  for (const scripted of [true, false]) {
    test(`anybody checks a message by number, words and file, ${scripted ? "with" : "without"} JavaScript, in ${locale}`, longIn(scripted ? "en" : "ko", locale), async ({ browser, request }) => {
      const say = words[locale];
      const notice = await aNotice(request, locale);
      const number = /N(-\w{4}){3}/.exec(notice.text)?.[0] ?? "";
      expect(notice.source).toMatch(new RegExp(`^X-Message-Number: ${number}`, "im"));
      expect(notice.text).toContain(`${process.env.E2E_URL}/${locale}/verify`);
      const { page, close } = await asVisitor(browser, scripted);
      await page.goto(`/${locale}/verify`);
      const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
      const status = page.getByRole("status").first();

      await page.locator("input[name=number]").fill(number.toLowerCase());
      await press(say.number);
      await expect(status).toContainText(say.ours);
      await page.locator("input[name=number]").fill("N-2345-6789-ABCD");
      await press(say.number);
      await expect(page.getByText(say.notOurs)).toBeVisible();
      await expect(page.locator("input[name=number]")).toHaveValue("N-2345-6789-ABCD");
      await press(say.text);
      await expect(page.getByRole("alert").first()).toBeVisible();

      await page.goto(`/${locale}/verify`);
      await page.locator("textarea[name=text]").fill(notice.text.split("\n").map((line) => `> ${line}`).join("\n"));
      await press(say.text);
      await expect(page.getByText(say.genuine)).toBeVisible();
      await expect(page.getByText(say.list)).toBeVisible();
      await page.locator("textarea[name=text]").fill(notice.text.replace(process.env.E2E_URL ?? "", "https://haneul-refund.example/pay"));
      await press(say.text);
      await expect(page.getByText(say.altered)).toBeVisible();
      await expect(page.getByText(say.link)).toBeVisible();
      await expect(page.locator("ins").first()).toContainText("haneul-refund.example");
      await page.screenshot({ path: `test-results/verify-altered-${locale}-${scripted}.png`, fullPage: true });
      if (scripted) {
        await expectAccessible(page);
        await expectToFit(page);
      }

      await page.goto(`/${locale}/verify`);
      const file = page.locator("input[name=mail]");
      await file.setInputFiles(saved(notice.text, notice.html ?? "", notice.subject));
      await press(say.mail);
      await expect(page.getByText(say.genuine)).toBeVisible();
      await file.setInputFiles(saved(notice.text, (notice.html ?? "").replace(`href="${process.env.E2E_URL}"`, 'href="https://haneul-refund.example/pay"'), notice.subject));
      await press(say.mail);
      await expect(page.getByText(say.altered)).toBeVisible();
      await file.setInputFiles(passedOn(saved(notice.text, notice.html ?? "", notice.subject).buffer));
      await press(say.mail);
      await expect(page.getByText(say.passedOn)).toBeVisible();
      await expect(page.getByText(say.genuine)).toBeVisible();
      await file.setInputFiles(saved("Hello, shall we have lunch today at noon in front of the office?", "<p>Lunch?</p>", "Lunch"));
      await press(say.mail);
      await expect(page.getByText(say.unlike)).toBeVisible();
      await file.setInputFiles({ name: "x.eml", mimeType: "message/rfc822", buffer: Buffer.from("%PDF-1.7") });
      await press(say.mail);
      await expect(page.getByRole("alert").first()).toContainText(say.notOne);
      await file.setInputFiles({ name: "x.eml", mimeType: "message/rfc822", buffer: Buffer.alloc(0) });
      await press(say.mail);
      await expect(page.getByRole("alert").first()).toContainText(say.empty);
      await close();
    });

    test(`anybody reports a fake, ${scripted ? "with" : "without"} JavaScript, in ${locale}`, longIn(scripted ? "en" : "ko", locale), async ({ browser }) => {
      const say = words[locale];
      const { page, close } = await asVisitor(browser, scripted);
      await page.goto(`/${locale}/verify/report`);
      await page.locator("textarea[name=text]").fill("환불해 드립니다: bit.ly/refund");
      await page.locator("input[name=sender]").fill("010-5555-0199");
      await page.locator("input[name=picture]").setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)></svg>               ") });
      await page.locator("input[value=sms]").check();
      await page.getByRole("button", { name: say.report, exact: true }).click();
      await expect(page.getByRole("alert").first()).toContainText(say.picture);
      await expect(page.locator("textarea[name=text]")).toHaveValue("환불해 드립니다: bit.ly/refund");
      await expect(page.locator("input[name=sender]")).toHaveValue("010-5555-0199");
      await expect(page.locator("input[value=sms]")).toBeChecked();
      await page.locator("input[name=picture]").setInputFiles({ name: "x.png", mimeType: "image/png", buffer: png });
      await page.getByRole("button", { name: say.report, exact: true }).click();
      await expect(page.getByRole("status")).toContainText(say.reported);
      await expect(page.getByRole("status")).toContainText(/F-\w{4}-\w{4}/);
      if (scripted) await expectAccessible(page);
      await expectToFit(page);
      await close();
    });
  }

  test(`a file beyond what forms take is refused in words, without JavaScript, and what was typed goes along, in ${locale}`, async ({ browser }) => {
    const say = words[locale];
    const { page, close } = await asVisitor(browser, false);
    await page.goto(`/${locale}/verify/report`);
    const typed = "환불해 드립니다:\n\n\"bit.ly/refund\" <b>";
    await page.locator("textarea[name=text]").fill(typed);
    await page.locator("input[value=sms]").check();
    await page.locator("input[name=picture]").setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.alloc(12_000_000, 7) });
    await page.getByRole("button", { name: say.report, exact: true }).click();
    await expect(page.getByRole("heading", { name: say.large })).toBeVisible();
    await expect(page.getByRole("alert")).toContainText("8");
    await expect(page.locator("html")).toHaveAttribute("lang", locale);
    await expectToFit(page);
    await page.screenshot({ path: `test-results/too-large-${locale}.png` });
    await page.getByLabel(say.other).setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)></svg>               ") });
    await page.getByRole("button", { name: say.again }).click();
    // It is the form again, with its own words for what is wrong.
    await expect(page.getByRole("alert").first()).toContainText(say.picture);
    await expect(page.locator("textarea[name=text]")).toHaveValue(typed);
    await expect(page.locator("input[value=sms]")).toBeChecked();
    await close();
  });

  test(`senders are searched and known fakes shown with their picture, in ${locale}`, async ({ page, request }) => {
    const tail = String(Math.floor(Math.random() * 9000) + 1000);
    const title = `Fake ${tail}`;
    const entryId = await withParts(async (parts) => {
      const [author, second] = [staffContext(parts, ["comms"]), staffContext(parts, ["approver"])];
      const publish = async (raw: unknown, picture: Buffer | null = null) => {
        const proposed = await proposeEntry(author, raw, picture);
        await publishEntry(second, proposed);
        return proposed.entryId;
      };
      await publish({ kind: "phone", content: { value: `1588-${tail}`, use: { ko: "유출 안내 전화", en: "Calls about the leak" } } });
      const both = (text: string) => ({ ko: text, en: text });
      return publish({ kind: "fake", content: { title: both(title), looks: both("A text with a link."), recognise: both("Our texts have no link."), since: "2025-12-05" } }, png);
    });
    await page.goto(`/${locale}/verify/senders`);
    await page.locator("input[name=q]").fill(`1588 ${tail}`);
    await page.getByRole("button", { name: words[locale].search, exact: true }).click();
    await expect(page.getByRole("status")).toContainText(`1588-${tail}`);
    await expectAccessible(page, locale !== "ko");
    await expectToFit(page);
    await page.screenshot({ path: `test-results/verify-senders-${locale}.png`, fullPage: true });
    await page.goto(`/${locale}/verify/fakes`);
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
    await expectAccessible(page, locale !== "ko");
    await expectToFit(page);
    const picture = await request.get(`/${locale}/verify/fakes/${entryId}/picture`);
    expect(picture.headers()).toMatchObject({ "content-type": "image/png", "x-content-type-options": "nosniff" });
    expect(picture.headers()["content-security-policy"]).toContain("sandbox");
  });
}

test("the way to the check stands at the foot of every page of an incident and on the first one", async ({ page }) => {
  const { slug } = await withParts(async (parts) => {
    const { aPublishedIncident } = await import("@/test/lookups");
    return aPublishedIncident(parts, "ref,email,confirmed\na,a@example.com,names");
  });
  await page.goto(`/en/${slug}/updates`);
  await page.getByRole("contentinfo").getByRole("link", { name: "Is a message from us?" }).click();
  await expect(page).toHaveURL(/\/en\/verify$/);
  await page.getByRole("link", { name: "한국어" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("저희가 보낸 메시지인지 확인하기");
});

test("nobody else's page puts a form into ours by making it too large", async ({ request }) => {
  const multipart = { text: "Pay here", picture: { name: "x.png", mimeType: "image/png", buffer: Buffer.alloc(9_000_000) } };
  const answer = await request.post("/en/verify/report", { headers: { "sec-fetch-site": "cross-site" }, multipart });
  expect(answer.status()).toBe(403);
  expect(await answer.text()).not.toContain("Pay here");
  const own = await request.post("/en/verify/report", { headers: { "sec-fetch-site": "same-origin", "accept-language": "en" }, multipart });
  expect(own.status()).toBe(413);
  expect(await own.text()).toContain('value="Pay here"');
});
