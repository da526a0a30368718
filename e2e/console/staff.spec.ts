import { expect, expectAccessible, test } from "../fixtures";
import { offBoard } from "@/domain/offboarding/off-board";
import { staffContext } from "@/test/contexts";
import { aStaffMember, withCredentials } from "@/test/staff";
import { withParts } from "../parts";
import { askForNewMember } from "../new-member";
import { signInAs } from "../sign-in";

const PASSWORD = "넷 다섯 걸음 뒤 우체통";

test("a member signs in with password and code, is told what is wrong without losing the address, and is out at once when disabled", async ({ page, consoleErrors }) => {
  const { member, code, late } = await withParts(async (parts) => {
    const someone = await aStaffMember(parts, ["auditor"]);
    const { code: read } = await withCredentials(parts, someone, PASSWORD);
    return { member: someone, code: await read(), late: await read(30) };
  });
  await page.goto("/console");
  await expect(page).toHaveURL(/\/console\/sign-in/);
  await expectAccessible(page);
  await page.getByLabel("이메일").fill(member.email);
  await page.getByLabel("비밀번호").fill("틀린 비밀번호");
  await page.getByLabel("인증번호").fill(code);
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "맞지 않는 것이" })).toBeFocused();
  // The sign-in library answers a refusal with 401, which the browser reports by itself.
  expect(consoleErrors.splice(0).every((text) => text.includes("401"))).toBe(true);
  await expect(page.getByLabel("이메일")).toHaveValue(member.email);
  await page.getByLabel("비밀번호").fill(PASSWORD);
  await page.getByLabel("인증번호").fill(late);
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "현황" })).toBeVisible();
  await expectAccessible(page);
  await withParts(async (parts) => offBoard(staffContext(parts, ["admin"], (await aStaffMember(parts, ["admin"])).id), { staffId: member.id, reason: "left the company today" }));
  await page.reload();
  await expect(page).toHaveURL(/\/console\/sign-in/);
});

test("whoever changes the language of their console has all of it in that language at once", async ({ page, context }) => {
  await signInAs(context, ["admin"], { locale: "ko" });
  await page.goto("/console/account");
  await page.getByLabel("English").check();
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account");
  await expect(page.getByRole("navigation").first().getByRole("link").first()).toHaveText("Overview");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expectAccessible(page);
});

test("an administrator adds a person, who sets up their sign-in with the mailed code", async ({ page, context, browser }) => {
  await signInAs(context, ["admin"], { locale: "en" });
  await page.goto("/console/staff");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Add a person" }).click();
  await page.getByRole("button", { name: "Add and send the code" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Please check" })).toBeVisible();
  await expectAccessible(page);
  const email = await askForNewMember(page);
  await expect(page.getByRole("heading", { level: 1, name: "Kim New" })).toBeVisible();
  await expect(page.getByText("Has not set up sign-in yet").first()).toBeVisible();
  await expectAccessible(page);
  let code = "";
  await expect(async () => {
    const mails = (await (await page.request.get(`${process.env.E2E_MAIL_URL}/api/messages?to=${email}`)).json()) as { text: string }[];
    code = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(mails[0]?.text ?? "")?.[0] ?? "";
    expect(code).not.toBe("");
  }).toPass();
  const theirs = await (await browser.newContext({ baseURL: process.env.E2E_URL })).newPage();
  await theirs.goto("/console/set-up?lang=en");
  await theirs.getByLabel("E-mail").fill(email);
  await theirs.getByLabel("Code from the mail").fill(code);
  await theirs.getByLabel("New password").fill("four five steps behind");
  await theirs.getByRole("button", { name: "Set up" }).click();
  await expect(theirs.getByText("Add this key to your authenticator")).toBeVisible();
  await expectAccessible(theirs);
  await theirs.context().close();
  await page.goto("/console/audit");
  await expect(page.getByRole("cell", { name: "staff.set-up" }).first()).toBeVisible();
  await expectAccessible(page);
});

test("the keyboard walks the rows of a list, and ? says how", async ({ page, context }) => {
  await signInAs(context, ["admin"], { locale: "en" });
  await page.goto("/console/staff");
  const rows = page.locator("table[data-rows] tbody tr a");
  const second = rows.nth(1);
  // The keys work once the page's script does, which is not when it is loaded.
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(rows.first()).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("j");
  await expect(second).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await second.focus();
  const name = await second.textContent();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name ?? "");
});
