import { sql } from "drizzle-orm";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { gates } from "../gates";
import { address, methodOf } from "../gates-walk";
import { withParts } from "../parts";
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
  const ask = async (bearer: string, path: string, method = "GET") => {
    const answer = await fetch(`${process.env.E2E_URL}${path}`, { method, headers: { authorization: `Bearer ${bearer}` }, redirect: "manual" });
    return { status: answer.status, body: (await answer.text()).length };
  };
  const wrong = `amends_live_${"x".repeat(43)}`;
  const noticed = () => withParts(async ({ db }) => (await db.execute<{ seen: number }>(sql`select count(*)::int as seen from alarm_occurrences o where o.kind = 'canary-key' and exists (select from canary_keys k where k.id::text = o.object_id and k.place = ${place})`)).rows[0]?.seen);
  // Where a program would come, whether anything is switched on there or not, and at the console's gate.
  const machines = Object.keys(gates).filter((file) => file.startsWith("app/api/"));
  expect(machines.length).toBeGreaterThan(8);
  for (const [path, method] of [...machines.map((file) => [address(file, "none"), methodOf(file)] as const), ["/console/claims", "get"] as const]) {
    await withParts(({ db }) => db.execute(sql`delete from alarm_occurrences where kind = 'canary-key'`));
    expect(await ask(key, path, method), path).toEqual(await ask(wrong, path, method));
    expect(await noticed(), path).toBe(1);
  }
  // Wherever programs put a key.
  for (const { path = "/api/audit/events", headers } of [{ headers: { "x-api-key": key } }, { headers: { authorization: `Basic ${Buffer.from(`api:${key}`).toString("base64")}` } }, { path: `/console/claims?token=${key}`, headers: {} }] as { path?: string; headers: Record<string, string> }[]) {
    await withParts(({ db }) => db.execute(sql`delete from alarm_occurrences where kind = 'canary-key'`));
    await fetch(`${process.env.E2E_URL}${path}`, { headers, redirect: "manual" });
    expect(await noticed(), Object.keys(headers).join()).toBe(1);
  }
  await page.goto("/console/alarms?kind=canary-key");
  await expect(page.getByRole("row").filter({ hasText: "Somebody used a planted key" }).first()).toContainText("Critical");
  await page.goto("/console/alarms/keys");
  await row.getByRole("button", { name: "Stop watching it" }).click();
  await expect(row).toContainText("Not watched any more");
});
