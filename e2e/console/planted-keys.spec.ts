import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { signInAs } from "../sign-in";

test("a key is planted, and whoever presents it raises the alarm and is answered like everybody", async ({ page, context }) => {
  await signInAs(context, ["security"], { locale: "en" });
  await page.goto("/console/alarms");
  await page.getByRole("link", { name: "Planted keys" }).click();
  const place = `wiki ${Math.random().toString(36).slice(2)}`;
  await page.getByLabel("Where it will lie").fill(place);
  await page.getByRole("button", { name: "Make the key" }).click();
  const said = await page.getByText(/amends_live_/).innerText();
  const key = /amends_live_[\w-]{43}/.exec(said)?.[0] ?? "";
  const row = page.getByRole("row").filter({ hasText: place });
  await expect(row).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  const ask = async (bearer: string, path: string) => {
    const answer = await fetch(`${process.env.E2E_URL}${path}`, { headers: { authorization: `Bearer ${bearer}` }, redirect: "manual" });
    return { status: answer.status, body: (await answer.text()).length };
  };
  const wrong = `amends_live_${"x".repeat(43)}`;
  // Where a program would come, and at the console's gate.
  for (const path of ["/api/v1/people", "/console/claims"]) expect(await ask(key, path)).toEqual(await ask(wrong, path));
  await page.goto("/console/alarms?kind=canary-key");
  await expect(page.getByRole("row").filter({ hasText: "Somebody used a planted key" }).first()).toContainText("Critical");
  await page.goto("/console/alarms/keys");
  await row.getByRole("button", { name: "Stop watching it" }).click();
  await expect(row).toContainText("Not watched any more");
});
