import { aFiledClaim, aProgramme } from "@/test/claims";
import { importText, publish } from "@/test/imports";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

test("an agent sees what the data published now says of a claim whose terms ask for that", async ({ page, context }) => {
  const { incident, claim } = await withParts(async (parts) => {
    const published = await aPublishedIncident(parts, "ref,email,confirmed,possible\na,minji@example.com,names,purchases");
    const programme = await aProgramme(parts, published, { eligibleBy: "now" });
    const filed = await aFiledClaim(await aSubject(parts, published, "minji@example.com"), programme);
    await importText(parts, published.id, "ref,email,confirmed,possible,cleared\na,minji@example.com,,purchases,names", "amend");
    await publish(parts, published.id, 2);
    return { incident: published, claim: filed };
  });
  await signInAs(context, ["support"], { incidentId: incident.id, locale: "en" });
  await page.goto(`/console/claims/${claim.id}`);
  const panel = page.locator("section").filter({ has: page.getByRole("heading", { name: "Eligible now" }) });
  await expect(panel.getByText("data set 2. It was filed under 1.")).toBeVisible();
  await expect(panel.getByRole("listitem").filter({ hasText: "confirmed → cleared" })).toHaveCount(1);
  await expect(panel.getByText("Not eligible any more for Vouchers. It cannot be approved.")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
});
