import { randomUUID } from "node:crypto";
import type { BrowserContextOptions } from "@playwright/test";
import type { Locale } from "@/db/values/locales";
import { takeClaim } from "@/domain/claims/take-claim";
import { getClaim } from "@/domain/claims/queries/get-claim";
import { aFiledLossClaim, aProgramme, decideFiled, lossTerms } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { awaitCode, awaitMail, mailsTo } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const variants: { name: string; locale: Locale; claimant: BrowserContextOptions }[] = [
  { name: "in English on a small phone without JavaScript", locale: "en", claimant: { javaScriptEnabled: false, viewport: { width: 320, height: 640 }, colorScheme: "dark" } },
  { name: "in Korean", locale: "ko", claimant: { viewport: { width: 1440, height: 900 } } },
];

const words = {
  en: { code: "Send me a code", result: "See my result", claim: "Claim compensation", notGranted: "What was not granted", asked: "120,000 KRW asked for, 30,000 KRW granted", more: "By the terms, up to 70,000 KRW more can be granted.", until: /You can ask for a second look until the end of/, open: "Ask for a second look", why: "What did we get wrong?", send: "Ask for the second look", short: /at least 10 characters/, title: "Your appeal", again: "Being looked at again", listed: /Appeal against part of C-/, link: /^Appeal C-/, approved: /is approved/, granted: "70,000 KRW", isApproved: "Approved", letter: /you can appeal until the end of/ },
  ko: { code: "인증번호 받기", result: "결과 보기", claim: "보상 신청하기", notGranted: "승인되지 않은 부분", asked: "120,000원 신청, 30,000원 승인", more: "약관에 따라 최대 70,000원까지 더 승인될 수 있습니다.", until: /까지 재심사를 요청하실 수 있습니다/, open: "재심사 요청하기", why: "어떤 점이 잘못되었습니까?", send: "재심사 요청", short: /10자/, title: "재심사 내역", again: "다시 확인하고 있습니다", listed: /C-.* 일부 재심사/, link: /^재심사 C-/, approved: /승인 안내/, granted: "70,000원", isApproved: "승인", letter: /까지 재심사를 요청하실 수 있습니다/ },
};

for (const { name, locale, claimant } of variants) {
  test(`what was not granted is appealed, decided by somebody else and paid besides, ${name}`, async ({ browser, request }) => {
    const w = words[locale];
    const email = `appeal-${randomUUID().slice(0, 8)}@example.com`;
    const { slug, incidentId, firstId, reference } = await withParts(async (parts) => {
      const incident = await aPublishedIncident(parts, `ref,email,confirmed\na,${email},names`);
      const programme = await aProgramme(parts, incident, lossTerms);
      const subject = await aSubject(parts, incident, email, locale);
      const claim = await aFiledLossClaim(subject, programme, ["80000", "40000"], { kind: "kr-account", bank: "088", account: "110123456789", holder: "김민지" });
      const agent = staffContext(parts, ["support"]);
      await takeClaim(agent, { claimId: claim.id });
      const [first, second] = (await getClaim(agent, claim.id)).answers.losses;
      await decideFiled(agent, claim.id, "yes", locale === "ko" ? "영수증에는 30,000원만 적혀 있습니다." : "The receipt shows 30,000 won alone.", { [`amount.${first!.id}`]: "30000", [`met.loss.loss-proven.${second!.id}`]: "no" });
      return { slug: incident.slug, incidentId: incident.id, firstId: claim.id, reference: claim.reference! };
    });
    const context = await browser.newContext({ baseURL: process.env.E2E_URL, ...claimant });
    const page = await context.newPage();
    const js = claimant.javaScriptEnabled !== false;
    const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(claimant.viewport?.width ?? 0);

    await test.step("they read in the letter and on the page of their claim what was not granted, and until when to appeal", async () => {
      expect((await awaitMail(request, email, w.approved)).text).toMatch(w.letter);
      // The claim was begun with a code as well: the one that is typed here is the second.
      const codes = async () => (await mailsTo(request, email)).filter(({ subject }) => /인증번호|your code/.test(subject)).length;
      await expect.poll(codes).toBe(1);
      await page.goto(`/${locale}/${slug}/check`);
      await page.locator("main [name=contact]").fill(email);
      await page.getByRole("button", { name: w.code }).click();
      await expect.poll(codes).toBe(2);
      await page.locator("main [name=code]").fill(await awaitCode(request, email));
      await page.getByRole("button", { name: w.result }).click();
      await page.getByRole("link", { name: w.claim }).first().click();
      await page.getByRole("link", { name: reference }).click();
      await expect(page.getByRole("heading", { name: w.notGranted })).toBeVisible();
      for (const text of [w.asked, w.more, w.until]) await expect(page.getByText(text).first()).toBeVisible();
      await fits();
      if (js) await expectAccessible(page);
    });

    await test.step("they appeal; what they typed too short comes back", async () => {
      await page.getByText(w.open, { exact: true }).click();
      await page.getByLabel(w.why).fill("No, no.");
      await page.getByRole("button", { name: w.send, exact: true }).click();
      await expect(page.getByText(w.short).first()).toBeVisible();
      await expect(page.getByLabel(w.why)).toHaveValue("No, no.");
      await page.getByLabel(w.why).fill("The second receipt is of the same card.");
      await page.getByRole("button", { name: w.send, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: w.title })).toBeVisible();
      await expect(page.getByText(w.again).first()).toBeVisible();
      await expect(page.getByText("The second receipt is of the same card.")).toBeVisible();
      await fits();
      if (js) await expectAccessible(page);
    });
    const rest = new URL(page.url()).pathname.split("/").at(-1)!;
    await page.goto(`/${locale}/${slug}/claim`);
    await expect(page.getByText(w.listed)).toBeVisible();
    await page.getByRole("link", { name: reference }).click();
    await expect(page.getByRole("button", { name: w.send, exact: true })).toHaveCount(0);
    await page.getByRole("link", { name: w.link }).click();
    await expect(page).toHaveURL(new RegExp(`${rest}$`));

    const office = async (roles: Parameters<typeof signInAs>[1], person: string) => {
      const desk = await browser.newContext({ baseURL: process.env.E2E_URL });
      await signInAs(desk, roles, { incidentId, locale: "en", name: person });
      return desk.newPage();
    };
    await test.step("somebody else finds it in the queue, judges the whole claim and grants the rest", async () => {
      const agent = await office(["support"], "Agent Two");
      await agent.goto("/console/claims?state=appealed");
      await agent.getByRole("link", { name: rest }).click();
      await expect(agent.getByRole("link", { name: `Appeal against part of ${reference}` })).toHaveAttribute("href", `/console/claims/${firstId}`);
      await agent.getByRole("button", { name: "Take into review" }).click();
      await expect(agent.getByText("Judge the claim as a whole. The 37,523 KRW that was granted before is taken off.")).toBeVisible();
      for (const radio of await agent.locator("main input[type=radio][value=yes]").all()) await radio.check();
      await agent.getByRole("button", { name: "Save and reckon" }).click();
      await expect(agent.getByText("What this comes to: 70,000 KRW")).toBeVisible();
      await expectAccessible(agent);
      await expectToFit(agent);
      await agent.getByRole("button", { name: "Approve 70,000 KRW and tell them" }).click();
      await expect(agent.getByText("Approved").first()).toBeVisible();
      await agent.goto(`/console/claims/${firstId}`);
      await expect(agent.getByRole("link", { name: `Appeal about what was not granted: ${rest}` })).toBeVisible();
      await agent.context().close();
    });

    await test.step("both stand in a batch, each for what it was granted", async () => {
      const finance = await office(["finance"], "Finance One");
      await finance.goto("/console/payments");
      await finance.getByRole("button", { name: "Collect into a batch" }).click();
      await expect(finance.getByText(/You collected this batch/)).toBeVisible();
      await expect(finance.getByRole("row", { name: new RegExp(`${reference}-1.*37,523`) })).toBeVisible();
      await expect(finance.getByRole("row", { name: new RegExp(`${rest}-1.*70,000`) })).toBeVisible();
      await finance.context().close();
    });

    await test.step("they read that more was granted", async () => {
      expect((await awaitMail(request, email, new RegExp(`${rest}.*${w.approved.source}`))).text).toContain(w.granted);
      await page.reload();
      await expect(page.getByText(w.isApproved, { exact: true }).first()).toBeVisible();
      await expect(page.getByText(w.granted).first()).toBeVisible();
    });
    await context.close();
  });
}
