import { eq } from "drizzle-orm";
import { noticeTemplates } from "@/db/schema/notices";
import { staffSessions } from "@/db/schema/staff";
import { aStaffSession, withCredentials } from "@/test/staff";
import { anApprovedWave, anIncidentWithPeople, people } from "@/test/waves";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { askForNewMember } from "../new-member";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const PASSWORD = "넷 다섯 걸음 뒤 우체통";
const stale = () => ({ provenAt: new Date(Date.now() - 6 * 60_000) });

test("somebody sees where they are signed in, ends one session and the others, and signs out everywhere", async ({ page, context }) => {
  const member = await signInAs(context, ["support"], { locale: "en" });
  await withParts(async (parts) => {
    for (const device of ["Safari 18 · iPhone", "Firefox 140 · Linux", "Whale 4 · Windows"]) await aStaffSession(parts, member.id, { device, network: "198.51.100.0/24" });
  });
  await page.goto("/console/account");
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("button", { name: /Safari 18 · iPhone/ }).click();
  await expect(page.getByText("That session is signed out.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Safari 18 · iPhone/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await expect(page.getByRole("button", { name: /Firefox 140/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/console\/sign-in/);
});

test("an act asks who is there when the last proof is too old, and then goes on with what was typed", async ({ page, context }) => {
  const member = await signInAs(context, ["admin"], { locale: "en", session: stale() });
  const { code } = await withParts((parts) => withCredentials(parts, member, PASSWORD));
  await page.goto("/console/staff/new");
  const email = await askForNewMember(page);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Password")).toBeFocused();
  await expectAccessible(page);
  await expectToFit(page);
  await dialog.getByRole("button", { name: "Not now" }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await page.getByRole("button", { name: "Add and send the code" }).click();
  await dialog.getByLabel("Password").fill("wrong");
  await dialog.getByLabel("One-time code").fill(await code());
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByRole("alert")).toContainText("is not right");
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByLabel("One-time code").fill(await code());
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Kim New" })).toBeVisible();
});

test("a download asks on a page of its own and leads back", async ({ page, context }) => {
  const member = await signInAs(context, ["comms"], { locale: "ko", session: stale() });
  const { code } = await withParts((parts) => withCredentials(parts, member, PASSWORD));
  await page.goto("/console/prove?to=https://elsewhere.example/");
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByLabel("비밀번호").fill(PASSWORD);
  await page.getByLabel("인증번호").fill(await code());
  await page.getByRole("button", { name: "확인" }).click();
  await expect(page).toHaveURL(/\/console$/);
});

test("what was typed outlives a session that ended meanwhile, and the sign-in page says why", async ({ page, context }) => {
  const member = await signInAs(context, ["admin"], { locale: "en" });
  await page.goto("/console/staff/new");
  await page.getByLabel("Name", { exact: true }).fill("Kim Typed");
  await withParts((parts) => parts.db.update(staffSessions).set({ lastSeenAt: new Date(Date.now() - 31 * 60_000) }).where(eq(staffSessions.staffId, member.id)));
  await page.getByRole("button", { name: "Add and send the code" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "You are signed out" })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Kim Typed");
  const [other] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Sign in in another tab" }).click()]);
  await expect(other.getByText("nothing happened here for half an hour")).toBeVisible();
  await expectAccessible(other);
});

test("a page that asks by itself keeps no session alive while nobody touches it", async ({ page, context }) => {
  const incidentId = await withParts(async (parts) => {
    const { incidentId, versionId } = await anIncidentWithPeople(parts, people(1));
    await anApprovedWave(parts, versionId, {}, { scheduledAt: new Date(Date.now() + 86_400_000).toISOString() });
    return incidentId;
  });
  const member = await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto("/console/waves");
  const seenAt = (to?: number) =>
    withParts(async ({ db }) => {
      if (to !== undefined) await db.update(staffSessions).set({ lastSeenAt: new Date(Date.now() - to * 60_000) }).where(eq(staffSessions.staffId, member.id));
      const [session] = await db.select().from(staffSessions).where(eq(staffSessions.staffId, member.id));
      return session?.lastSeenAt;
    });
  // As it does when its tab is seen again, at once. What the page then says is a new answer.
  const asksAgain = async (name: string) => {
    await withParts(({ db }) => db.update(noticeTemplates).set({ name }).where(eq(noticeTemplates.incidentId, incidentId)));
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect(page.getByRole("link", { name })).toBeVisible();
  };
  const before = await seenAt(10);
  await asksAgain("First");
  expect(await seenAt()).toEqual(before);
  await page.keyboard.press("Shift");
  await asksAgain("Second");
  expect((await seenAt())?.getTime()).toBeGreaterThan(before?.getTime() ?? Infinity);
  await seenAt(31);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(page.getByText("nothing happened here for half an hour")).toBeVisible();
});
