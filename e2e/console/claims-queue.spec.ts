import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext } from "@playwright/test";
import type { Role } from "@/db/values/roles";
import { addNote } from "@/domain/claims/desk/add-note";
import { notePresence } from "@/domain/claims/desk/note-presence";
import { aProgramme, aFiledClaim } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { insertManyClaims } from "@/test/many-claims";
import { aStaffMember } from "@/test/staff";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** As many colleagues as make the line about them taller than a field, in the order of the line. */
const MORE = ["고은별 (contact centre, Busan)", "문가람 (contact centre, Seoul)", "서다온 (contact centre, Daegu)", "유하람 (contact centre, Gwangju)"];

/** An incident with a hundred and twenty claims, one of which was filed by its verbs and can be opened. */
function aQueue() {
  return withParts(async (parts) => {
    const email = `claimant-${randomUUID().slice(0, 8)}@example.com`;
    const incident = await aPublishedIncident(parts, `ref,email,confirmed\na,${email},names`);
    const programme = await aProgramme(parts, incident);
    const claim = await aFiledClaim(await aSubject(parts, incident, email, "en"), programme);
    await insertManyClaims(parts.db, { incidentId: incident.id, programmeId: programme.id, rows: 120, first: Math.floor(Math.random() * 10_000_000), staffIds: [randomUUID()] });
    return { incidentId: incident.id, claimId: claim.id, reference: claim.reference ?? "" };
  });
}

async function as(browser: Browser, roles: readonly Role[], incidentId: string, options: { locale?: "ko" | "en"; name?: string } = {}) {
  const context: BrowserContext = await browser.newContext({ baseURL: process.env.E2E_URL ?? "" });
  const member = await signInAs(context, roles, { incidentId, locale: "en", ...options });
  return { context, page: await context.newPage(), member };
}

test("the queue is narrowed and ordered by its address, page by page", async ({ page, context }) => {
  const { incidentId, reference } = await aQueue();
  await signInAs(context, ["support"], { incidentId, locale: "en" });
  await page.goto("/console/claims");
  const rows = page.locator("table[data-rows] tbody tr");
  await expect(rows).toHaveCount(50);
  await page.getByRole("link", { name: "Later" }).click();
  await expect(page).toHaveURL(/after=/);
  const second = page.url();
  await page.getByRole("link", { name: "Later" }).click();
  await expect(page).not.toHaveURL(second);
  await expect(rows).toHaveCount(21);
  await expect(rows.last()).toContainText(reference);
  await page.getByRole("link", { name: "Earlier" }).click();
  await expect(rows).toHaveCount(50);
  await page.getByText("Filter and sort").click();
  await page.getByLabel("In review", { exact: true }).check();
  await page.getByLabel("Denied", { exact: true }).check();
  await page.getByLabel("Language of the claim").selectOption("en");
  await page.getByLabel("Order").selectOption("amount");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/state=in-review&state=denied/);
  await expect(rows.first()).toBeVisible();
  for (const text of await rows.allInnerTexts()) expect(text).toMatch(/(In review|Denied)[^]*English/);
  const amounts = (await rows.locator("td", { hasText: "KRW" }).allInnerTexts()).map((text) => Number(text.replaceAll(/\D/g, "")));
  expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
  await expectAccessible(page);
  await expectToFit(page);
  // What is typed in the form again is what the address says.
  await page.getByText("Filter and sort").click();
  await expect(page.getByLabel("Denied", { exact: true })).toBeChecked();
  await page.getByLabel("Amount from").fill("999999999");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText("No claim fits these filters.")).toBeVisible();
  await expectAccessible(page);
});

test("two people who have one claim open see each other, and nothing typed is lost when one of them acts", async ({ browser }) => {
  const { incidentId, claimId } = await aQueue();
  const one = await as(browser, ["support"], incidentId, { name: "한도윤" });
  const two = await as(browser, ["support"], incidentId, { name: "배하린" });
  for (const { page } of [one, two]) await page.goto(`/console/claims/${claimId}`);
  await expect(one.page.getByText("This claim is open with 배하린 as well.")).toBeVisible();
  await expect(two.page.getByText("This claim is open with 한도윤 as well.")).toBeVisible();
  await two.page.getByLabel("Add a note").fill("Not finished yet");
  const place = () => two.page.getByLabel("Give it to").boundingBox();
  const before = await place();
  await one.page.getByLabel("Give it to").selectOption("me");
  await one.page.getByRole("button", { name: "Assign" }).click();
  await expect(one.page.getByText("This claim is yours.")).toBeVisible();
  await expect(two.page.getByText("Somebody changed this claim")).toBeVisible();
  // A press whose two halves fell before and after a move would press nothing, or something else.
  expect(await place()).toEqual(before);
  // Nor does it cover what has the focus (WCAG 2.4.11), on a phone either, and where many have it open.
  const wide = two.page.viewportSize();
  await two.page.setViewportSize({ width: 320, height: 640 });
  await withParts(async (parts) => {
    for (const name of MORE) await notePresence(staffContext(parts, ["support"], (await aStaffMember(parts, ["support"], { name })).id), claimId);
  });
  await expect(two.page.getByText(`open with ${[...MORE, "한도윤"].join(", ")} as well`)).toBeVisible();
  await two.page.getByLabel("Add a note").blur();
  // The field stands where the line does, so the focus has to bring it up.
  const line = two.page.locator("div.sticky", { hasText: "open with" });
  const top = (await line.boundingBox())?.y ?? 0;
  await two.page.getByLabel("Add a note").evaluate((note, to) => scrollBy({ top: note.getBoundingClientRect().top - to, behavior: "instant" }), top);
  await two.page.getByLabel("Add a note").focus();
  const [field, edge] = [await two.page.getByLabel("Add a note").boundingBox(), await line.boundingBox()];
  expect((field?.y ?? Infinity) + (field?.height ?? 0)).toBeLessThanOrEqual(edge?.y ?? 0);
  if (wide) await two.page.setViewportSize(wide);
  // An act on what is not so any more is refused, and says so.
  await two.page.getByLabel("Give it to").selectOption("me");
  await two.page.getByRole("button", { name: "Assign" }).click();
  await expect(two.page.getByRole("alert").filter({ hasText: "Somebody changed this claim meanwhile" })).toBeVisible();
  await expect(two.page.getByLabel("Add a note")).toHaveValue("Not finished yet");
  await two.page.getByRole("button", { name: /Show it as it is now/ }).click();
  await expect(two.page.getByText("한도윤 has this claim.")).toBeVisible();
  await expect(two.page.getByLabel("Add a note")).toHaveValue("Not finished yet");
  await expectAccessible(two.page);
  await expectToFit(two.page);
  for (const { context } of [one, two]) await context.close();
});

test("a colleague who is named in a note is told so on every page until they have seen it", async ({ browser }) => {
  const { incidentId, claimId, reference } = await aQueue();
  const lead = await as(browser, ["lead"], incidentId, { name: `남궁현${randomUUID().slice(0, 4)}`, locale: "ko" });
  await withParts((parts) => addNote(staffContext(parts, ["support"], randomUUID()), { claimId, note: `@${lead.member.name} 명의가 다릅니다.` }));
  await lead.page.goto("/console");
  await expect(lead.page.getByRole("navigation").getByRole("link", { name: /보상 신청.*읽지 않은 언급 1건/ })).toBeVisible();
  await lead.page.getByRole("link", { name: "나를 언급한 메모" }).click();
  await expect(lead.page.getByText("명의가 다릅니다.")).toBeVisible();
  await expectAccessible(lead.page);
  await expectToFit(lead.page);
  await lead.page.getByRole("link", { name: reference }).click();
  await lead.page.getByRole("button", { name: /^@/ }).first().click();
  await expect(lead.page.getByLabel("메모 남기기")).toHaveValue(/^@\S/);
  await lead.page.getByLabel("메모 남기기").fill("확인했습니다.");
  await lead.page.getByRole("button", { name: "메모 저장" }).click();
  await expect(lead.page.getByText("메모를 저장했습니다.")).toBeVisible();
  await expect(lead.page.getByText("확인했습니다.")).toBeVisible();
  await lead.page.goto("/console/claims/mentions");
  await expect(lead.page.getByText("읽지 않음")).toHaveCount(0);
  await lead.context.close();
});

test("a lead says what somebody can be given, and a claim goes by the rule to whoever fits", async ({ browser }) => {
  const { incidentId, claimId } = await aQueue();
  const agent = await as(browser, ["support"], incidentId, { name: `Agent ${randomUUID().slice(0, 6)}` });
  await agent.page.goto("/console/claims/desk");
  await expect(agent.page.getByRole("table").getByRole("link", { name: agent.member.name })).toHaveCount(0);
  const lead = await as(browser, ["lead"], incidentId);
  await lead.page.goto("/console/claims/desk");
  await expectAccessible(lead.page);
  await expectToFit(lead.page);
  await lead.page.getByRole("link", { name: agent.member.name }).click();
  await expect(lead.page.getByLabel("Open claims at most")).toBeVisible();
  await expectAccessible(lead.page);
  await expectToFit(lead.page);
  await lead.page.getByLabel("Open claims at most").fill("many");
  await lead.page.getByRole("button", { name: "Save" }).click();
  await expect(lead.page.getByRole("alert").filter({ hasText: "Please check" })).toBeVisible();
  await expect(lead.page.getByLabel("Open claims at most")).toHaveValue("many");
  await lead.page.getByLabel("Open claims at most").fill("40");
  await lead.page.getByRole("button", { name: "Save" }).click();
  await expect(lead.page.getByRole("row", { name: agent.member.name })).toContainText("0 of 40");
  await lead.page.goto(`/console/claims/${claimId}`);
  await lead.page.getByLabel("Give it to").selectOption("rule");
  await lead.page.getByRole("button", { name: "Assign" }).click();
  await expect(lead.page.getByRole("status").filter({ hasText: "has it now." })).toBeVisible();
  await lead.page.goto("/console/claims/desk");
  await lead.page.getByLabel("Give them by the rule as they come").check();
  await lead.page.getByRole("button", { name: "Save" }).click();
  await expect(lead.page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await agent.page.goto("/console/claims/desk");
  await expect(agent.page.getByText("Claims that nobody has are given by the rule.")).toBeVisible();
  await expect(agent.page.getByRole("button", { name: "Save" })).toHaveCount(0);
  for (const { context } of [agent, lead]) await context.close();
});

test("a list is walked, ticked and taken by keyboard, never while somebody types, and the keys can be turned off", async ({ page, context }) => {
  const { incidentId } = await aQueue();
  const member = await signInAs(context, ["support"], { incidentId, locale: "en", name: `Agent ${randomUUID().slice(0, 6)}` });
  await page.goto("/console/claims?state=submitted&assigned=nobody&sort=newest");
  const rows = page.locator("table[data-rows] tbody tr");
  const link = (row: number) => rows.nth(row).getByRole("link").first();
  await expect(page.getByRole("button", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(link(0)).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(rows.nth(1).getByRole("checkbox")).toBeChecked();
  await page.keyboard.press("k");
  await expect(link(0)).toBeFocused();
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox");
  await expect(search).toBeFocused();
  await page.keyboard.type("jax?");
  await expect(search).toHaveValue("jax?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // The row that is ticked is taken, not the one under the cursor.
  const [first, second] = [await link(0).innerText(), await link(1).innerText()];
  await link(0).focus();
  await page.keyboard.press("a");
  await expect(page.getByText("For the 1 claim that you ticked")).toBeVisible();
  await expect(page.getByRole("link", { name: second, exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: first, exact: true })).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press("s");
  await expect(page.getByRole("button", { name: "Put 1 claim back" })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(page.getByRole("link", { name: first, exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: second, exact: true })).toHaveCount(0);
  // With none ticked an act for ticked ones is for none, and not for all.
  await page.getByRole("button", { name: "Give the ticked ones to me" }).click();
  await expect(page.getByText("No claim is ticked.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Do it/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Back to the list" }).click();
  // On a claim's page j and k go on in the list one came from.
  await page.getByRole("link", { name: first, exact: true }).focus();
  await page.keyboard.press("j");
  const third = await rows.nth(1).getByRole("link").first().innerText();
  await page.keyboard.press("o");
  await expect(page.getByRole("heading", { level: 1, name: third })).toBeVisible();
  await expect(page.getByRole("link", { name: "Previous claim" })).toBeVisible();
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { level: 1, name: first })).toBeVisible();
  await expect(page.getByRole("link", { name: "Next claim" })).toBeVisible();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Next claim");
  await expectAccessible(page);
  await dialog.getByLabel("Single keys are shortcuts").uncheck();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: first })).toBeVisible();
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expect(dialog).toBeVisible();
  expect(member.name).toMatch(/^Agent/);
});

test("a filter is saved under a name, renamed, deleted and taken back", async ({ page, context }) => {
  const { incidentId } = await aQueue();
  await signInAs(context, ["support"], { incidentId, locale: "ko" });
  await page.goto("/console/claims?state=paid&sort=amount");
  await page.getByText("보기 저장과 변경").click();
  await page.getByRole("button", { name: "보기 저장", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "내용을 입력해 주십시오." })).toBeVisible();
  await page.getByLabel("이름").first().fill("지급한 큰 금액");
  await page.getByRole("button", { name: "보기 저장", exact: true }).click();
  const views = page.getByRole("navigation", { name: "저장한 보기" });
  await expect(views.getByRole("link", { name: "지급한 큰 금액" })).toHaveAttribute("aria-current", "true");
  await page.goto("/console/claims");
  await views.getByRole("link", { name: "지급한 큰 금액" }).click();
  await expect(page).toHaveURL(/state=paid&sort=amount/);
  await page.getByText("보기 저장과 변경").click();
  await page.getByLabel("이름").last().fill("지급 완료");
  await page.getByRole("button", { name: "이름 바꾸기" }).click();
  await expect(views.getByRole("link", { name: "지급 완료" })).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByText("보기 저장과 변경").click();
  await page.getByRole("button", { name: "삭제", exact: true }).click();
  await expect(page.getByText("보기를 삭제했습니다.")).toBeVisible();
  await page.getByRole("button", { name: "되돌리기" }).click();
  await expect(views.getByRole("link", { name: "지급 완료" })).toBeVisible();
});

test("a lead keeps macros and replies, and an act on all that a filter fits is looked at, done and put back", async ({ page, context }) => {
  const { incidentId, claimId, reference } = await aQueue();
  await signInAs(context, ["lead"], { incidentId, locale: "en" });
  const name = `Waiting ${randomUUID().slice(0, 6)}`;
  await page.goto("/console/claims/macros");
  await page.getByText("New reply").click();
  await page.getByLabel("Name").first().fill(name);
  await page.getByLabel("In Korean").first().fill("{{reference}} 건은 {{deadline}}까지 기다립니다.");
  await page.getByLabel("In English").first().fill("{{oops}}");
  await page.getByRole("button", { name: "Save the reply" }).first().click();
  await expect(page.getByRole("alert").filter({ hasText: "double braces" })).toBeVisible();
  await page.getByLabel("In English").first().fill("About {{reference}}: we wait until {{deadline}}.");
  await page.getByRole("button", { name: "Save the reply" }).first().click();
  await expect(page.getByText(name, { exact: true }).first()).toBeVisible();
  await page.getByText("New macro").click();
  const form = page.locator("form", { has: page.getByRole("button", { name: "Save the macro" }) }).last();
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Assign it to me").check();
  await form.getByLabel("Note to add").fill("Waits for papers.");
  await form.getByLabel("Reply to put in").selectOption({ label: name });
  await form.getByRole("button", { name: "Save the macro" }).click();
  await expect(page.locator("summary", { hasText: name })).toHaveCount(2);
  await page.locator("summary", { hasText: name }).last().click();
  await page.getByRole("button", { name: "Delete this macro" }).last().click();
  await expect(page.getByText("The macro is deleted.")).toBeVisible();
  await expect(page.locator("summary", { hasText: name })).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator("summary", { hasText: name })).toHaveCount(2);
  await expectAccessible(page);
  await expectToFit(page);
  await page.goto(`/console/claims/${claimId}`);
  await page.getByLabel("Macro", { exact: true }).selectOption({ label: name });
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByText("This claim is yours.")).toBeVisible();
  await expect(page.locator("textarea[name=text]")).toHaveValue(`About ${reference}: we wait until [deadline].`);
  await expect(page.getByText("Waits for papers.")).toBeVisible();
  await expectAccessible(page);

  await page.goto("/console/claims?state=submitted&state=denied");
  await page.getByRole("link", { name: "All that fit …" }).click();
  await page.getByLabel("What to do").selectOption({ label: "Give them to me" });
  await page.getByRole("button", { name: "See what would happen" }).click();
  await expect(page.getByText("these would be refused")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("button", { name: /^Do it to/ }).click();
  await expect(page.getByRole("button", { name: /Put \d+ claims back/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("link", { name: /^Refused \d/ })).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("button", { name: /Put \d+ claims back/ }).click();
  await expect(page.getByText(/^Put back ·/)).toBeVisible({ timeout: 30_000 });
});
