import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { haneulMallFacts } from "@/db/seed/demo-fact-words";
import { seedIncident } from "@/db/seed/demo-incident";
import { factKinds } from "@/db/values/facts";
import { locales } from "@/db/values/locales";
import { proposeFactValue } from "@/domain/facts/propose-fact-value";
import { getFact } from "@/domain/facts/queries";
import { createIncident } from "@/domain/incidents/create-incident";
import { readRevisionForm } from "@/domain/incidents/read-revision-form";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import { staffContext } from "@/test/contexts";
import { approveAsItIs } from "@/test/notices";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const published = () => withParts((parts) => seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `facts-${randomUUID().slice(0, 8)}` }));

async function another(page: Page, act: (context: BrowserContext) => Promise<unknown>): Promise<Page> {
  const context = await page.context().browser()!.newContext({ baseURL: process.env.E2E_URL, locale: "ko-KR", timezoneId: "Asia/Seoul" });
  await act(context);
  return context.newPage();
}

test("comms proposes a figure, an approver reads where it will be said and approves it, and the public page says it with what it said before", async ({ page, context }) => {
  const { incidentId, slug } = await published();
  await withParts(async (parts) => {
    const author = staffContext(parts, ["comms"]);
    const content = { subject: { ko: "{{fact:page-reads}}", en: "Opened" }, sections: [{ text: { ko: "내용", en: "It was opened 148,056,502 times." } }] };
    const { versionId } = await createTemplate(author, { incidentId, kind: "full", name: "A notice with figures", content });
    await submitTemplateVersion(author, { versionId, edit: 1 });
    await approveAsItIs(parts, versionId);
  });
  await signInAs(context, ["comms"], { locale: "en", incidentId, name: "Kim Comms" });
  await page.goto("/console/incidents");
  await page.getByRole("link", { name: "Open the ledger of facts" }).click();
  const row = page.getByRole("row", { name: /Times the delivery address page was opened/ });
  await expect(row).toContainText("148,056,502");
  await expect(row).toContainText("confirmed");
  await expectAccessible(page);
  await row.getByRole("link").click();
  await expect(page.getByRole("row", { name: /Public page, revision 1 \(Published\)/ }).first()).toContainText("Says the new value by itself.");
  await expect(page.getByRole("row", { name: /Notice “A notice with figures”, version 1 Subject \(Korean\)/ })).toContainText("A wave in review has to be asked for again");
  await expect(page.getByRole("row", { name: /Notice “A notice with figures”, version 1 Section 1 \(English\)/ })).toContainText("Written out: needs a new version");
  await page.getByLabel("Number", { exact: true }).fill("149 million");
  await page.getByLabel("Counter · English").fill("times, twice over");
  await page.getByRole("button", { name: "Propose" }).click();
  const problem = page.getByRole("alert").filter({ hasText: "Number: Enter a whole number." });
  await expect(problem).toBeFocused();
  await expect(problem).toContainText("As of: Enter a date and a time.");
  await expect(page.getByLabel("Number", { exact: true })).toHaveValue("149 million");
  await expect(page.getByLabel("Counter · English")).toHaveValue("times, twice over");
  await expectAccessible(page);
  await page.getByLabel("Number", { exact: true }).fill("149,000,000");
  await page.getByLabel("About: this is a rough figure").check();
  await page.getByLabel("Counter · English").fill("");
  await page.getByLabel(/^How sure/).selectOption("claimed");
  await page.getByLabel(/^As of/).fill("2026-03-02T09:00");
  await page.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByText("You proposed this, so another approver decides.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Propose", exact: true })).toHaveCount(0);
  await page.goto(`/en/${slug}`);
  await expect(page.getByRole("region", { name: "What happened" })).toContainText("148,056,502 times");

  const theirs = await another(page, (context) => signInAs(context, ["approver"], { locale: "ko", incidentId }));
  await theirs.goto("/console/incidents/facts");
  await expectAccessible(theirs);
  await theirs.getByRole("link", { name: "배송지 관리 화면을 열어 본 횟수: 148,056,502번 → 약 1억 4,900만 번" }).click();
  await expect(theirs.getByRole("row", { name: /값 · 영어/ })).toContainText("about 149 million 다름");
  await expect(theirs.getByText("Kim Comms 님이")).toBeVisible();
  await expectAccessible(theirs);
  await expectToFit(theirs);
  await theirs.getByRole("button", { name: "승인" }).click();
  await expect(theirs.getByRole("button", { name: "승인" })).toHaveCount(0);

  for (const [locale, words] of [
    ["ko", { section: "지금까지 알게 된 사실", happened: "무슨 일이 있었나", says: "약 1억 4,900만 번", said: "148,056,502번", before: "이전 안내", asOf: "2026년 3월 2일 09:00 기준" }],
    ["en", { section: "What is known so far", happened: "What happened", says: "about 149 million", said: "148,056,502", before: "It said", asOf: "As of 2 March 2026 at 09:00" }],
  ] as const) {
    await page.goto(`/${locale}/${slug}`);
    await expect(page.getByRole("region", { name: words.happened })).toContainText(words.says);
    const facts = page.getByRole("region", { name: words.section });
    await expect(facts.getByText(words.asOf).first()).toBeVisible();
    const change = facts.getByRole("listitem").first();
    await expect(change).toContainText(words.before);
    await expect(change).toContainText(words.said);
    await expect(change).toContainText(words.says);
    await expectAccessible(page);
    await expectToFit(page);
    await page.emulateMedia({ media: "print" });
    await expect(change).toBeVisible();
    await page.emulateMedia({ media: "screen" });
    await page.goto(`/${locale}/${slug}/updates`);
    await expect(page.getByRole("main").getByText(words.said).last()).toBeVisible();
  }
  await theirs.context().close();
});

test("a proposal comes back with its reason, is withdrawn by its maker, and a text that names what is not approved cannot be published", async ({ page, context }) => {
  const { incidentId } = await published();
  await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto("/console/incidents/facts/new");
  await expectAccessible(page);
  await page.getByRole("link", { name: "An amount of money" }).click();
  await page.getByLabel("Name in texts").fill("Compensation!");
  await page.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Heading (Korean): Please fill this in." })).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("Name in texts").fill("compensation");
  for (const [name, text] of [["Heading · Korean", "보상 금액"], ["Heading · English", "Compensation"], ["Amount", "50,000"], ["Source · Korean", "하늘몰"], ["Source · English", "Haneul Mall"]] as const) await page.getByLabel(name, { exact: true }).fill(text);
  await page.getByLabel(/^As of/).fill("2025-12-29T10:00");
  await page.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Compensation" })).toBeVisible();
  await expect(page.getByText("50,000 KRW").first()).toBeVisible();

  await page.goto("/console/incidents");
  await page.getByRole("button", { name: "Start a draft" }).click();
  await page.getByText("Facts that texts can name").click();
  await expect(page.getByText("{{fact:people-affected}}")).toBeVisible();
  await expect(page.getByText("{{fact:compensation}}")).toHaveCount(0);
  await page.getByLabel("Title · English").first().fill("You get {{fact:compensation}}");
  await page.getByRole("button", { name: "Save and preview" }).click();
  await expect(page.getByRole("heading", { name: "Names in braces that readers would see" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Title (English)" })).toHaveAttribute("href", "/console/incidents/edit#part-head");
  await expect(page.getByRole("button", { name: "Ask for publication" })).toHaveCount(0);
  await expectAccessible(page);

  const theirs = await another(page, (context) => signInAs(context, ["approver"], { locale: "en", incidentId }));
  await theirs.goto("/console/incidents/facts/compensation");
  await expect(theirs.getByRole("row", { name: /Public page, revision 2 \(Draft\)/ })).toContainText("Title (English)");
  await theirs.getByRole("button", { name: "Return" }).click();
  await expect(theirs.getByRole("alert").filter({ hasText: "at least 10 characters" })).toBeFocused();
  await theirs.getByLabel("Why it goes back").fill("Say that it is for each person");
  await theirs.getByRole("button", { name: "Return" }).click();
  await expect(theirs.getByRole("row", { name: /Say that it is for each person/ })).toContainText("Returned");
  await page.goto("/console/incidents/facts/compensation");
  await expect(page.getByLabel("Amount", { exact: true })).toHaveValue("50000");
  await page.getByLabel("Heading · English").fill("Compensation for each person");
  await page.getByLabel(/^As of/).fill("2025-12-29T10:00");
  await page.getByRole("button", { name: "Propose" }).click();
  await page.getByRole("button", { name: "Withdraw the proposal" }).click();
  await expect(page.getByRole("row", { name: /Withdrawn/ })).toBeVisible();
  await theirs.context().close();
});

for (const locale of locales) {
  test(`every page of facts is usable by everybody, in both colour schemes and at 320 px (${locale})`, async ({ page, context }) => {
    const { incidentId } = await published();
    const empty = await withParts(async (parts) => {
      const comms = staffContext(parts, ["comms"]);
      const how = await getFact(comms, incidentId, "how");
      await proposeFactValue(comms, { factId: how.id, base: 1, ...haneulMallFacts.find(({ name }) => name === "how")?.said[0], status: "disputed" });
      return createIncident(comms, { slug: `empty-${randomUUID().slice(0, 8)}`, content: readRevisionForm({ "organisation.ko": "빈 회사", "organisation.en": "Empty Co." }) });
    });
    const look = async (path: string) => {
      await page.goto(`/console/incidents/facts${path}`);
      await expectAccessible(page, locale !== locales[0]);
      await expectToFit(page);
    };
    await signInAs(context, ["comms", "approver"], { locale, incidentId });
    for (const path of ["", "/people-affected", "/how", ...factKinds.map((kind) => `/new?kind=${kind}`)]) await look(path);
    await signInAs(context, ["comms", "approver"], { locale, incidentId: empty });
    for (const path of ["", "/new", "/new?name=people-affected"]) await look(path);
    await expect(page.getByLabel(locale === "ko" ? "항목 이름 · 한국어" : "Heading · Korean")).toHaveValue("유출된 사람 수");
  });
}

test.describe("without JavaScript, on a narrow screen", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });

  test("a fact is proposed, and nothing typed is lost", async ({ page, context }) => {
    const { incidentId } = await published();
    await signInAs(context, ["comms"], { locale: "ko", incidentId });
    await page.goto("/console/incidents/facts/new?kind=period");
    await page.getByLabel("글에서 부르는 이름").fill("second-leak");
    await page.getByLabel("첫날").fill("2025-06-24");
    await page.getByLabel("마지막 날").fill("2025-06-01");
    await page.getByRole("button", { name: "제안" }).click();
    await expect(page.getByText("마지막 날: 마지막 날은 첫날보다 앞설 수 없습니다.").first()).toBeVisible();
    await expect(page.getByLabel("첫날")).toHaveValue("2025-06-24");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});
