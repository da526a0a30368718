import { readFileSync } from "node:fs";
import { and, eq, isNull, ne } from "drizzle-orm";
import { accessReviews } from "@/db/schema/access-review";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import { verifyBundle } from "@/domain/access-review/bundle/verify-bundle";
import { decideReviews } from "@/domain/access-review/decide-reviews";
import { staffContext } from "@/test/contexts";
import { aStaffMember, aStaffSession, withCredentials } from "@/test/staff";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const DAY = 86_400_000;

test("an administrator sees which role ends soon and renews it, and lets in again who was away for too long and is told so at the door", async ({ page, context, browser }) => {
  const PASSWORD = "넷 다섯 걸음 뒤 우체통";
  const { away, codes } = await withParts(async (parts) => {
    const member = await aStaffMember(parts, ["finance", "admin"], { name: "Away Person" });
    const { code } = await withCredentials(parts, member, PASSWORD);
    await parts.db.update(staffGrants).set({ grantedAt: new Date(Date.now() - 175 * DAY), expiresAt: new Date(Date.now() + 5 * DAY) }).where(eq(staffGrants.staffId, member.id));
    await parts.db.update(staffMembers).set({ suspendedAt: new Date() }).where(eq(staffMembers.id, member.id));
    return { away: member, codes: [await code(), await code(30)] };
  });
  await signInAs(context, ["admin"], { locale: "en", name: "First Admin" });
  await page.goto(`/console/staff/${away.id}`);
  await expect(page.getByText("Suspended").first()).toBeVisible();
  const finance = page.getByRole("listitem").filter({ hasText: "Finance" });
  await expect(finance.getByText("Ends soon")).toBeVisible();
  await expectAccessible(page);
  await finance.getByRole("button", { name: "Renew" }).click();
  await expect(finance.getByText("Ends soon")).toBeHidden();

  const admin = page.getByRole("listitem").filter({ hasText: "Administrator" });
  await admin.getByRole("button", { name: "Renew" }).click();
  await expect(admin.getByText("First Admin asks for a renewal until")).toBeVisible();
  await admin.getByRole("button", { name: "Approve the renewal" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "second" })).toBeVisible();
  const theirs = await (await browser.newContext({ baseURL: process.env.E2E_URL })).newPage();
  await signInAs(theirs.context(), ["admin"], { locale: "en" });
  await theirs.goto(`/console/staff/${away.id}`);
  await theirs.getByRole("button", { name: "Approve the renewal" }).click();
  await expect(theirs.getByText("asks for a renewal")).toBeHidden();
  await expect(theirs.getByText("Ends soon")).toBeHidden();
  await theirs.context().close();

  const door = await (await browser.newContext({ baseURL: process.env.E2E_URL })).newPage();
  const enter = async (code: string | undefined) => {
    await door.getByLabel("E-mail").fill(away.email);
    await door.getByLabel("Password").fill(PASSWORD);
    await door.getByLabel("One-time code").fill(code ?? "");
    await door.getByRole("button", { name: "Sign in", exact: true }).click();
  };
  await door.goto("/console/sign-in?lang=en");
  await enter(codes[0]);
  await expect(door.getByRole("alert").filter({ hasText: "Nobody has used this account" })).toBeFocused();
  await page.goto(`/console/staff/${away.id}`);
  await page.getByRole("button", { name: "Open the account again" }).click();
  await expect(page.getByText("Active").first()).toBeVisible();
  await enter(codes[1]);
  await expect(door.getByRole("heading", { level: 1, name: "현황" })).toBeVisible();
  await door.goto("/console/account");
  await expect(door.getByText("관리자").first()).toBeVisible();
  await door.context().close();
});

/** Everybody else who works on this installation meanwhile keeps their roles. */
const keepTheOthers = (campaignId: string, reviewers: readonly string[], but: string) =>
  withParts(async (parts) => {
    for (const reviewer of reviewers) {
      const open = await parts.db.select({ id: accessReviews.id }).from(accessReviews).where(and(eq(accessReviews.campaignId, campaignId), isNull(accessReviews.decision), ne(accessReviews.staffId, reviewer), ne(accessReviews.staffId, but)));
      for (let at = 0; at < open.length; at += 500) await decideReviews(staffContext(parts, ["admin"], reviewer), { campaignId, reviews: open.slice(at, at + 500).map(({ id }) => id), decision: "keep", reason: "works here in this test" });
    }
  });

test("a review of access is opened, answered for one role and for many, undone, closed, and its evidence holds", async ({ page, context, browser }) => {
  const second = await withParts((parts) => aStaffMember(parts, ["admin"]));
  const goes = await withParts(async (parts) => {
    const member = await aStaffMember(parts, ["comms", "finance"], { name: "0 Goes Away" });
    await aStaffSession(parts, member.id);
    return member;
  });
  const first = await signInAs(context, ["admin"], { locale: "en", name: "0 First Reviewer" });
  await page.goto("/console/staff");
  await page.getByRole("link", { name: "Access review" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Access review" })).toBeVisible();
  // What is typed before the answer is there stays.
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/console/access-review", async (route) => {
    await held;
    await route.continue();
  }, { times: 1 });
  await page.getByRole("button", { name: "Open the review" }).click();
  await page.getByLabel("Reason").fill("a new team has taken over the desk");
  answer();
  await expect(page.getByRole("alert").filter({ has: page.getByRole("heading") })).toBeFocused();
  await expect(page.getByLabel("Reason")).toHaveValue("a new team has taken over the desk");
  await page.getByRole("button", { name: "Open the review" }).click();
  await expect(page).toHaveURL(/access-review\/[0-9a-f-]{36}$/);
  const campaignId = page.url().split("/").at(-1) ?? "";

  await page.goto(`/console/access-review/${campaignId}?show=all`);
  const theirs = (role: string) => page.getByRole("row").filter({ hasText: "0 Goes Away" }).filter({ hasText: role });
  await expect(page.getByRole("row").filter({ hasText: "0 First Reviewer" }).filter({ hasText: "somebody else answers" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "0 First Reviewer" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Answer for the roles chosen" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "at least one role" })).toBeVisible();
  for (const role of ["Comms", "Finance"]) await theirs(role).getByRole("checkbox").check();
  await page.getByLabel("Revoke").check();
  await page.getByLabel("Reason").fill("short");
  await page.getByRole("button", { name: "Answer for the roles chosen" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "10" })).toBeVisible();
  await expect(theirs("Comms").getByRole("checkbox")).toBeChecked();
  await expect(page.getByLabel("Revoke")).toBeChecked();
  await page.getByLabel("Reason").fill("works for another company now");
  await page.getByRole("button", { name: "Answer for the roles chosen" }).click();
  await expect(page.getByText("Answered for 2 roles.")).toBeVisible();
  await expect(theirs("Finance").getByText("works for another company now")).toBeVisible();
  await theirs("Finance").getByRole("button", { name: "Undo" }).click();
  await expect(theirs("Finance").getByText("Not answered")).toBeVisible();
  await theirs("Finance").getByRole("checkbox").check();
  await page.getByLabel("Keep").check();
  await page.getByLabel("Reason").fill("still pays in this quarter");
  await page.getByRole("button", { name: "Answer for the roles chosen" }).click();
  await expect(theirs("Finance").getByText("Kept", { exact: true })).toBeVisible();

  await keepTheOthers(campaignId, [first.id, second.id], goes.id);
  await page.reload();
  await page.getByRole("button", { name: "Close and carry out" }).click();
  await expect(page.getByRole("heading", { name: "Evidence" })).toBeVisible();
  await expect(theirs("Comms").getByText("taken away")).toBeVisible();
  await expect(theirs("Finance").getByText("Kept", { exact: true })).toBeVisible();
  await expectAccessible(page);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the evidence" }).click();
  const verdict = verifyBundle(readFileSync(await (await downloading).path()));
  expect(verdict).toMatchObject({ findings: [], manifest: { campaign: campaignId } });
  await expect(page.getByText(verdict.manifestHash ?? "none")).toBeVisible();
  await page.getByRole("link", { name: "In the audit log" }).click();
  await expect(page.getByRole("cell", { name: "access-review.close" })).toBeVisible();
  const auditor = await (await browser.newContext({ baseURL: process.env.E2E_URL })).newPage();
  await signInAs(auditor.context(), ["auditor"], { locale: "ko" });
  await auditor.goto("/console/access-review");
  await expect(auditor.getByRole("button", { name: "검토 열기" })).toHaveCount(0);
  await auditor.goto(`/console/access-review/${campaignId}`);
  await expect(auditor.getByText("works for another company now")).toBeVisible();
  await expectAccessible(auditor);
  await auditor.context().close();
});
