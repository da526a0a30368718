import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { aProgramme } from "@/test/claims";
import { aPublishedIncident } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { awaitCode } from "../mail";
import { withParts } from "../parts";

/** A page as everybody must be able to use it: both colour schemes, narrow, in its language, with a title. */
async function expectForEveryone(page: Page, locale: string) {
  await expect(page.locator("html")).toHaveAttribute("lang", locale);
  await expectAccessible(page, locale !== "ko");
  await expectToFit(page);
}

for (const locale of ["ko", "en"] as const) {
  test(`every public page can be used by everybody, in ${locale}`, async ({ page, request }) => {
    const email = `all-${randomUUID().slice(0, 8)}@example.com`;
    const { slug } = await withParts(async (parts) => {
      const incident = await aPublishedIncident(parts, ["ref,kind,named_by,email,confirmed,possible,counts,hints", `a,account-holder,,${email},names;access-codes;phone-numbers,purchases,access-codes=2,phone-numbers=010-••••-••34`].join("\n"));
      await aProgramme(parts, incident);
      return incident;
    });
    const base = `/${locale}/${slug}`;
    const submit = () => page.locator("main").getByRole("button").first().click();
    for (const path of [`/${locale}`, base, `${base}/updates`, `${base}/apology`, `${base}/messages`, `${base}/guidance`]) {
      await page.goto(path);
      await expectForEveryone(page, locale);
    }

    await page.goto(`${base}/check`);
    await submit();
    await expect(page.getByRole("alert").first()).toBeFocused();
    await expectForEveryone(page, locale);
    await page.locator("input[name=contact]").fill(email);
    await submit();
    await expect(page).toHaveURL(/\/code$/);
    await expectForEveryone(page, locale);
    await page.locator("input[name=code]").fill(await awaitCode(request, email));
    await submit();
    await expect(page).toHaveURL(/\/result$/);
    for (const path of ["result", "looks", "guidance", "wrong", "compensation", "claim"]) {
      await page.goto(`${base}/${path}`);
      await expectForEveryone(page, locale);
    }

    await submit();
    await expect(page).toHaveURL(/\/benefits$/);
    await submit();
    await expect(page.getByRole("alert").first()).toBeFocused();
    // The summary leads to the question, also where the answer is a choice.
    await page.getByRole("alert").first().getByRole("link").press("Enter");
    await expect(page.getByRole("radio").first()).toBeFocused();
    await expectForEveryone(page, locale);
    await page.locator("input[value=cash]").check();
    await submit();
    await expect(page).toHaveURL(/\/account$/);
    await submit();
    await expect(page.getByRole("alert").first().getByRole("link")).toHaveCount(3);
    await expectForEveryone(page, locale);
    await page.locator("select[name=bank]").selectOption("088");
    await page.locator("input[name=account]").fill("110-123-456789");
    await page.locator("input[name=holder]").fill("Kim Minji");
    await submit();
    await expect(page).toHaveURL(/\/answers$/);
    await expectForEveryone(page, locale);
    await submit();
    await expect(page.getByRole("alert").first()).toBeFocused();
    await expectForEveryone(page, locale);
    await page.locator("input[name=accept]").check();
    await submit();
    await expect(page).toHaveURL(/done=filed$/);
    await expectForEveryone(page, locale);
  });
}
