import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, BrowserContextOptions } from "@playwright/test";
import sharp from "sharp";
import { proveContact } from "@/domain/lookups/prove-contact";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { aHeicPicture, aPhotograph, aStatement, eicar } from "@/test/evidence/papers";
import { aPublishedIncident, askForCode, aSubject, visitor } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const PIECE = 1_048_576;

interface Scene {
  incidentId: string;
  claimId: string;
  /** Address of the page of papers in a language. */
  page: (locale: "ko" | "en") => string;
  /** Address of the claim's own page, in English. */
  claim: string;
  token: string;
}

/** A filed claim, and a browser's proof of its contact. */
async function scene(): Promise<Scene> {
  const email = `papers-${randomUUID().slice(0, 8)}@example.com`;
  return withParts(async (parts) => {
    const incident = await aPublishedIncident(parts, `ref,email,confirmed\na,${email},names;access-codes`);
    const programme = await aProgramme(parts, incident);
    const subject = await aSubject(parts, incident, email);
    const { id: claimId, reference } = await aFiledClaim(subject, programme);
    const { browser, code } = await askForCode(parts, incident, email);
    const { token } = await proveContact(visitor(parts), incident.id, { code }, browser);
    return { incidentId: incident.id, claimId, page: (locale) => `/${locale}/${incident.slug}/claim/${programme.slug}/papers/${claimId}`, claim: `/en/${incident.slug}/claim/${programme.slug}/filed/${reference ?? ""}`, token };
  });
}

/** A browser that has the proof. Its own console may say that a line was cut. */
async function visit(browser: Browser, { token }: Scene, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: process.env.E2E_URL, ...options });
  await context.addCookies([{ name: "amends-proof", value: token, url: process.env.E2E_URL ?? "" }]);
  return context;
}

/** A scan of some megabytes: noise does not pack. */
const aLargeScan = () => sharp({ create: { width: 1_400, height: 1_400, channels: 3, background: "#888888", noise: { type: "gaussian", mean: 128, sigma: 60 } } }).png().toBuffer();

test("papers go on after a lost line and after a closed page, and are checked", async ({ browser }) => {
  const place = await scene();
  const context = await visit(browser, place);
  const page = await context.newPage();
  const scan = await aLargeScan();
  const pieces = Math.ceil(scan.length / PIECE);
  expect(pieces).toBeGreaterThan(3);
  // The third piece is cut off, time and again, until the line is let through.
  const line = { cut: true };
  const sent: number[] = [];
  await page.route("**/papers/*/files/*?at=*", async (route) => {
    const at = Number(new URL(route.request().url()).searchParams.get("at"));
    if (line.cut && at >= 2 * PIECE) return route.abort("connectionfailed");
    sent.push(at);
    return route.continue();
  });
  await page.goto(place.claim);
  await page.getByRole("link", { name: "Add or see papers" }).click();
  await expect(page.getByText("You have not handed in any papers yet.")).toBeVisible();
  const choose = page.getByLabel("Choose files");
  await choose.setInputFiles({ name: "scan.png", mimeType: "image/png", buffer: scan });
  await expect(page.getByText("scan.png: no connection.", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: ".data/test-results/papers-waiting.png", fullPage: true });
  // Nobody leaves what is on its way without being asked.
  const asked = page.waitForEvent("dialog");
  const leave = page.getByRole("link", { name: "← Compensation" }).click();
  const dialog = await asked;
  expect(dialog.message()).toContain("A file is still on its way.");
  await dialog.dismiss();
  await leave;
  await expect(page.getByText("scan.png: no connection.", { exact: false })).toBeVisible();
  // The page is closed and opened again; the same file goes on where it stopped.
  await page.reload();
  await expect(page.getByText("Only a part has arrived", { exact: false })).toBeVisible();
  await choose.setInputFiles({ name: "scan.png", mimeType: "image/png", buffer: scan });
  await expect(page.getByText("no connection", { exact: false })).toBeVisible();
  line.cut = false;
  await expect(page.getByText("scan.png has arrived.")).toBeVisible({ timeout: 40_000 });
  expect(sent).toEqual(Array.from({ length: pieces }, (_, i) => i * PIECE));
  // Others: of a wrong kind, too large, with scripts in it, dropped, pasted.
  await choose.setInputFiles([
    { name: "statement.pdf", mimeType: "application/pdf", buffer: await aStatement() },
    { name: "eicar.com", mimeType: "application/octet-stream", buffer: eicar() },
    { name: "too-large.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(21 * PIECE) },
  ]);
  await expect(page.getByRole("alert").filter({ hasText: "eicar.com" })).toContainText("This is not a PDF, JPEG, PNG or HEIC file.");
  await expect(page.getByRole("alert").filter({ hasText: "too-large.pdf" })).toContainText("larger than 20 MB");
  for (const kind of ["drop", "paste"] as const) {
    await page.evaluate(
      ([type, base64]) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], `${type}.heic`, { type: "image/heic" }));
        if (type === "drop") document.querySelector("form[enctype]")?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        else document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      },
      [kind, aHeicPicture().toString("base64")] as const,
    );
    await expect(page.getByText(`${kind}.heic has arrived.`)).toBeVisible();
  }
  await expect(page.getByText("Checked")).toHaveCount(4, { timeout: 60_000 });
  await expectAccessible(page);
  await expectToFit(page);
  await page.screenshot({ path: ".data/test-results/papers-checked.png", fullPage: true });
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Fetch drop.heic" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^paper-[0-9a-f]{6}\.jpg$/);
  await page.getByRole("button", { name: "Remove paste.heic" }).click();
  await expect(page.getByText("paste.heic", { exact: true })).toHaveCount(0);
  await context.close();
});

test("a file that is chosen while the page is still loading is sent once it listens", async ({ browser }) => {
  const place = await scene();
  const context = await visit(browser, place);
  const page = await context.newPage();
  let letThrough = () => {};
  const listens = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route("**/_next/static/**/*.js", async (route) => {
    await listens;
    await route.continue();
  });
  await page.goto(place.page("en"), { waitUntil: "commit" });
  await page.getByLabel("Choose files").setInputFiles({ name: "statement.pdf", mimeType: "application/pdf", buffer: await aStatement() });
  await expect(page.getByRole("button", { name: "Send the files" })).toBeVisible();
  letThrough();
  await expect(page.getByText("statement.pdf has arrived.")).toBeVisible();
  await context.close();
});

test("on a phone without JavaScript a form takes several papers, keeps the good ones and says what was wrong with the others; an agent fetches them on record", async ({ browser }) => {
  const place = await scene();
  const context = await visit(browser, place, { javaScriptEnabled: false, viewport: { width: 360, height: 740 }, locale: "ko-KR" });
  const page = await context.newPage();
  await page.goto(place.page("ko"));
  await page.getByRole("button", { name: "파일 보내기" }).click();
  await expect(page.getByRole("alert")).toContainText("파일을 하나 이상 선택해 주십시오.");
  await page.getByLabel("파일 선택").setInputFiles([
    { name: "영수증.jpg", mimeType: "image/jpeg", buffer: await aPhotograph() },
    { name: "virus.com", mimeType: "image/png", buffer: eicar() },
    { name: "너무 큰 파일.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([await aPhotograph(), Buffer.alloc(21 * PIECE)]) },
    { name: "명세서.pdf", mimeType: "application/pdf", buffer: await aStatement() },
  ]);
  await page.getByRole("button", { name: "파일 보내기" }).click();
  await expect(page.getByRole("alert")).toContainText("2번째 파일: PDF, JPEG, PNG, HEIC 파일이 아닙니다.");
  await expect(page.getByRole("alert")).toContainText("3번째 파일: 20MB보다 큰 파일입니다.");
  await expect(page.getByText("영수증.jpg", { exact: true })).toBeVisible();
  await expect(page.getByText("명세서.pdf", { exact: true })).toBeVisible();
  await page.screenshot({ path: ".data/test-results/papers-without-javascript.png", fullPage: true });
  const checked = async () => {
    await page.goto(place.page("ko"));
    return page.getByText("확인됨").count();
  };
  await expect.poll(checked, { timeout: 60_000 }).toBe(2);
  await page.getByRole("button", { name: "영수증.jpg 삭제" }).click();
  await expect(page.getByText("영수증.jpg", { exact: true })).toHaveCount(0);
  await context.close();

  const office = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(office, ["support"], { incidentId: place.incidentId, locale: "en" });
  const agent = await office.newPage();
  await agent.goto(`/console/claims/${place.claimId}`);
  await expect(agent.getByText("Not scanned: no virus scanner is set up")).toBeVisible();
  await expect(agent.locator("main")).not.toContainText("명세서");
  await expectAccessible(agent);
  await expectToFit(agent);
  await agent.screenshot({ path: ".data/test-results/papers-console.png", fullPage: true });
  const href = await agent.getByRole("button", { name: "Paper 1: Fetch (recorded)" }).getAttribute("formaction");
  const ask = (form: Record<string, string>) => office.request.post(href ?? "", { form: { ...form, reason: "to read what was paid" }, headers: { origin: process.env.E2E_URL ?? "" } });
  const without = await ask({});
  expect([without.status(), await without.text()]).toEqual([400, "Please choose what you need it for."]);
  const answer = await ask({ purpose: "examination" });
  expect(answer.headers()).toMatchObject({ "content-type": "application/pdf", "x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; sandbox" });
  expect(answer.headers()["content-disposition"]).toMatch(/^attachment; filename="paper-[0-9a-f]{6}\.pdf"$/);
  expect((await answer.body()).subarray(0, 5).toString()).toBe("%PDF-");
  await withParts(async (parts) => {
    const { rows } = await parts.db.$client.query<{ n: number }>("select count(*)::int as n from audit_events where action = 'evidence.look' and details->>'ownerId' = $1", [place.claimId]);
    expect(rows[0]?.n).toBe(1);
  });
  await office.close();
  // Somebody else's proof opens none of it.
  const stranger = await visit(browser, await scene());
  expect((await stranger.request.get(`${place.page("en")}/files/${href?.split("/").at(-1)}`, { maxRedirects: 0 })).status()).not.toBe(200);
  await stranger.close();
});

test("a telephone offers its camera", async ({ browser }) => {
  const place = await scene();
  const context = await visit(browser, place, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.goto(place.page("ko"));
  await expect(page.getByRole("button", { name: "사진 찍기" })).toBeVisible();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "사진 찍기" }).click()]);
  await chooser.setFiles({ name: "image.jpg", mimeType: "image/jpeg", buffer: await aPhotograph() });
  await expect(page.getByText("image.jpg 파일이 도착했습니다.")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.screenshot({ path: ".data/test-results/papers-phone.png", fullPage: true });
  await context.close();
});
