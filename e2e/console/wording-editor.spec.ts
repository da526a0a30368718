import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { seedIncident } from "@/db/seed/demo-incident";
import { demoWording } from "@/db/seed/demo-notice-words";
import type { Locale } from "@/db/values/locales";
import { approveTemplateVersion } from "@/domain/notices/approval/approve-template-version";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { getTemplateVersion } from "@/domain/notices/queries";
import { saveTemplateDraft } from "@/domain/notices/editing/save-template-draft";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import { approveWave } from "@/domain/waves/approve-wave";
import { createWave } from "@/domain/waves/create-wave";
import { submitWave } from "@/domain/waves/submit-wave";
import { staffContext } from "@/test/contexts";
import { importText, publish } from "@/test/imports";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { awaitMail } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const section = (en: string) => ({ text: { ko: `${en} (글)`, en } });

/** A draft of four sections, of an incident with facts and published data. */
function aDraft() {
  return withParts(async (parts) => {
    const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `editor-${randomUUID().slice(0, 8)}` });
    await importText(parts, incidentId, "ref,email,locale,confirmed\nr1,one@example.com,en,names;email-addresses;access-codes");
    await publish(parts, incidentId, 1);
    const content = { subject: { ko: "개인정보 유출 통지", en: "Your personal data leaked" }, sections: ["Your data leaked.", "What you can do.", "Whom to call.", "Your rights."].map(section) };
    const { templateId, versionId } = await createTemplate(staffContext(parts, ["comms"]), { incidentId, kind: "full", name: "Full notice", content });
    return { incidentId, templateId, versionId };
  });
}
const stored = (versionId: string) => withParts(async (parts) => (await getTemplateVersion(staffContext(parts, ["comms"]), versionId)).content);

const english = (page: Page, number: number) => page.getByLabel(`Section ${number}, English`, { exact: true });
const saved = (page: Page) => page.getByText(/^Saved \d\d:\d\d$/);

async function openEditor(context: BrowserContext, page: Page, { incidentId, templateId }: { incidentId: string; templateId: string }, name: string, locale: Locale = "en") {
  await signInAs(context, ["comms"], { locale, incidentId, name });
  await page.goto(`/console/notices/${templateId}`);
}

async function anotherEditor(browser: Browser, draft: { incidentId: string; templateId: string }, name: string, options: { javaScriptEnabled?: boolean } = {}) {
  const context = await browser.newContext({ baseURL: process.env.E2E_URL, ...options });
  const page = await context.newPage();
  await openEditor(context, page, draft, name);
  return { context, page };
}

/** Typed key by key behind what stands there, and left, as a person does. */
async function write(page: Page, number: number, text: string): Promise<void> {
  const field = english(page, number);
  await field.focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(text);
  await field.blur();
}

test("two people write at once: what each changed alone is put together, what both changed is chosen, and no word is lost", async ({ page, context, browser }) => {
  const draft = await aDraft();
  await openEditor(context, page, draft, "Kim Minji");
  const other = await anotherEditor(browser, draft, "John Smith");
  await write(page, 1, " We are sorry.");
  await expect(saved(page)).toBeVisible();

  await test.step("different fields need no question", async () => {
    await write(other.page, 2, " Change your door code.");
    await expect(other.page.getByText(/^Kim Minji saved this wording at \d\d:\d\d, while you were writing\. Changes of theirs that now stand beside yours: 1\.$/)).toBeVisible();
    await expect(saved(other.page)).toBeVisible();
    await expect(english(other.page, 1)).toHaveValue("Your data leaked. We are sorry.");
    await expect(english(other.page, 2)).toHaveValue("What you can do. Change your door code.");
    await other.page.getByRole("button", { name: "Understood" }).click();
    const { sections } = await stored(draft.versionId);
    expect(sections.map(({ text }) => text.en)).toEqual(["Your data leaked. We are sorry.", "What you can do. Change your door code.", "Whom to call.", "Your rights."]);
  });

  await test.step("the same field is chosen, with both texts side by side", async () => {
    await write(other.page, 3, " Call the desk.");
    await expect(saved(other.page)).toBeVisible();
    await write(page, 3, " Call us on Monday.");
    const clash = page.getByRole("group", { name: /^John Smith changed this as well, at \d\d:\d\d\. Which text stays\?$/ });
    await expect(clash).toContainText("Whom to call. Call us on Monday.");
    await expect(clash).toContainText("Whom to call. Call the desk.");
    await expect(page.getByText("Not saved yet. Texts to choose: 1")).toBeVisible();
    // What the other wrote elsewhere is here already, and what is typed now waits for the choice.
    await expect(english(page, 2)).toHaveValue("What you can do. Change your door code.");
    await write(page, 3, " Or on Tuesday.");
    await page.getByRole("button", { name: "Go to the choice" }).click();
    await expect(clash).toBeFocused();
    await expectAccessible(page);
    await page.screenshot({ path: "test-results/wording-clash.png", fullPage: true });
    await expectToFit(page);
    await clash.getByRole("button", { name: "Keep both, theirs below" }).click();
    await expect(clash).toHaveCount(0);
    await expect(saved(page)).toBeVisible();
    const { sections } = await stored(draft.versionId);
    expect(sections[2]?.text.en).toBe("Whom to call. Call us on Monday. Or on Tuesday.\n\nWhom to call. Call the desk.");
  });

  await test.step("sections that one adds and the other moves are all there", async () => {
    await other.page.reload();
    await page.getByRole("button", { name: "Add a section" }).click();
    await write(page, 5, "The last word.");
    await expect.poll(async () => (await stored(draft.versionId)).sections.length).toBe(5);
    await other.page.getByRole("button", { name: "Move section 2 up" }).click();
    await write(other.page, 4, " In court.");
    await expect(english(other.page, 5)).toHaveValue("The last word.");
    await expect.poll(async () => (await stored(draft.versionId)).sections.map(({ text }) => text.en.slice(0, 8))).toEqual(["What you", "Your dat", "Whom to ", "Your rig", "The last"]);
  });
  await other.context.close();
});

test("words typed without a connection stay in the tab and are saved when it is back", async ({ page, context, consoleErrors }) => {
  const draft = await aDraft();
  await openEditor(context, page, draft, "Kim Minji");
  await context.setOffline(true);
  await write(page, 1, " We are sorry.");
  await expect(page.getByText(/^Not saved: you are offline\./)).toBeVisible();
  await write(page, 2, " Change your door code.");
  // Leaving would lose words now, so it is asked for.
  page.once("dialog", (dialog) => void dialog.dismiss());
  await page.getByRole("link", { name: "← Notices" }).click();
  await expect(english(page, 1)).toHaveValue("Your data leaked. We are sorry.");
  await context.setOffline(false);
  await expect(saved(page)).toBeVisible();
  expect((await stored(draft.versionId)).sections.slice(0, 2).map(({ text }) => text.en)).toEqual(["Your data leaked. We are sorry.", "What you can do. Change your door code."]);
  // The browser tells of requests that got no connection.
  expect(consoleErrors.filter((error) => !/ERR_INTERNET_DISCONNECTED/.test(error))).toEqual([]);
  consoleErrors.length = 0;
});

test("the menu puts in at the caret by keyboard alone, and the browser takes it back", async ({ page, context }) => {
  const draft = await aDraft();
  await openEditor(context, page, draft, "Kim Minji");
  const first = english(page, 1);
  const menu = page.getByRole("menu");
  await first.focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("Shift+Tab");
  await expect(page.getByRole("button", { name: "Insert : Section 1, English" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(menu.getByRole("menuitem", { name: /^What leaked, as a list/ })).toBeFocused();
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/wording-menu.png" });
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(first).toBeFocused();

  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("n");
  await expect(menu.getByRole("menuitem", { name: /^Notice number/ })).toBeFocused();
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await expect(first).toBeFocused();
  await expect(first).toHaveValue("{{organisation}}Your data leaked.");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(first).toHaveValue("Your data leaked.");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(first).toHaveValue("{{organisation}}Your data leaked.");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(first).toHaveValue("Your data leaked.");

  await test.step("facts stand there with what they say now, and a block becomes sections in both languages", async () => {
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(menu.getByRole("group", { name: "Facts, as approved in the ledger" }).getByRole("menuitem").first()).toContainText(/\d/);
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Section 2, Korean", { exact: true })).toHaveValue(/## 도움을 받으실 곳/);
    await expect(english(page, 2)).toHaveValue(/## Where to get help/);
    await expect(english(page, 3)).toHaveValue("What you can do.");
  });

  await test.step("an unknown placeholder is named and shown at its place", async () => {
    await english(page, 3).fill("Opened {{delivery-pages}} in [month].");
    await expect(english(page, 3)).toHaveAccessibleDescription(/placeholder is not one that is filled in/);
    await page.getByRole("button", { name: "Show “[month]”" }).click();
    expect(await english(page, 3).evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd))).toBe("[month]");
  });
  await expect(saved(page)).toBeVisible();
  await expectToFit(page);

  await test.step("in Korean, wide and narrow", async () => {
    await openEditor(context, page, draft, "김민지", "ko");
    for (const [name, size, colorScheme] of [["wide", { width: 1440, height: 1000 }, "light"], ["narrow", { width: 320, height: 800 }, "dark"]] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await page.getByLabel("1번째 부분, 한국어", { exact: true }).focus();
      await page.getByRole("button", { name: /^넣기/ }).click();
      await expect(page.getByRole("menuitem", { name: /^유출된 항목\(목록\)/ })).toBeFocused();
      await expectToFit(page);
      await page.screenshot({ path: `test-results/editor-ko-${name}.png` });
      await page.keyboard.press("Escape");
    }
  });
});

test("without JavaScript a draft is saved by its button, and two texts meet as well", async ({ browser }) => {
  const draft = await aDraft();
  const { page, context } = await anotherEditor(browser, draft, "Kim Minji", { javaScriptEnabled: false });
  await english(page, 1).fill("Your data leaked. We are sorry.");
  await page.getByRole("button", { name: "Save the draft" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect((await stored(draft.versionId)).sections[0]?.text.en).toBe("Your data leaked. We are sorry.");
  await withParts(async (parts) => {
    const content = await stored(draft.versionId);
    const sections = content.sections.map((each, i) => ({ ...each, text: { ...each.text, en: i < 2 ? `${each.text.en} Written by somebody else.` : each.text.en } }));
    await saveTemplateDraft(staffContext(parts, ["comms"]), { versionId: draft.versionId, edit: 2, content: { ...content, sections } });
  });
  await english(page, 1).fill("Your data leaked. Forgive us.");
  await page.getByRole("button", { name: "Save the draft" }).click();
  await expect(page.getByText("Which text stays?")).toBeVisible();
  await expect(page.getByText("Your data leaked. We are sorry. Written by somebody else.")).toBeVisible();
  await expect(english(page, 1)).toHaveValue("Your data leaked. Forgive us.");
  await expect(english(page, 2)).toHaveValue("What you can do. Written by somebody else.");
  await page.getByRole("button", { name: "Save the draft" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect((await stored(draft.versionId)).sections.map(({ text }) => text.en).slice(0, 2)).toEqual(["Your data leaked. Forgive us.", "What you can do. Written by somebody else."]);
  await context.close();
});

test("what stands below the preview stays where it is when the preview comes", async ({ page, context }) => {
  const { incidentId, templateId } = await withParts(async (parts) => {
    const made = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `editor-${randomUUID().slice(0, 8)}` });
    return { incidentId: made.incidentId, ...(await createTemplate(staffContext(parts, ["comms"]), { incidentId: made.incidentId, kind: "apology", name: "Apology", content: demoWording("apology") })) };
  });
  let release = () => {};
  const released = new Promise<void>((go) => (release = go));
  await page.route("**/console/notices/preview", async (route) => {
    await released;
    await route.continue();
  });
  await openEditor(context, page, { incidentId, templateId }, "Kim Minji");
  const sign = page.locator("#signatory");
  await sign.getByLabel("Name (English)").fill("Seo Jian");
  await expect(page.getByRole("region", { name: "Preview" }).getByText("Being rendered …")).toBeVisible();
  // A press has two halves: were the button gone from under it between them, nothing would be pressed.
  await sign.getByRole("button", { name: "Save who signs" }).hover();
  await page.mouse.down();
  release();
  await expect(page.frameLocator("iframe").locator("body")).toContainText("Haneul Mall");
  await page.mouse.up();
  await expect(sign.getByRole("alert")).toBeVisible();
});

test("the preview shows what the wave sends: the same mail, for somebody of the data, in their language", async ({ page, context, request }) => {
  const email = `reader-${randomUUID().slice(0, 8)}@example.com`;
  const { incidentId, templateId, versionId } = await withParts(async (parts) => {
    const made = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `preview-${randomUUID().slice(0, 8)}` });
    await importText(parts, made.incidentId, `ref,email,locale,confirmed,possible\nr1,${email},en,names;access-codes,purchases`);
    await publish(parts, made.incidentId, 1);
    return { incidentId: made.incidentId, ...(await createTemplate(staffContext(parts, ["comms"]), { incidentId: made.incidentId, kind: "full", name: "Full notice", content: demoWording("full") })) };
  });
  await page.setViewportSize({ width: 1440, height: 1000 });
  await openEditor(context, page, { incidentId, templateId }, "Kim Minji");
  const preview = page.getByRole("region", { name: "Preview" });
  const chosen = page.waitForResponse((answer) => answer.url().endsWith("/console/notices/preview") && (answer.request().postData() ?? "").includes('"possible":["purchases"]'));
  await preview.getByRole("button", { name: "Take people from the data" }).click();
  await expect(preview.getByLabel("As read by").locator("option:checked")).toHaveText(/^r•+@example\.com · account holders · (Name, Building entrance code|Building entrance code, Name), Recent orders$/);
  const { html, text, subject } = (await (await chosen).json()) as { html: string; text: string; subject: string };
  await expect(preview.getByText("Up to date")).toBeVisible();
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("Recent orders (possibly leaked)")).toBeVisible();

  await test.step("it follows what is typed, and each way of reading", async () => {
    await page.getByLabel("Subject, English").fill("Your data leaked from {{organisation}}");
    await expect(preview.getByText("Your data leaked from Haneul Mall")).toBeVisible();
    await page.getByLabel("Subject, English").fill(demoWording("full").subject.en);
    await expect(preview.getByText(subject)).toBeVisible();
    for (const view of ["E-mail, phone", "E-mail, dark", "E-mail, pictures off", "E-mail as text", "Text message", "Letter"]) {
      await preview.getByLabel(view, { exact: true }).check();
      if (view === "E-mail, dark") await expect(frame.locator(".paper").first()).toHaveCSS("background-color", "rgb(20, 24, 29)");
      if (view === "E-mail as text") await expect(preview.getByRole("group", { name: "E-mail as text" })).toContainText("Building entrance code");
      if (view === "Text message") await expect(preview.getByText("Part 2")).toBeVisible();
      await page.screenshot({ path: `test-results/preview-${view.replaceAll(/\W+/g, "-")}.png` });
    }
    await preview.getByLabel("Posting", { exact: true }).check();
    await expect(preview.getByText(/addresses nobody in particular/)).toBeVisible();
    const posting = page.frameLocator('iframe[title="Posting"]');
    // Once where it warns, and once among what to do today.
    await expect(posting.getByText("If this leaked or possibly leaked about you: Building entrance code")).toHaveCount(2);
    await expect(posting.getByText(/^Notice no\. 1\. Posted/)).toBeVisible();
    // It is sealed: no script runs in it, and it belongs to no page of ours.
    await expect(page.locator('iframe[title="Posting"]')).toHaveAttribute("sandbox", "");
    await page.screenshot({ path: "test-results/preview-Posting.png" });
    await preview.getByLabel("Letter", { exact: true }).check();
    const letter = await page.request.post("/console/notices/letter", { form: { draft: await preview.locator("input[name=draft]").inputValue() } });
    expect((await letter.body()).subarray(0, 5).toString()).toBe("%PDF-");
    await preview.getByLabel("As read by").selectOption({ label: "somebody I put together" });
    await preview.getByLabel("Building entrance code", { exact: true }).selectOption({ label: "only possible" });
    await preview.getByLabel("E-mail as text").check();
    await expect(preview.getByRole("group", { name: "E-mail as text" })).toContainText("Building entrance code (possibly leaked)");
    await preview.getByLabel("Korean").check();
    await expect(preview.getByRole("group", { name: "E-mail as text" })).toContainText("공동현관 비밀번호 (유출 가능성 있음)");
    await expectAccessible(page);
    await expectToFit(page);
  });

  await test.step("the wave sends those bytes", async () => {
    // The words are what they were at first, so there may have been nothing to save.
    await expect(page.getByText(/^Saved( \d\d:\d\d|\.)$/)).toBeVisible();
    await withParts(async (parts) => {
      const [author, approver] = [staffContext(parts, ["comms"]), staffContext(parts, ["approver"])];
      const { edit } = await getTemplateVersion(author, versionId);
      await submitTemplateVersion(author, { versionId, edit });
      await approveTemplateVersion(approver, { versionId, edit });
      const { id: waveId } = await createWave(author, { templateVersionId: versionId, audience: {} });
      const { approvalHash } = await submitWave(author, { waveId });
      await approveWave(approver, { waveId, approvalHash });
    });
    const mail = await awaitMail(request, email, /leaked/);
    const unnumbered = (words: string | null) => (words ?? "").trim().replaceAll(/N(-[0-9A-Z]{4})+/g, "N");
    expect(mail.subject).toBe(subject);
    expect(unnumbered(mail.text)).toBe(unnumbered(text));
    expect(unnumbered(mail.html)).toBe(unnumbered(html));
  });
});
