import { randomUUID } from "node:crypto";
import { seedIncident } from "@/db/seed/demo-incident";
import { importText, publish } from "@/test/imports";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

test("what a wording must not say is found, shown in the text, replaced with a click, and not found again", async ({ page, context }) => {
  const incidentId = await withParts(async (parts) => {
    const made = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `check-${randomUUID().slice(0, 8)}` });
    await importText(parts, made.incidentId, "ref,email,locale,confirmed\nr1,one@example.com,en,names;email-addresses;access-codes");
    await publish(parts, made.incidentId, 1);
    return made.incidentId;
  });
  await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto("/console/notices/new");
  await page.getByLabel("Name", { exact: true }).fill("Full notice");
  await page.getByRole("button", { name: "Begin the draft" }).click();
  const check = page.locator("section").filter({ has: page.getByRole("heading", { name: "Check", exact: true }) });
  await expect(check).toContainText("before somebody approves this");

  const first = page.getByLabel("Section 1, English");
  await first.fill("Your data was exposed. Rest assured, your name and your orders leaked. We found it on 1 January 2026.");
  await page.getByRole("button", { name: "Save the draft" }).click();
  await expect(page.getByText(/^Saved \d\d:\d\d$/)).toBeVisible();
  const finding = (title: string) => check.getByRole("listitem").filter({ hasText: title });
  for (const title of ["“exposed” is not the law’s word", "A promise nobody can keep: “Rest assured”", "Named, and not in the data: Recent orders", "“1 January 2026” is not in the facts ledger"]) await expect(finding(title)).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/notice-check.png", fullPage: true });

  await finding("is not the law’s word").getByRole("button", { name: "Show in the text" }).click();
  await expect(first).toBeFocused();
  expect(await first.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd))).toBe("exposed");
  await finding("is not the law’s word").getByRole("button", { name: "Write “leaked” instead" }).click();
  await expect(first).toHaveValue(/^Your data was leaked\. Rest assured/);
  // It is saved on its own, and found no more.
  await expect(finding("is not the law’s word")).toHaveCount(0);
  await first.fill("Your name leaked. We are sorry.");
  await first.blur();
  await expect(finding("A promise nobody can keep")).toHaveCount(0);
});
