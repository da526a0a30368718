import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { sql } from "drizzle-orm";
import { demoWording } from "@/db/seed/demo-notice-words";
import { locales } from "@/db/values/locales";
import { findPublishedIncident } from "@/domain/incidents/queries";
import { approveTemplateVersion } from "@/domain/notices/approval/approve-template-version";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { cleanPicture } from "@/domain/notices/signatory/clean-picture";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import { staffContext } from "@/test/contexts";
import { anIncidentToPost, aStandingPosting } from "@/test/postings";
import { aFrozenWave, anIncidentWithPeople } from "@/test/waves";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { longIn } from "../long-in";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const words = {
  ko: { open: "공지 제안하기", days: "게시 일수", propose: "게시 제안", waits: "제안한 분은 게시할 수 없습니다.", short: "법이 요구하는 기간보다 짧게는 게시할 수 없습니다.", publish: "게시", stands: "게시 중", check: "지금 확인", found: "그대로 있음", proof: "게시 증명 내려받기", early: "내릴 수 없습니다.", read: "보낸 통지와 공지 모두 보기" },
  en: { open: "Propose a posting", days: "Days to stay", propose: "Propose the posting", waits: "You proposed this posting.", short: "It may not stay for less than the rules ask for.", publish: "Publish", stands: "Stands", check: "Check now", found: "stands", proof: "Download the proof", early: "It cannot be taken down before", read: "Everything we sent and posted" },
} as const;

/** Reload until the worker has done its part. */
async function until(page: Page, seen: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.reload();
    await seen();
  }).toPass({ timeout: 30_000 });
}

/** A browser without scripts, as a stranger. */
async function plainPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ javaScriptEnabled: false, baseURL: process.env.E2E_URL ?? "" })).newPage();
}

for (const locale of locales) {
  test(`a notice is proposed, published by somebody else, stands as it was made, and is proven (${locale})`, longIn("en", locale), async ({ page, context, browser, request }) => {
    const said = words[locale];
    const { incidentId, slug } = await withParts((parts) => anIncidentToPost(parts));
    await signInAs(context, ["comms"], { locale, incidentId });
    await page.goto("/console/postings");
    await expectAccessible(page);
    await page.getByRole("link", { name: said.open }).click();
    await page.getByLabel(said.days).fill("3");
    await page.getByRole("button", { name: said.propose }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText(said.short);
    await expect(page.getByLabel(said.days)).toHaveValue("3");
    await expectAccessible(page);
    await page.getByLabel(said.days).fill("45");
    await page.getByRole("button", { name: said.propose }).click();
    await expect(page.getByText(said.waits)).toBeVisible();
    await expect(page.getByRole("button", { name: said.publish, exact: true })).toHaveCount(0);
    await expectAccessible(page);
    await expectToFit(page);
    const address = page.url();

    await context.clearCookies();
    await signInAs(context, ["approver"], { locale, incidentId });
    await page.goto(address);
    const preview = await page.request.get(`${address}/preview/${locale}`);
    expect(preview.headers()["content-security-policy"]).toContain("default-src 'none'");
    await page.getByRole("button", { name: said.publish, exact: true }).click();
    await until(page, () => expect(page.getByRole("main").getByText(said.stands, { exact: true }).first()).toBeVisible({ timeout: 500 }));
    await expect(page.getByText(said.early)).toBeVisible();
    await page.getByRole("button", { name: said.check }).click();
    await until(page, () => expect(page.getByRole("cell", { name: said.found, exact: true })).toHaveCount(2, { timeout: 500 }));
    await expectAccessible(page);
    await expectToFit(page);
    await page.screenshot({ path: `.data/test-results/posting-console-${locale}.png`, fullPage: true });

    const url = `/${locale}/${slug}/postings/1`;
    const answer = await request.get(url);
    const bytes = await answer.body();
    const hash = createHash("sha256").update(bytes).digest("hex");
    await expect(page.getByText(hash)).toBeVisible();
    const headers = answer.headers();
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/);
    expect([headers.etag, headers["x-content-type-options"], headers["cache-control"]]).toEqual([`"${hash}"`, "nosniff", expect.stringContaining("public")]);
    expect((await request.get(url, { headers: { "if-none-match": `"${hash}"` } })).status()).toBe(304);
    expect((await request.get(`/${locale}/${slug}/postings/2`)).status()).toBe(404);

    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: said.proof }).click()]);
    const proof = readFileSync(await file.path(), "utf8");
    expect(proof).toContain(hash);

    const stranger = await plainPage(browser);
    await stranger.goto(url);
    await expect(stranger.locator("html")).toHaveAttribute("lang", locale);
    // Its own style applies, which the policy lets through by its hash alone.
    expect(await stranger.locator(".page").evaluate((element) => getComputedStyle(element).maxWidth)).toBe("672px");
    await stranger.screenshot({ path: `.data/test-results/posting-${locale}.png`, fullPage: true });
    await stranger.emulateMedia({ colorScheme: "dark" });
    await expectToFit(stranger);
    await stranger.screenshot({ path: `.data/test-results/posting-dark-${locale}.png`, fullPage: true });
    const other = locale === "ko" ? "en" : "ko";
    await stranger.getByRole("navigation").getByRole("link").click();
    await expect(stranger.locator("html")).toHaveAttribute("lang", other);
    await stranger.context().close();

    await page.goto(url);
    await expectAccessible(page);
    await page.goto(`/${locale}/${slug}`);
    await page.getByRole("link", { name: said.read }).click();
    await expect(page.getByRole("main")).toContainText(hash);
    await expectAccessible(page);
    await expectToFit(page);
    await page.screenshot({ path: `.data/test-results/posting-archive-${locale}.png`, fullPage: true });
    const feed = await (await request.get(`/${locale}/${slug}/feed.xml`)).text();
    const parsed = await page.evaluate((xml) => {
      const document = new DOMParser().parseFromString(xml, "application/xml");
      const children = (name: string) => [...document.querySelectorAll(`entry > ${name}`)].map((node) => node.textContent);
      return { broken: document.querySelector("parsererror")?.textContent ?? null, root: document.documentElement.namespaceURI, ids: children("id"), updated: children("updated"), feed: document.querySelectorAll("feed > id, feed > title, feed > updated, feed > author > name").length };
    }, feed);
    expect([parsed.broken, parsed.root, parsed.feed]).toEqual([null, "http://www.w3.org/2005/Atom", 4]);
    expect(parsed.ids).toContain(`${process.env.E2E_URL}${url}`);
    expect(new Set(parsed.ids).size).toBe(parsed.ids.length);
    expect([...parsed.updated].sort().reverse()).toEqual(parsed.updated);
  });
}

test("an apology has a person who signs it, with a picture, and once posted it is the apology's page", async ({ page, context }) => {
  const author = await signInAs(context, ["comms"], { locale: "en" });
  const { incidentId, slug, templateId, versionId } = await withParts(async (parts) => {
    const made = await anIncidentToPost(parts);
    return { ...made, ...(await createTemplate(staffContext(parts, ["comms"], author.id), { incidentId: made.incidentId, kind: "apology", name: "Apology", content: demoWording("apology") })) };
  });
  await page.goto(`/ko/${slug}/apology`);
  await expect(page).toHaveURL(/\/apology$/);
  await context.addCookies([{ name: "amends-incident", value: incidentId, url: process.env.E2E_URL ?? "", httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`/console/notices/${templateId}`);
  await expect(page.getByRole("heading", { name: "How to apologise" })).toBeVisible();
  const sign = page.locator("#signatory");
  for (const [label, words] of [["Name (한국어)", "서지안"], ["Name (English)", "Seo Jian"], ["Role (한국어)", "대표이사"], ["Role (English)", "Chief Executive"]] as const) await sign.getByLabel(label).fill(words);
  await sign.getByLabel("Picture", { exact: true }).setInputFiles({ name: "portrait.png", mimeType: "image/png", buffer: Buffer.from("<svg onload='alert(1)'/>") });
  await sign.getByRole("button", { name: "Save who signs" }).click();
  await expect(sign.getByRole("alert")).toContainText("no picture in PNG, JPEG or WebP");
  await expect(sign.getByLabel("Name (English)")).toHaveValue("Seo Jian");
  // As the browser makes them, and still pictures to it after what does not belong was taken out.
  for (const type of ["image/png", "image/jpeg", "image/webp"]) {
    const drawn = await page.evaluate((as) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 120, height: 90 });
      canvas.getContext("2d")?.fillRect(10, 10, 50, 50);
      return canvas.toDataURL(as).split(",")[1] ?? "";
    }, type);
    const picture = cleanPicture(Buffer.concat([Buffer.from(drawn, "base64"), Buffer.from("<script>")]));
    expect(picture).toMatchObject({ type, width: 120, height: 90 });
    expect(picture!.bytes.includes("<script>")).toBe(false);
    const shown = await page.evaluate(async (source) => {
      const image = Object.assign(new Image(), { src: source });
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, `data:${type};base64,${picture!.bytes.toString("base64")}`);
    expect(shown).toEqual([120, 90]);
    if (type === "image/webp") await sign.getByLabel("Picture", { exact: true }).setInputFiles({ name: "portrait.webp", mimeType: type, buffer: Buffer.from(drawn, "base64") });
  }
  await sign.getByRole("button", { name: "Save who signs" }).click();
  await expect(sign.getByRole("img", { name: "Picture of Seo Jian" })).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.screenshot({ path: ".data/test-results/apology-console.png", fullPage: true });

  await withParts(async (parts) => {
    await submitTemplateVersion(staffContext(parts, ["comms"], author.id), { versionId, edit: 2 });
    await approveTemplateVersion(staffContext(parts, ["approver"]), { versionId, edit: 2 });
    await aStandingPosting(parts, versionId);
  });
  await page.goto(`/ko/${slug}/apology`);
  await expect(page).toHaveURL(/\/postings\/1$/);
  await expect(page.getByRole("img", { name: "서지안" })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: ".data/test-results/apology-posted.png", fullPage: true });
});

test("a posting that is not found as it was published stands before everything else on the overview, until it is found again", async ({ page, context }) => {
  const { incidentId, postingId } = await withParts(async (parts) => {
    const made = await anIncidentToPost(parts);
    return { ...made, postingId: await aStandingPosting(parts, made.versionId) };
  });
  await signInAs(context, ["comms"], { locale: "en", incidentId });
  const alarm = page.getByRole("main").getByRole("alert");
  await withParts(({ db }) =>
    db.transaction(async (tx) => {
      // Whoever else has the worker look meanwhile: it writes down what it found once this posting is let go.
      await tx.execute(sql`select from postings where id = ${postingId} for update`);
      await db.execute(sql`insert into posting_checks (posting_id, locale, result, first_at, last_at) values (${postingId}, 'ko', 'differs', clock_timestamp(), clock_timestamp())`);
      await page.goto("/console");
      await expect(alarm).toContainText("A posting is not found as it was published");
      await page.screenshot({ path: ".data/test-results/overview-posting-gone.png" });
      await expectAccessible(page);
      await alarm.getByRole("link", { name: /^Posting 1: / }).click();
      await expect(page).toHaveURL(`/console/postings/${postingId}`);
    }),
  );
  await page.getByRole("button", { name: words.en.check }).click();
  await until(page, () => expect(page.getByRole("row").nth(1)).toContainText(words.en.found, { timeout: 500 }));
  await page.goto("/console");
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expect(alarm).toHaveCount(0);
});

test("a page of the organisation's own site is registered by a second person, opened, and found without the link", async ({ page, context }) => {
  const { incidentId, postingId } = await withParts(async (parts) => {
    const made = await anIncidentToPost(parts);
    return { ...made, postingId: await aStandingPosting(parts, made.versionId) };
  });
  await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto(`/console/postings/${postingId}`);
  await expect(page.locator("pre").last()).toContainText('<p lang="en"><strong>Haneul Mall</strong>: <a href=');
  await page.getByLabel("Address of a page of your site").fill("haneulmall");
  await page.getByRole("button", { name: "Propose the page" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("https://");
  // An address of the inside: it may be registered, and is not opened.
  await page.getByLabel("Address of a page of your site").fill("http://127.0.0.1/");
  await page.getByRole("button", { name: "Propose the page" }).click();
  await expect(page.getByText("waits to be registered")).toBeVisible();
  await expect(page.getByRole("button", { name: "Register" })).toHaveCount(0);
  await context.clearCookies();
  await signInAs(context, ["approver"], { locale: "en", incidentId });
  await page.goto(`/console/postings/${postingId}`);
  await page.getByRole("button", { name: "Register" }).click();
  await until(page, () => expect(page.getByText("PRIVATE_ADDRESS")).toBeVisible({ timeout: 500 }));
  await expect(page.getByText("A page does not show the link to this posting")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
});

test("a cascade ends in a posting for whom no channel reached, and what was sent stands in the public archive without anybody's data", async ({ page, context }) => {
  const { incidentId, slug, waveId } = await withParts(async (parts) => {
    // One person who can be written to, and one of whom no contact is known.
    const made = await anIncidentWithPeople(parts, ["ref,email,locale,confirmed", "a,archive@example.com,en,names", "b,,en,names"].join("\n"));
    const wave = await aFrozenWave(parts, made.versionId);
    return { ...made, waveId: wave.id, slug: (await findPublishedIncident(parts.db, made.incidentId))?.slug ?? "" };
  });
  await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto(`/console/waves/${waveId}/unreached`);
  await until(page, () => expect(page.getByText("Nothing is posted for them yet.")).toBeVisible({ timeout: 500 }));
  await expectAccessible(page);
  await page.getByRole("link", { name: "Propose a posting" }).click();
  await expect(page.getByText("For the people whom no channel reached")).toBeVisible();
  await page.getByRole("button", { name: "Propose the posting" }).click();
  await expect(page.getByText("You proposed this posting.")).toBeVisible();
  await page.goto(`/console/waves/${waveId}/unreached`);
  await expect(page.getByRole("listitem").filter({ hasText: "Posting 1" })).toContainText("Proposed");

  await page.goto(`/en/${slug}/messages`);
  await until(page, () => expect(page.getByText("Your personal data leaked from Haneul Mall").first()).toBeVisible({ timeout: 500 }));
  await page.getByText("Read the whole text").click();
  await expect(page.getByText("[what leaked of the person addressed]").first()).toBeVisible();
  await expect(page.getByText("If this leaked or possibly leaked about you: Building entrance code").first()).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(/archive@example|\{\{/);
  await expectAccessible(page);
  await expectToFit(page);
  await page.screenshot({ path: ".data/test-results/archive-sent.png", fullPage: true });
});
