import { readFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { loadExportLimits } from "@/content/exports/limits";
import { dataExports } from "@/db/schema/exports";
import { aFrozenWave, anIncidentWithPeople } from "@/test/waves";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const { alone } = loadExportLimits();
const PEOPLE = alone.unreached + 2;
const WITHOUT_CONTACT = ["ref,email,locale,confirmed", ...Array.from({ length: PEOPLE }, (_, i) => `p${i},,ko,names`)].join("\n");

/** A wave that reaches nobody. */
function aSilentWave(): Promise<{ incidentId: string; waveId: string }> {
  return withParts(async (parts) => {
    const { incidentId, versionId } = await anIncidentWithPeople(parts, WITHOUT_CONTACT);
    return { incidentId, waveId: (await aFrozenWave(parts, versionId)).id };
  });
}

test("a file with many people in it is asked for with a reason, agreed to by a second person, taken out by its asker with their name in it, and then gone", async ({ page, context, browser }) => {
  const { incidentId, waveId } = await aSilentWave();
  await signInAs(context, ["approver"], { locale: "en", incidentId, name: "박승인" });
  await page.goto(`/console/waves/${waveId}/unreached`);
  await expect(page.getByText("a second person has to agree first")).toBeVisible();
  await page.getByRole("button", { name: /Ask for the file/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: "reason" })).toBeVisible();
  await page.getByLabel("Reason").fill("letters to everybody whom no mail reached");
  await page.getByRole("button", { name: /Ask for the file/ }).click();
  await expect(page).toHaveURL(/\/console\/exports\/[0-9a-f-]{36}$/);
  const address = page.url();
  await expect(page.getByText("A second person has to agree before you can take the file out.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Take the file out" })).toHaveCount(0);
  await expectAccessible(page);
  await expectToFit(page);

  const other = await browser.newContext({ baseURL: process.env.E2E_URL ?? "" });
  await signInAs(other, ["security"], { locale: "ko", incidentId, name: "김보안" });
  const second = await other.newPage();
  await second.goto("/console/exports");
  await expectAccessible(second);
  await second.goto(address);
  await expect(second.getByText("letters to everybody whom no mail reached")).toBeVisible();
  await expectAccessible(second);
  await second.getByRole("button", { name: "승인", exact: true }).click();
  await expect(second.getByText("요청한 사람이 받을 수 있습니다.")).toBeVisible();
  // Who agreed gets no file.
  expect((await other.request.post(`${address}/file`, { headers: { origin: new URL(address).origin } })).status()).toBe(404);

  await page.reload();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Take the file out" }).click();
  const text = await readFile(await (await coming).path(), "utf8");
  expect(text.split("\r\n")).toHaveLength(PEOPLE + 2);
  expect(text.split("\r\n")[0]).toContain("Taken out by 박승인");
  expect(text.split("\r\n")[1]).toContain(address.slice(-36));

  await withParts(({ db }) => db.update(dataExports).set({ endsAt: new Date(Date.now() - 1_000) }).where(eq(dataExports.id, address.slice(-36))));
  const gone = await page.request.post(`${address}/file`, { headers: { origin: new URL(address).origin } });
  expect([gone.status(), await gone.text()]).toEqual([410, expect.stringContaining("This file is gone: its time is over")]);
  await page.reload();
  await expect(page.getByText("The file is gone", { exact: false })).toBeVisible();
  await other.close();
});
