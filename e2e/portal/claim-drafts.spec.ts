import { randomInt, randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import type { Programme, ProgrammeTerms } from "@/domain/programmes/types";
import { aDraftClaim, aProgramme, changeTerms } from "@/test/claims";
import { importText, publish } from "@/test/imports";
import { aPublishedIncident } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { longIn } from "../long-in";
import { awaitMail, mailsTo } from "../mail";
import { withParts } from "../parts";
import { enter, prove, type Proof } from "../proven";

const REFERENCE = /C-[2-9A-Z]{4}-[2-9A-Z]{4}/;
const WORDS = {
  ko: { file: "신청 접수하기", accept: /^약관을 읽었고/, filed: "신청이 접수되었습니다" },
  en: { file: "File the claim", accept: /^I have read the terms/, filed: "Your claim is filed" },
} as const;

interface Begun {
  incident: PublishedIncident;
  programme: Programme;
  email: string;
  proof: Proof;
  claimId: string;
  /** Address of the programme's claim. */
  base: (locale: "ko" | "en") => string;
}

/** A claim that somebody has begun and answered so far that it can be filed. */
async function begin(parts: ProcessParts, terms: Partial<ProgrammeTerms> = {}, chosen = "vouchers", phone = ""): Promise<Begun> {
  const email = `draft-${randomUUID().slice(0, 8)}@example.com`;
  const incident = await aPublishedIncident(parts, `ref,email,phone,confirmed\na,${email},${phone},names;access-codes`);
  const programme = await aProgramme(parts, incident, terms);
  const proof = await prove(parts, incident, phone === "" ? email : phone);
  const claimId = await aDraftClaim(proof.subject, programme);
  await chooseBenefits(proof.subject, { claimId, benefits: chosen });
  return { incident, programme, email, proof, claimId, base: (locale) => `/${locale}/${incident.slug}/claim/${programme.slug}` };
}

async function file(page: Page, locale: "ko" | "en"): Promise<void> {
  await page.getByLabel(WORDS[locale].accept).check();
  await page.getByRole("button", { name: WORDS[locale].file }).click();
}

async function referenceOn(page: Page, locale: "ko" | "en"): Promise<string> {
  await expect(page.getByRole("heading", { level: 1, name: WORDS[locale].filed })).toBeVisible();
  return REFERENCE.exec(await page.locator("main").innerText())![0];
}

const filedOf = (programme: Programme) => withParts(({ db }) => db.select({ state: claims.state, reference: claims.reference }).from(claims).where(eq(claims.programmeId, programme.id)));

for (const javaScriptEnabled of [true, false]) {
  test(`two tabs, going back and sending again, and a retry after a lost answer make one claim with one reference (${javaScriptEnabled ? "with" : "without"} JavaScript)`, async ({ browser, request }) => {
    const place = await withParts((parts) => begin(parts));
    const answers = `${place.base("en")}/answers`;
    const first = await enter(browser, place.proof, { javaScriptEnabled });
    const [second, third] = [await first.context().newPage(), await first.context().newPage()];
    for (const page of [first, second, third]) await page.goto(answers);
    // The first answer is lost behind the server: it has filed, and the browser does not hear of it.
    await first.route(`**${answers}`, async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      // A form that is stopped on its way says "null" for where it comes from.
      await route.fetch({ maxRedirects: 0, headers: { ...route.request().headers(), origin: new URL(route.request().url()).origin } });
      return route.abort("connectionfailed");
    });
    const lost = first.waitForEvent("requestfailed", (sent) => sent.method() === "POST");
    await file(first, "en");
    await lost;
    await first.unroute(`**${answers}`);
    expect((await filedOf(place.programme)).map(({ state }) => state)).toEqual(["submitted"]);
    // Whoever tries again finds what they have filed; a page that was left open files nothing more.
    await file(second, "en");
    const reference = await referenceOn(second, "en");
    await first.goto(answers);
    await expect(first.getByRole("link", { name: reference })).toBeVisible();
    await file(third, "en");
    expect(await referenceOn(third, "en")).toBe(reference);
    await third.goBack();
    await third.reload();
    await expect(third.getByRole("link", { name: reference })).toBeVisible();
    expect(await filedOf(place.programme)).toEqual([{ state: "submitted", reference }]);
    await awaitMail(request, place.email, new RegExp(reference));
    expect((await mailsTo(request, place.email)).filter(({ subject }) => REFERENCE.test(subject))).toHaveLength(1);
    // The page says it is filed as long as it is.
    const filed = third.context().pages()[1]!;
    await filed.getByText("Withdraw this claim").click();
    await filed.getByRole("button", { name: "Withdraw the claim" }).click();
    await expect(filed.getByText("Your claim is withdrawn.", { exact: false })).toBeVisible();
    await third.goto(`${place.base("en")}/filed/${reference}?done=filed`);
    await expect(third.getByRole("heading", { level: 1, name: "Your claim", exact: true })).toBeVisible();
    await first.context().close();
  });
}

test("fifty posts at once of one form over HTTP make one claim, one reference and one mail", async ({ browser, request }) => {
  const place = await withParts((parts) => begin(parts));
  const answers = `${place.base("ko")}/answers`;
  const page = await enter(browser, place.proof, { javaScriptEnabled: false });
  await page.goto(answers);
  await page.getByLabel(WORDS.ko.accept).check();
  const fields = await page.locator("form").filter({ has: page.getByRole("button", { name: WORDS.ko.file }) }).evaluate((form: HTMLFormElement) => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : ""])));
  const sent = await Promise.all(Array.from({ length: 50 }, () => page.context().request.post(answers, { multipart: fields, maxRedirects: 0 })));
  const led = new Set(sent.map((answer) => `${answer.status()} ${REFERENCE.exec(answer.headers().location ?? "")?.[0] ?? "nowhere"}`));
  const [{ reference } = { reference: "" }] = await filedOf(place.programme);
  expect([...led]).toEqual([`303 ${reference}`]);
  expect(await filedOf(place.programme)).toHaveLength(1);
  await awaitMail(request, place.email, new RegExp(reference!));
  expect((await mailsTo(request, place.email)).filter(({ subject }) => REFERENCE.test(subject))).toHaveLength(1);
  // The same form once more, after the claim was withdrawn, files nothing.
  await page.goto(`${place.base("ko")}/filed/${reference}`);
  await page.getByText("신청 철회하기").click();
  await page.getByRole("button", { name: "신청 철회" }).click();
  await expect(page.getByText("신청을 철회했습니다.", { exact: false })).toBeVisible();
  const late = await page.context().request.post(answers, { multipart: fields, maxRedirects: 0 });
  expect(late.headers().location).toContain("?ended=1");
  expect((await filedOf(place.programme)).map(({ state }) => state)).toEqual(["withdrawn"]);
  await page.context().close();
});

for (const locale of ["ko", "en"] as const) {
  const en = locale === "en";
  test(`what was begun and not filed keeps nobody out: it is thrown away, or begun anew from another address (${locale})`, longIn("en", locale), async ({ browser }) => {
    const { place, byMail } = await withParts(async (parts) => {
      const begun = await begin(parts, {}, "vouchers", `010-${randomInt(2_000, 5_000)}-${randomInt(1_000, 10_000)}`);
      return { place: begun, byMail: await prove(parts, begun.incident, begun.email) };
    });
    const page = await enter(browser, byMail);
    await page.goto(place.base(locale));
    await expect(page.getByText(en ? "Begun elsewhere and not filed" : "다른 곳에서 작성 중이며 아직 접수되지 않았습니다")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: en ? "Begin anew here" : "여기에서 새로 시작하기" }).click();
    await expect(page.getByRole("heading", { level: 1, name: en ? "What would you like to claim?" : "무엇을 받으시겠습니까?" })).toBeVisible();
    await expect(page.getByRole("checkbox", { checked: true }).or(page.getByRole("radio", { checked: true }))).toHaveCount(0);
    // The one that was begun first is gone, and its holder finds out where they look.
    const phone = await enter(browser, place.proof, { javaScriptEnabled: false });
    await phone.goto(`${place.base(locale)}/answers`);
    await expect(phone.getByText(en ? "Begun elsewhere and not filed" : "다른 곳에서 작성 중이며 아직 접수되지 않았습니다")).toBeVisible();
    // Whoever began anew throws it away and starts once more.
    await page.goto(place.base(locale));
    await page.getByText(en ? "Throw this draft away" : "작성 중인 신청서 지우기").click();
    await expectAccessible(page);
    await page.getByRole("button", { name: en ? "Throw the draft away for good" : "신청서 완전히 지우기" }).click();
    await expect(page.getByText(en ? "Your draft is thrown away" : "작성 중이던 신청서와 그 내용을 모두 지웠습니다.", { exact: false })).toBeVisible();
    await expectAccessible(page);
    await expectToFit(page);
    // The same without JavaScript.
    await phone.goto(place.base(locale));
    await phone.getByRole("button", { name: en ? "Start the claim" : "신청 시작하기" }).click();
    await phone.goto(place.base(locale));
    await phone.getByText(en ? "Throw this draft away" : "작성 중인 신청서 지우기").click();
    await phone.getByRole("button", { name: en ? "Throw the draft away for good" : "신청서 완전히 지우기" }).click();
    await expect(phone.getByText(en ? "Your draft is thrown away" : "작성 중이던 신청서와 그 내용을 모두 지웠습니다.", { exact: false })).toBeVisible();
    await phone.getByRole("button", { name: en ? "Start the claim" : "신청 시작하기" }).click();
    await expect(phone.getByRole("heading", { level: 1, name: en ? "What would you like to claim?" : "무엇을 받으시겠습니까?" })).toBeVisible();
    await phone.context().close();
    await page.context().close();
  });

  test(`terms and data that change while a claim is filled in are said, and nothing more is filed than was shown (${locale})`, longIn("ko", locale), async ({ browser }) => {
    const every = (classes: ProgrammeTerms["benefits"][number]["eligibility"]["classes"]) => ({ explanation: { ko: "설명", en: "What it is for." }, eligibility: { evidence: "confirmed" as const, classes, kinds: ["account-holder" as const] } });
    const voucher = (valueMinor: bigint) => ({ kind: "vouchers" as const, slug: "vouchers", name: { ko: "구매이용권", en: "Vouchers" }, ...every([]), membersOnly: false, parts: [{ valueMinor, validDays: 365, minimumSpendMinor: 0n, keepsBalance: true, notFor: { ko: "", en: "" } }] });
    const watch = { kind: "monitoring" as const, slug: "watch", name: { ko: "명의 지킴이", en: "Identity watch" }, ...every(["names"]), months: 12, costMinor: 9_000n, provider: { ko: "하늘지킴이", en: "Haneul Watch" } };
    const place = await withParts(async (parts) => {
      const begun = await begin(parts, { exclusive: [], benefits: [voucher(50_000n), watch] });
      await chooseBenefits(begun.proof.subject, { claimId: begun.claimId, benefits: ["vouchers", "watch"] });
      return begun;
    });
    const page = await enter(browser, place.proof);
    const { base } = place;
    await page.goto(`${base(locale)}/answers`);
    await withParts((parts) => changeTerms(parts, place.programme, { exclusive: [], benefits: [voucher(60_000n), watch] }));
    await file(page, locale);
    await expect(page.getByText(en ? "The terms have changed, and nothing is filed yet" : "약관이 바뀌어 아직 접수되지 않았습니다")).toBeVisible();
    await expect(page.getByText(en ? "60,000 KRW" : "60,000원").first()).toBeVisible();
    await expect(page.getByLabel(WORDS[locale].accept)).not.toBeChecked();
    await expectAccessible(page);
    await withParts(async (parts) => {
      await importText(parts, place.incident.id, `ref,email,confirmed,cleared\na,${place.email},access-codes,names`, "amend");
      await publish(parts, place.incident.id, 2);
    });
    await page.goto(`${base(locale)}/answers`);
    await expect(page.getByText(en ? "do not offer to you: Identity watch." : "것이 있습니다: 명의 지킴이.", { exact: false })).toBeVisible();
    await expectAccessible(page);
    await expectToFit(page);
    await file(page, locale);
    await referenceOn(page, locale);
    await expect(page.getByText(en ? "60,000 KRW" : "60,000원").first()).toBeVisible();
    await expect(page.getByText(en ? "Identity watch" : "명의 지킴이")).toHaveCount(0);
    await page.context().close();

    const other = await withParts(async (parts) => {
      const begun = await begin(parts, { exclusive: [], benefits: [watch, { ...watch, slug: "more" }] }, "watch");
      await importText(parts, begun.incident.id, `ref,email,confirmed,cleared\na,${begun.email},access-codes,names`, "amend");
      await publish(parts, begun.incident.id, 2);
      return begun;
    });
    const stuck = await enter(browser, other.proof);
    await stuck.goto(`${other.base(locale)}/answers`);
    await expect(stuck.getByText(en ? "Nothing is offered to you here any more" : "이제 신청하실 수 있는 것이 없습니다")).toBeVisible();
    await expect(stuck.getByRole("button", { name: en ? "Go on with your claim" : "이어서 신청하기" })).toHaveCount(0);
    await expectAccessible(stuck);
    await expectToFit(stuck);
    await stuck.context().close();
  });
}

