import { randomUUID } from "node:crypto";
import type { BrowserContextOptions, Locator, Page } from "@playwright/test";
import type { Locale } from "@/db/values/locales";
import { aProgramme, lossTerms } from "@/test/claims";
import { aPublishedIncident } from "@/test/lookups";
import { aPng } from "@/test/pictures";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { awaitCode, awaitMail } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

interface Variant {
  name: string;
  locale: Locale;
  claimant: BrowserContextOptions;
  /** In which language the organisation's people work, and on what. */
  desk: { locale: Locale; viewport?: { width: number; height: number } };
  /** The bank's answer that a payment was made. */
  answer: { name: string; mimeType: string; text: (reference: string) => string };
  /** It takes minutes on a small machine, and runs with the fault tests. */
  tag?: "@long";
}

const phone = { width: 390, height: 844 };
const small = { javaScriptEnabled: false, viewport: { width: 320, height: 640 } };
const xml = (kind: string, body: string) => `<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}">${body}</Document>`;
const answers = {
  csv: { name: "answer.csv", mimeType: "text/csv", text: (reference: string) => `reference,status,amount\n${reference},paid,60000\n` },
  report: { name: "pain.002.xml", mimeType: "application/xml", text: (reference: string) => xml("pain.002.001.10", `<CstmrPmtStsRpt><OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt>`) },
  statement: { name: "camt.053.xml", mimeType: "application/xml", text: (reference: string) => xml("camt.053.001.08", `<BkToCstmrStmt><Stmt><Ntry><Amt Ccy="KRW">60000</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt>`) },
};

/** By keyboard alone, on phones, in both languages, each with JavaScript and without; the organisation's people on a desk and on phones, and a bank that answers in each of its ways. `story.spec.ts` goes with a pointer. */
const variants: Variant[] = [
  { name: "in English on a small phone without JavaScript", locale: "en", claimant: small, desk: { locale: "en" }, answer: answers.csv },
  { name: "in Korean", locale: "ko", claimant: { viewport: phone }, desk: { locale: "en" }, answer: answers.csv },
  { name: "in Korean without JavaScript, and by people who work in Korean on phones", locale: "ko", claimant: small, desk: { locale: "ko", viewport: phone }, answer: answers.report, tag: "@long" },
  { name: "in English, and by people who work on phones", locale: "en", claimant: { viewport: phone }, desk: { locale: "en", viewport: phone }, answer: answers.statement },
];

/** Go to something by the Tab key, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < 250; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("out of reach of the Tab key");
}

/** How somebody works a page by keyboard alone. Files are the one thing that is chosen in a window of the system's. */
function hands(page: Page) {
  const press = async (target: Locator) => {
    await tabTo(page, target);
    await page.keyboard.press("Enter");
  };
  return {
    press,
    button: (name: string | RegExp) => press(page.getByRole("button", { name })),
    link: (name: string | RegExp) => press(page.getByRole("link", { name }).first()),
    type: async (field: string, text: string) => {
      const target = page.locator(`main [name="${field}"]`).last();
      await tabTo(page, target);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText(text);
    },
    /** Day, month and year are parts of one field, whose order is the browser's. */
    date: async (field: string, day: string) => {
      const target = page.locator(`main [name="${field}"]`);
      const [year = "", month = "", date = ""] = day.split("-");
      for (const parts of [[month, date, year], [date, month, year], [year, month, date]]) {
        await page.keyboard.press("Shift+Tab");
        await tabTo(page, target);
        await page.keyboard.type(parts.join(""));
        if ((await target.inputValue()) === day) return;
      }
      throw new Error("the date could not be typed");
    },
    tick: async (field: string, value: string) => {
      const target = page.locator(`main input[name="${field}"][value="${value}"]`);
      // A group of choices is one stop of the Tab key, at the chosen one or the first; arrows move inside it.
      if ((await target.getAttribute("type")) === "radio") {
        const group = page.locator(`main input[name="${field}"]`);
        const chosen = group.and(page.locator(":checked"));
        await tabTo(page, (await chosen.count()) > 0 ? chosen : group.first());
        if ((await chosen.count()) === 0) await page.keyboard.press("Space");
        for (let step = 0; step < 5 && !(await target.isChecked()); step++) await page.keyboard.press("ArrowDown");
      } else {
        await tabTo(page, target);
        await page.keyboard.press("Space");
      }
      await expect(target).toBeChecked();
    },
    choose: async (field: string, value: string) => {
      const target = page.locator(`main select[name="${field}"]`);
      await tabTo(page, target);
      for (let step = await target.locator("option").count(); step > 0 && (await target.inputValue()) !== value; step--) await page.keyboard.press("ArrowDown");
      await expect(target).toHaveValue(value);
    },
  };
}

const words = {
  ko: { code: "인증번호 받기", result: "결과 보기", claim: "보상 신청하기", start: "신청 시작하기", next: "계속", save: "저장", file: "신청 접수하기", filed: "신청이 접수되었습니다", papers: "자료 더하기", checked: "확인됨", sayHow: /모두 내셨으면 알려/, say: "모두 보냈다고 알리기", sent: "모두 보냈습니다", asked: /보내 주십시오/, gotIt: "보내 주신 것을 받았습니다.", approved: /승인/, granted: "60,000원", paid: /지급 완료/, isPaid: "지급 완료" },
  en: { code: "Send me a code", result: "See my result", claim: "Claim compensation", start: "Start the claim", next: "Continue", save: "Save this loss", file: "File the claim", filed: "Your claim is filed", papers: "Add papers", checked: "Checked", sayHow: /please say so/, say: "Say that everything is here", sent: "I have sent everything", asked: /We need something/, gotIt: "Thank you. We have what you sent.", approved: /is approved/, granted: "60,000 KRW", paid: /is paid/, isPaid: "Paid" },
};

const deskWords = {
  ko: { take: "심사 시작", sheet: "심사표", ask: "요청하고 알리기", tick: "무엇이 부족한지 골라 주십시오", asked: "신청자에게 요청한 것", reckon: "저장하고 계산하기", over: /50,000원을 넘으면 두 번째 담당자가 결정합니다/, propose: "두 번째 담당자에게 보내기", waiting: "두 번째 담당자의 확정을 기다리고 있습니다.", decide: "확정하고 알리기", proposes: "Agent One 님이 제안한 결정입니다.", approved: "승인", collect: "묶음으로 모으기", own: /직접 모은 묶음이므로/, release: "지급 승인", released: "승인됨", file: "파일", read: "결과 읽기", paid: "지급 1건" },
  en: { take: "Take into review", sheet: "Decision sheet", ask: "Ask and tell them", tick: "tick what is missing", asked: "Asked of the claimant", reckon: "Save and reckon", over: /Over 50,000 KRW a second person decides\./, propose: "Send to a second person", waiting: "Waiting for a second person.", decide: "Decide and tell them", proposes: "Agent One proposes this decision.", approved: "Approved", collect: "Collect into a batch", own: /You collected this batch/, release: "Release the batch", released: "Released", file: "File", read: "Read the answer", paid: "1 paid" },
};

for (const { name, locale, claimant: options, desk, answer, tag } of variants) {
  test(`a claim is asked for a paper, mended, decided by two people, paid by two others and told, ${name}`, { ...(tag && { tag }) }, async ({ browser, request }) => {
    const email = `journey-${randomUUID().slice(0, 8)}@example.com`;
    const { slug, id } = await withParts(async (parts) => {
      const published = await aPublishedIncident(parts, `ref,email,confirmed\na,${email},names`);
      await aProgramme(parts, published, { ...lossTerms, secondPersonAboveMinor: 50_000n });
      return published;
    });
    const w = words[locale];
    const say = deskWords[desk.locale];
    const context = await browser.newContext({ baseURL: process.env.E2E_URL, ...options });
    const page = await context.newPage();
    const at = hands(page);

    await test.step("they prove their address and claim a loss", async () => {
      await page.goto(`/${locale}/${slug}/check`);
      await at.type("contact", email);
      await at.button(w.code);
      await at.type("code", await awaitCode(request, email));
      await at.button(w.result);
      await at.link(w.claim);
      await at.button(w.start);
      await at.tick("benefits", "loss");
      await at.button(w.next);
      await at.choose("loss", "card");
      await at.type("amount", "80,000");
      await at.date("on", "2026-01-05");
      await at.type("what", "The bank charged me for a new card.");
      await at.button(w.save);
      await at.link(w.next);
      await at.choose("bank", "088");
      await at.type("account", "110-123-456789");
      await at.type("holder", "Kim Minji");
      await at.button(w.next);
      await at.tick("accept", "1");
      await at.button(w.file);
      await expect(page.getByRole("heading", { level: 1, name: w.filed })).toBeVisible();
    });
    const reference = /C-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(await page.locator("main").innerText())![0];

    const office = async (roles: Parameters<typeof signInAs>[1], person: string) => {
      const place = await browser.newContext({ baseURL: process.env.E2E_URL, ...(desk.viewport && { viewport: desk.viewport }) });
      await signInAs(place, roles, { incidentId: id, locale: desk.locale, name: person });
      const tab = await place.newPage();
      return { tab, at: hands(tab) };
    };
    const agent = await office(["support"], "Agent One");
    let claimPage = "";
    await test.step("an agent asks for a paper", async () => {
      await agent.tab.goto("/console/claims");
      await agent.at.link(reference);
      await agent.at.button(say.take);
      await expect(agent.tab.getByRole("heading", { name: say.sheet })).toBeVisible();
      claimPage = agent.tab.url();
      await agent.at.button(say.ask);
      await expect(agent.tab.getByRole("alert").filter({ hasText: say.tick })).toBeVisible();
      await agent.at.tick("items", String(await agent.tab.locator("input[name=items][value^='papers:']").getAttribute("value")));
      await agent.at.button(say.ask);
      await expect(agent.tab.getByRole("heading", { name: say.asked })).toBeVisible();
      await expectAccessible(agent.tab);
      await expectToFit(agent.tab);
    });

    await test.step("they send it, and it is back with the same agent", async () => {
      expect((await awaitMail(request, email, w.asked)).text).toMatch(/80,000/);
      await page.goto(`/${locale}/${slug}/claim`);
      await at.link(reference);
      await expect(page.getByRole("link", { name: w.papers }).first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.viewport?.width ?? 0);
      await at.link(w.papers);
      await page.locator("input[name=files]").setInputFiles({ name: "receipt.png", mimeType: "image/png", buffer: aPng(40) });
      if (options.javaScriptEnabled === false) await at.press(page.locator("form[enctype='multipart/form-data'] button"));
      // Named alone once it has arrived: while it is sent, its name stands among how much of it is.
      await expect(page.getByText("receipt.png", { exact: true })).toBeVisible();
      // What is read after a proposal holds the second person up, so it is checked before they say that all is there.
      await expect(async () => {
        await page.reload();
        await expect(page.getByText(w.checked, { exact: true })).toBeVisible({ timeout: 500 });
      }).toPass();
      await expect(page.getByText(w.sayHow)).toBeVisible();
      await at.link(w.say);
      await at.button(w.sent);
      await expect(page.getByText(w.gotIt)).toBeVisible();
    });

    await test.step("the agent judges, a second person decides", async () => {
      await agent.tab.goto(claimPage);
      const fields = await agent.tab.locator("main input[type=radio][value=yes]").evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).name));
      expect(fields).toHaveLength(5);
      for (const field of fields) await agent.at.tick(field, "yes");
      await agent.at.type(await agent.tab.locator("main [name^='amount.']").getAttribute("name").then(String), "60000");
      await agent.at.type("reason", locale === "ko" ? "영수증에 적힌 금액만큼 인정했습니다." : "We counted what the receipt shows.");
      await agent.at.button(say.reckon);
      await expect(agent.tab.getByText(say.over)).toBeVisible();
      await expectAccessible(agent.tab);
      await agent.at.button(say.propose);
      await expect(agent.tab.getByText(say.waiting)).toBeVisible();
      await expect(agent.tab.getByRole("button", { name: say.decide })).toHaveCount(0);
      const second = await office(["support"], "Agent Two");
      await second.tab.goto(claimPage);
      await expect(second.tab.getByText(say.proposes)).toBeVisible();
      await second.at.button(say.decide);
      await expect(second.tab.getByText(say.approved, { exact: true }).first()).toBeVisible();
      await expectToFit(second.tab);
      await second.tab.context().close();
    });

    await test.step("they read what was decided and why", async () => {
      expect((await awaitMail(request, email, w.approved)).text).toContain(w.granted);
      await page.reload();
      await expect(page.getByText(w.granted).first()).toBeVisible();
      if (options.javaScriptEnabled !== false) await expectAccessible(page);
    });
    await test.step("finance collects it, a second person releases it, and the bank answers", async () => {
      const [first, second] = [await office(["finance"], "Finance One"), await office(["finance"], "Finance Two")];
      await first.tab.goto("/console/payments");
      await first.at.button(say.collect);
      await expect(first.tab.getByText(say.own)).toBeVisible();
      const batch = first.tab.url();
      await second.tab.goto(batch);
      await second.at.button(say.release);
      await expect(second.tab.getByText(say.released, { exact: true }).first()).toBeVisible();
      await first.tab.goto("/console/payments");
      await first.tab.getByLabel(say.file, { exact: true }).setInputFiles({ name: answer.name, mimeType: answer.mimeType, buffer: Buffer.from(answer.text(`${reference}-1`)) });
      await first.at.button(say.read);
      await expect(first.tab.getByRole("status")).toContainText(say.paid);
      await expectToFit(first.tab);
      for (const { tab } of [first, second]) await tab.context().close();
    });

    await test.step("they see that it is paid", async () => {
      expect((await awaitMail(request, email, w.paid)).text).toContain(reference);
      await page.reload();
      await expect(page.getByText(w.isPaid, { exact: true }).first()).toBeVisible();
    });
    await agent.tab.context().close();
    await context.close();
  });
}
