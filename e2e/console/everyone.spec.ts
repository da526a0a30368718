import { randomUUID } from "node:crypto";
import { openEnquiry } from "@/domain/enquiries/open-enquiry";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

for (const locale of ["ko", "en"] as const) {
  test(`overview, claims, enquiries, staff, audit and account can be used by everybody, in ${locale}`, async ({ page, context, consoleErrors }) => {
    const email = `all-${randomUUID().slice(0, 8)}@example.com`;
    const { incident, claim } = await withParts(async (parts) => {
      const published = await aPublishedIncident(parts, `ref,email,confirmed\na,${email},names`);
      const programme = await aProgramme(parts, published);
      const subject = await aSubject(parts, published, email, locale);
      await openEnquiry(subject, published, { text: "I never gave you my name.", dataClass: "names" });
      const filed = await aFiledClaim(subject, programme);
      return { incident: published, claim: filed };
    });
    for (const path of ["sign-in", "set-up"]) {
      await page.goto(`/console/${path}?lang=${locale}`);
      await expectAccessible(page, locale !== "ko");
      await expectToFit(page);
    }
    const member = await signInAs(context, ["admin", "support", "auditor"], { incidentId: incident.id, locale });
    const paths = ["", "/claims", `/claims/${claim.id}`, "/enquiries", "/staff", "/staff/new", `/staff/${member.id}`, "/audit", "/account", "/claims/nothing", "/nothing"];
    const titles = new Set<string>();
    for (const path of paths) {
      await page.goto(`/console${path}`);
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      titles.add(await page.title());
      await expectAccessible(page, locale !== "ko");
      await expectToFit(page);
      // The rail stays, also where there is nothing.
      await expect(page.getByRole("navigation").first()).toBeVisible();
    }
    expect([...titles].some((title) => /[가-힣]/.test(title))).toBe(locale === "ko");
    await page.goto("/console/enquiries");
    await page.getByRole("table").getByRole("link").first().click();
    await expect(page.getByText("I never gave you my name.")).toBeVisible();
    await expectAccessible(page, locale !== "ko");
    await expectToFit(page);
    // The browser reports the two pages that are not there by itself.
    expect(consoleErrors.splice(0).filter((text) => !text.includes("404"))).toEqual([]);
  });
}
