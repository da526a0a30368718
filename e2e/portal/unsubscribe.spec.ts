import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { locales, type Locale } from "@/db/values/locales";
import { findSuppression } from "@/domain/suppressions/queries";
import { staffContext } from "@/test/contexts";
import { anApprovedWave, anIncidentWithPeople, aWording } from "@/test/waves";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { awaitMail } from "../mail";
import { withParts } from "../parts";

const words = {
  ko: {
    title: "새 소식을 그만 받으시겠습니까?",
    stops: "이 주소로 새 조치 안내 메일을 더 이상 보내지 않습니다.",
    stays: "법에서 정한 통지는 계속 보내 드립니다.",
    submit: "수신 거부하기",
    done: "수신을 거부하셨습니다",
    back: "다시 받기",
    again: "새 소식을 다시 받으십니다",
  },
  en: {
    title: "Unsubscribe from updates?",
    stops: "You then get no more mails about new guidance at this address.",
    stays: "Notices that the law asks for, such as what leaked about you and any correction of it, still come to you.",
    submit: "Unsubscribe",
    done: "You are unsubscribed",
    back: "Subscribe again",
    again: "You are subscribed again",
  },
} as const;

interface Update {
  address: string;
  /** What a mail program opens or posts to. */
  link: string;
  /** Names the message in reports about it. */
  messageToken: string;
}

/** Send one person an update through the product, and read from the mail what mail programs read. */
async function anUpdate(request: APIRequestContext, locale: Locale): Promise<Update> {
  const address = `update-${randomUUID().slice(0, 8)}@example.com`;
  await withParts(async (parts) => {
    const { incidentId } = await anIncidentWithPeople(parts, `ref,email,locale,confirmed\na,${address},${locale},names`);
    await anApprovedWave(parts, await aWording(parts, incidentId, "guidance-update"));
  });
  const { source, messageId } = await awaitMail(request, address, /./);
  const link = /^List-Unsubscribe:\s*<(\S+?)>/im.exec(source)?.[1] ?? "";
  expect(link).toMatch(new RegExp(`^${process.env.E2E_URL}/u/[a-z2-7]{64}$`));
  return { address, link, messageToken: /^<([a-z2-7]{64})@/.exec(messageId)?.[1] ?? "" };
}

/** What the installation keeps from an address. */
function kept(address: string): Promise<string[]> {
  return withParts(async (parts) => {
    const { suppressions } = await findSuppression(staffContext(parts, ["comms"]), { contact: address });
    return suppressions.map(({ scope, reason }) => `${scope} ${reason}`);
  });
}

/** Another token of the same shape. */
const altered = (link: string) => link.replace(/.$/, (last) => (last === "a" ? "b" : "a"));

for (const locale of locales) {
  const other = locale === "ko" ? "en" : "ko";
  test.describe(`in ${locale}`, () => {
    test.use({ locale: locale === "ko" ? "ko-KR" : "en-GB" });

    test("whoever opens the link of an update is asked, told what stops and what stays, and can take it back", async ({ page, context, request }) => {
      const { address, link } = await anUpdate(request, locale);
      const [title, said] = [page.getByRole("heading", { level: 1 }), page.getByRole("main")];
      await page.goto(link);
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      await expect(title).toHaveText(words[locale].title);
      await expect(said).toContainText(words[locale].stops);
      await expect(said).toContainText(words[locale].stays);
      await expect(page.locator("body")).not.toContainText(address);
      await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);
      await expectAccessible(page, locale !== locales[0]);
      await expectToFit(page);
      // Programs that look at links ahead of people change nothing.
      expect(await kept(address)).toEqual([]);

      await page.getByRole("button", { name: words[locale].submit }).click();
      await expect(title).toHaveText(words[locale].done);
      await expect(said).toContainText(words[locale].stays);
      await expectAccessible(page, locale !== locales[0]);
      await expectToFit(page);
      expect(await kept(address)).toEqual(["updates unsubscribed"]);
      await page.getByRole("navigation").getByRole("link").click();
      await expect(page.locator("html")).toHaveAttribute("lang", other);
      await expect(title).toHaveText(words[other].done);

      await page.getByRole("button", { name: words[other].back }).click();
      await expect(title).toHaveText(words[other].again);
      await expectAccessible(page, locale !== locales[0]);
      await expectToFit(page);
      expect(await kept(address)).toEqual([]);
      // The link has signed nobody in.
      expect(await context.cookies()).toEqual([]);
    });
  });
}

test("the page works without scripts", async ({ browser, request }) => {
  const { address, link } = await anUpdate(request, "ko");
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "ko-KR" });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole("button", { name: words.ko.submit }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.ko.done);
  expect(await kept(address)).toEqual(["updates unsubscribed"]);
  await context.close();
});

test("one click in a mail program (RFC 8058) needs no cookie and no second step", async ({ request }) => {
  const { address, link } = await anUpdate(request, "ko");
  const post = (form: Record<string, string>) => request.post(link, { form, maxRedirects: 0 });
  expect((await post({})).status()).toBe(200);
  expect(await kept(address)).toEqual([]);
  const answer = await post({ "List-Unsubscribe": "One-Click" });
  expect([answer.status(), await answer.text(), answer.headers()["set-cookie"]]).toEqual([200, "", undefined]);
  expect(await kept(address)).toEqual(["updates unsubscribed"]);
});

test("a link that is not ours is answered like one that is, and does nothing", async ({ page, request }) => {
  const { address, link, messageToken } = await anUpdate(request, "ko");
  const oneClick = async (url: string) => {
    const answer = await request.post(url, { form: { "List-Unsubscribe": "One-Click" }, maxRedirects: 0 });
    return [answer.status(), await answer.text(), Object.keys(answer.headers()).sort()];
  };
  const confirm = async (url: string) => {
    const seen: string[] = [];
    await page.goto(url);
    seen.push(await page.getByRole("main").innerText());
    await page.getByRole("button", { name: words.ko.submit }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.ko.done);
    seen.push(await page.getByRole("main").innerText());
    return seen;
  };
  const strange = [altered(link), `${process.env.E2E_URL}/u/${messageToken}`, `${process.env.E2E_URL}/u/${encodeURIComponent("<b>../가</b>")}`];
  const answers = [];
  for (const url of strange) answers.push([await oneClick(url), await confirm(url)]);
  expect(await kept(address)).toEqual([]);
  const genuine = [await oneClick(link), await confirm(link)];
  expect(await kept(address)).toEqual(["updates unsubscribed"]);
  for (const answer of answers) expect(answer).toEqual(genuine);
});
