import { randomUUID } from "node:crypto";
import { circumstances, measures } from "@/db/seed/demo-notice-words";
import { staffContext } from "@/test/contexts";
import { importText, publish } from "@/test/imports";
import { anApprovedWave, anIncidentWithPeople } from "@/test/waves";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const first = (id: string) => `ref,email,locale,country,confirmed\n1,kim.${id}@example.com,ko,KR,names;email-addresses\n2,lee.${id}@example.com,en,KR,names;email-addresses\n3,park.${id}@example.com,ko,KR,names;email-addresses`;
const second = (id: string) => first(id).replace(`kim.${id}@example.com,ko,KR,names;email-addresses`, `kim.${id}@example.com,ko,KR,names;email-addresses;access-codes`).replace(`lee.${id}@example.com,en,KR,names;email-addresses`, `lee.${id}@example.com,en,KR,names;email-addresses;access-codes`);

test("a new data set shows who was told too little; comms writes the correction, an approver passes over a point, and the wave counts exactly those people", async ({ page, context, browser }) => {
  const id = randomUUID().slice(0, 8);
  const { incidentId, waveId } = await withParts(async (parts) => {
    const made = await anIncidentWithPeople(parts, first(id));
    const wave = await anApprovedWave(parts, made.versionId);
    return { ...made, waveId: wave.id };
  });
  const state = () => withParts(async (parts) => (await getWaveOverview(staffContext(parts, ["comms"]), waveId)).state);
  await expect.poll(state, { timeout: 60_000 }).toBe("finished");
  await withParts(async (parts) => {
    await importText(parts, incidentId, second(id), "replace");
    await publish(parts, incidentId, 2);
  });

  await signInAs(context, ["comms"], { locale: "en", incidentId, name: "Kim Comms" });
  await page.goto("/console/waves");
  await page.getByRole("link", { name: "Corrections" }).click();
  await expect(page.getByText("2 people were reached by a notice, and something that leaked of them was named by none.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("row", { name: /Building entrance code/ })).toContainText("2");
  await expect(page.getByText("Nobody: the last notice named nothing to anybody that the data does not have.")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.screenshot({ path: "test-results/corrections.png", fullPage: true });
  await page.getByLabel("Name of the template").fill(`Correction ${id}`);
  await page.getByRole("button", { name: "Write the correction" }).click();

  await expect(page.getByRole("heading", { level: 1, name: `Correction ${id}` })).toBeVisible();
  await expect(page.getByText("Stands in the place of")).toBeVisible();
  const left = { Korean: [circumstances.ko, measures.ko], English: [circumstances.en, measures.en] };
  for (const language of ["Korean", "English"] as const) {
    for (const section of await page.getByRole("textbox", { name: new RegExp(`^Section \\d+, ${language}$`) }).all()) {
      const text = await section.inputValue();
      if (text.includes("[")) await section.fill(text.replaceAll(/\[[^\]]+\]/g, () => left[language].shift() ?? ""));
      if (text.includes("We should have got it right")) await section.fill(`${text}\n\nRest assured.`);
    }
  }
  await page.getByRole("button", { name: "Save and ask for approval" }).click();
  await expect(page.getByText("In review", { exact: true }).first()).toBeVisible();
  const address = page.url();

  const other = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(other, ["approver"], { locale: "en", incidentId, name: "Lee Legal" });
  const legal = await other.newPage();
  await legal.goto(address);
  await expect(legal.getByText(/^The check below has 1 open point/)).toBeVisible();
  await expect(legal.getByRole("button", { name: "Approve this wording for good" })).toHaveCount(0);
  const point = legal.getByRole("listitem").filter({ hasText: "A promise nobody can keep" });
  await point.getByText("Pass over this …").click();
  await point.getByRole("button", { name: "Pass over it" }).click();
  await expect(point.getByText("Please give a reason of at least 10 characters.").first()).toBeVisible();
  await point.getByLabel("Why it may stay as it is").fill("A quotation that the commission asked for.");
  await point.getByRole("button", { name: "Pass over it" }).click();
  await expect(legal.getByRole("heading", { name: "Passed over" })).toBeVisible();
  await expect(legal.getByText("A quotation that the commission asked for.")).toBeVisible();
  await expectAccessible(legal);
  await legal.screenshot({ path: "test-results/passed-over.png", fullPage: true });
  await legal.getByRole("button", { name: "Open the point again" }).click();
  await expect(legal.getByRole("heading", { name: "Passed over" })).toHaveCount(0);
  await point.getByText("Pass over this …").click();
  await point.getByLabel("Why it may stay as it is").fill("A quotation that the commission asked for.");
  await point.getByRole("button", { name: "Pass over it" }).click();
  await legal.getByRole("button", { name: "Approve this wording for good" }).click();
  await expect(legal.getByText("Approved", { exact: true }).first()).toBeVisible();

  await page.reload();
  await page.getByRole("link", { name: "New wave with this wording" }).click();
  await expect(page.getByRole("checkbox", { name: "Building entrance code: Leaked, and no notice named it to them" })).toBeChecked();
  await page.getByRole("button", { name: "Save the draft" }).click();
  await expect(page.getByText("who were never told that Building entrance code leaked").first()).toBeVisible();
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await expect(page.getByText("You made this wave or asked for its approval.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/2 people/).first()).toBeVisible();
  await other.close();
});
