import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { haneulMallFacts } from "@/db/seed/demo-fact-words";
import { seedIncident } from "@/db/seed/demo-incident";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { demoWording } from "@/db/seed/demo-notice-words";
import { aYearLater } from "@/db/seed/replay";
import { locales, type Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import { saveSituation } from "@/domain/rules/save-situation";
import { nothingSaid } from "@/domain/rules/situation-form";
import { staffContext } from "@/test/contexts";
import { importText, publish } from "@/test/imports";
import { expect, test } from "../fixtures";
import { awaitMail } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const full = aYearLater(demoWording("full")).sections.map(({ text }) => text);
const indexOf = (part: string) => full.findIndex(({ en }) => en.includes(part));
const [opening, items, when, rights] = [0, indexOf("{{leaked-list}}"), indexOf("From 24 June"), indexOf("Your rights by law")];

/** What is wrong with the first draft of the notice, by section. */
const planted: Record<number, Record<Locale, (text: string) => string>> = {
  [opening]: { ko: (text) => `${text.replace("유출되었습니다", "노출되었습니다")} 안심하셔도 됩니다.`, en: (text) => `${text} Rest assured.` },
  [items]: { ko: (text) => text.replace("{{leaked-list}}", "- 이름\n- 이메일 주소\n- 배송지 주소"), en: (text) => text.replace("{{leaked-list}}", "- Name\n- Email address\n- Delivery address") },
  [when]: {
    ko: (text) => `${text}\n\n4,000개 계정입니다. 저희는 이에 대해 법적 책임을 지지 않습니다. 지금 쓰실 수 있는 할인 쿠폰을 드립니다.`,
    en: (text) => `${text}\n\nIt concerns 4,000 accounts. We are not liable for any loss. Use our discount voucher today.`,
  },
};

async function staff(browser: Browser, roles: readonly Role[], incidentId: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(context, roles, { locale: "en", incidentId });
  return context.newPage();
}

const section = (page: Page, i: number, locale: Locale) => page.locator(`[name="sections.${i}.text.${locale}"]`);

async function write(page: Page, texts: readonly Record<Locale, string>[]): Promise<void> {
  for (const [i, text] of texts.entries()) for (const locale of locales) if ((await section(page, i, locale).inputValue()) !== text[locale]) await section(page, i, locale).fill(text[locale]);
}

test("comms writes a notice and an apology, the check holds both up until they are mended, and what is sent can be told from what is not", async ({ browser, page, request }) => {
  const id = randomUUID().slice(0, 8);
  const person = `person.${id}@example.com`;
  const { incidentId, slug } = await withParts(async (parts) => {
    const seeded = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `wording-${id}`, words: aYearLater(haneulMall), facts: aYearLater(haneulMallFacts) });
    await importText(parts, seeded.incidentId, `ref,email,locale,country,confirmed\n1,${person},en,KR,names;email-addresses;physical-addresses;access-codes\n2,other.${id}@example.com,ko,KR,names;email-addresses;physical-addresses;access-codes`);
    await publish(parts, seeded.incidentId, 1);
    await saveSituation(staffContext(parts, ["comms"]), { incidentId: seeded.incidentId, version: 0, content: { ...nothingSaid, state: "confirmed", itemsUnknown: false, circumstancesUnknown: false, cause: "illegal-access", encrypted: false, harm: "serious", recovered: false, propertyDamage: false, coveredEntity: false } });
    return seeded;
  });
  const comms = await staff(browser, ["comms"], incidentId);
  const legal = await staff(browser, ["approver"], incidentId);
  const pages: Record<string, string> = {};

  await test.step("the first draft of the notice has seven things wrong, and each is found", async () => {
    await comms.goto("/console/notices/new");
    await comms.getByLabel("Name", { exact: true }).fill("Full notice");
    await comms.getByRole("button", { name: "Begin the draft" }).click();
    await expect(section(comms, 0, "ko")).toBeVisible();
    await write(comms, full.map((text, i) => (planted[i] ? { ko: planted[i].ko(text.ko), en: planted[i].en(text.en) } : text)));
    await comms.getByRole("button", { name: `Remove section ${rights + 1}` }).click();
    await comms.getByRole("button", { name: "Save the draft" }).click();
    const check = comms.locator("section").filter({ has: comms.getByRole("heading", { name: "Check", exact: true }) });
    for (const found of ["“노출” is not the law’s word", "A promise nobody can keep: “Rest assured”", "Not named: Building entrance code", "A waiver:", "Promotion:", "“4,000 accounts” is not in the facts ledger", "Missing: The right to damages"]) {
      await expect(check.getByRole("listitem").filter({ hasText: found }).first()).toBeVisible();
    }
    await expect(check.getByRole("listitem").filter({ hasText: "Missing: The right to damages" }).first()).toContainText("The law asks for this.");
    pages.notice = new URL(comms.url()).pathname;
  });

  await test.step("mended, it goes to review and is approved by somebody else", async () => {
    await comms.getByRole("button", { name: "Add a section" }).click();
    await expect(section(comms, full.length - 1, "ko")).toBeVisible();
    await write(comms, [...full.slice(0, rights), ...full.slice(rights + 1), ...full.slice(rights, rights + 1)]);
    await comms.getByRole("button", { name: "Save and ask for approval" }).click();
    await expect(comms.getByText("In review", { exact: true }).first()).toBeVisible();
    await legal.goto(pages.notice ?? "");
    await legal.getByRole("button", { name: "Approve this wording for good" }).click();
    await expect(legal.getByText("Approved", { exact: true }).first()).toBeVisible();
  });

  await test.step("the apology is written, signed and approved in the same way", async () => {
    await comms.goto("/console/notices/new");
    await comms.getByLabel("Name", { exact: true }).fill("Apology");
    await comms.locator("select[name=kind]").selectOption("apology");
    await comms.getByRole("button", { name: "Begin the draft" }).click();
    await expect(comms.getByRole("heading", { name: "How to apologise" })).toBeVisible();
    await write(comms, aYearLater(demoWording("apology")).sections.map(({ text }) => text));
    const sms = aYearLater(demoWording("apology")).sms.text;
    for (const locale of locales) if (await comms.locator(`[name="sms.text.${locale}"]`).count()) await comms.locator(`[name="sms.text.${locale}"]`).fill(sms[locale]);
    await comms.getByRole("button", { name: "Save the draft" }).click();
    await expect(comms.getByText(/^Saved/).first()).toBeVisible();
    const sign = comms.locator("#signatory");
    for (const [label, words] of [["Name (한국어)", "서지안"], ["Name (English)", "Seo Jian"], ["Role (한국어)", "대표이사"], ["Role (English)", "Chief Executive"]] as const) await sign.getByLabel(label).fill(words);
    await sign.getByRole("button", { name: "Save who signs" }).click();
    // The act ends by leading back to the panel; who signs is part of the words, and a page drawn before that would meet them as somebody else's.
    await expect(comms).toHaveURL(/#signatory$/);
    await expect(sign.getByLabel("Name (English)")).toHaveValue("Seo Jian");
    await comms.reload();
    await comms.getByRole("button", { name: "Save and ask for approval" }).click();
    await expect(comms.getByText("In review", { exact: true }).first()).toBeVisible();
    await legal.goto(new URL(comms.url()).pathname);
    await legal.getByRole("button", { name: "Approve this wording for good" }).click();
    await expect(legal.getByText("Approved", { exact: true }).first()).toBeVisible();
  });

  await test.step("the notice is sent by two people", async () => {
    await comms.goto(pages.notice ?? "");
    await comms.getByRole("link", { name: "New wave with this wording" }).click();
    await comms.getByRole("button", { name: "Save the draft" }).click();
    await comms.getByRole("button", { name: "Ask for approval" }).click();
    await expect(comms.getByText("You made this wave or asked for its approval.")).toBeVisible();
    await legal.goto(new URL(comms.url()).pathname);
    await legal.getByRole("button", { name: /^Approve and send/ }).click();
    await expect(legal.getByText("Finished", { exact: true })).toBeVisible({ timeout: 60_000 });
  });

  await test.step("it is posted, and stands", async () => {
    await comms.goto("/console/postings");
    await comms.getByRole("link", { name: "Propose a posting" }).click();
    const choice = comms.locator("select[name=templateVersionId]");
    await choice.selectOption((await choice.locator("option", { hasText: "Full notice" }).getAttribute("value")) ?? "");
    await comms.getByRole("button", { name: "Propose the posting" }).click();
    await expect(comms.getByText("You proposed this posting.")).toBeVisible();
    await legal.goto(new URL(comms.url()).pathname);
    await legal.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(async () => expect((await request.get(`/en/${slug}/postings/1`)).status()).toBe(200)).toPass({ timeout: 30_000 });
    const posted = await (await request.get(`/ko/${slug}/postings/1`)).text();
    expect(posted).toContain("유출");
    expect(posted).not.toContain("노출");
  });

  await test.step("whoever got it can tell it from an altered copy", async () => {
    const { text } = await awaitMail(request, person, /Your personal data leaked/);
    expect(text).toContain("Building entrance code");
    await page.goto("/en/verify");
    await page.locator("textarea[name=text]").fill(text);
    await page.getByRole("button", { name: "Compare the text", exact: true }).click();
    await expect(page.getByText("These are our words")).toBeVisible();
    await page.locator("textarea[name=text]").fill(text.replace("24 June", "25 June"));
    await page.getByRole("button", { name: "Compare the text", exact: true }).click();
    await expect(page.getByText("This is not what we sent")).toBeVisible();
  });
  await comms.context().close();
  await legal.context().close();
});
