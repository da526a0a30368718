import { expect, expectAccessible, test } from "./fixtures";

test("the portal answers in both languages", async ({ page }) => {
  for (const [locale, title] of [["ko", /유출/], ["en", /leak/]] as const) {
    await page.goto(`/${locale}`);
    await expect(page.locator("html")).toHaveAttribute("lang", locale);
    // A list of notices, or the only one: other tests publish theirs in the same database.
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expectAccessible(page);
  }
});

test("the root leads to the visitor's language", async ({ request }) => {
  const toLocale = async (languages: string) => (await request.get("/", { headers: { "accept-language": languages }, maxRedirects: 0 })).headers().location;
  expect(await toLocale("en-US,en;q=0.9,ko;q=0.5")).toBe("/en");
  expect(await toLocale("fr, ko;q=0.4, en;q=0.2")).toBe("/ko");
  expect(await toLocale("fr")).toBe("/ko");
});

test("web and worker say that they are alive and ready, and give figures", async ({ request }) => {
  for (const url of ["/api/health/live", "/api/health/ready", `${process.env.E2E_WORKER_URL}/live`, `${process.env.E2E_WORKER_URL}/ready`, `${process.env.E2E_METRICS_URL}/ready`]) {
    const answer = await request.get(url);
    expect(answer.status(), url).toBe(200);
    expect(await answer.json(), url).toMatchObject({ ok: true });
  }
  expect(await (await request.get(`${process.env.E2E_METRICS_URL}/metrics`)).text()).toContain("process_resident_memory_bytes");
  const figures = await (await request.get(`${process.env.E2E_WORKER_URL}/metrics`)).text();
  for (const name of ["amends_jobs_due", "amends_waves_broken", "amends_waves_stalled"]) expect(figures).toMatch(new RegExp(`^${name} \\d+$`, "m"));
});
