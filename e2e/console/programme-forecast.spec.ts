import { programmeHours } from "@/db/schema/claims";
import { aProgramme } from "@/test/claims";
import { aPublishedIncident } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const DAY = 86_400_000;

test("finance holds what was claimed so far against what was supposed, as figures, charts and tables", async ({ page, context }) => {
  const incident = await withParts(async (parts) => {
    const published = await aPublishedIncident(parts, ["ref,email,confirmed", ...Array.from({ length: 40 }, (_, i) => `p${i},p${i}@example.com,names`)].join("\n"));
    const programme = await aProgramme(parts, published, { opensAt: new Date(Date.now() - 10 * DAY), closesAt: new Date(Date.now() + 10 * DAY), poolMinor: 500_000n });
    // One a day for ten days.
    await parts.db.insert(programmeHours).values(Array.from({ length: 10 }, (_, i) => ({ programmeId: programme.id, hour: new Date(Math.floor(Date.now() / 3_600_000 - 24 * (i + 1)) * 3_600_000), shard: 0, claims: 1, minor: 50_000n })));
    return published;
  });
  await signInAs(context, ["finance"], { incidentId: incident.id, locale: "en" });
  await page.goto("/console/programmes/compensation/simulate");
  await page.getByRole("button", { name: "Reckon" }).click();
  await page.getByRole("link", { name: "Hold this against what was claimed" }).click();
  const panel = page.locator("section").filter({ has: page.getByRole("heading", { name: "How it goes" }) });
  await expect(panel.getByRole("row", { name: "Claims 10 20 4" })).toBeVisible();
  await expect(panel.getByRole("row", { name: /^Take-up 25% 50% 10%/ })).toBeVisible();
  await expect(panel.getByRole("row", { name: /^Cost 500,000 KRW 1,000,000 KRW/ })).toBeVisible();
  await expect(panel.getByText("500,000 KRW are missing at the close.")).toBeVisible();
  await expect(panel.getByText(/^By the ledger: 0 KRW reserved/)).toBeVisible();
  await panel.getByLabel("Supposed take-up, in percent").fill("50");
  await panel.getByRole("button", { name: "Compare" }).click();
  await expect(panel.getByRole("row", { name: "Claims 10 20 20" })).toBeVisible();
  await expect(page).toHaveURL(/eligible=40.*takeUp=50/);
  await panel.getByText("Figures as a table").first().click();
  await expect(panel.getByRole("table", { name: "Claims, in total" }).getByRole("row").last()).toContainText("–2020");
  await expect(panel.locator("svg.recharts-surface").first()).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
});
