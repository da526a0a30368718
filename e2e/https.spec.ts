import { aStaffMember, withCredentials } from "@/test/staff";
import { startTlsFront } from "@/test/tls-front";
import { expect, test } from "./fixtures";
import { published } from "./gates-walk";
import { withParts } from "./parts";
import { startAnotherWeb } from "./product";

const PASSWORD = "넷 다섯 걸음 뒤 우체통";
/** Of every kind of answer one: pages of both sides, one that is not there, a way on, one from an address with a slash too many, a handler, a page for staff alone. */
const PATHS = ["/ko", "/ko/nowhere", "/nowhere", "/", "/ko/", "/api/health/live", "/api/auth/csrf", "/console/sign-in", "/console/staff"];

test("where people are told an https address, browsers are held to it by every answer, cookies go over nothing else, and staff sign in", async ({ browser }) => {
  let plain = 0;
  const front = await startTlsFront(() => plain);
  const origin = `https://localhost:${front.port}`;
  const web = await startAnotherWeb({ settings: { AMENDS_URL: origin } });
  plain = Number(new URL(web.url).port);
  // The certificate is nobody's: what is looked at is what the product says.
  const context = await browser.newContext({ baseURL: origin, ignoreHTTPSErrors: true });
  try {
    const paths = [...PATHS, `/ko/${await published()}`];
    for (const path of paths) expect((await context.request.get(path, { maxRedirects: 0 })).headers()["strict-transport-security"], path).toBe("max-age=63072000");
    const { member, code } = await withParts(async (parts) => {
      const member = await aStaffMember(parts, ["auditor"], { locale: "en" });
      return { member, code: await (await withCredentials(parts, member, PASSWORD)).code() };
    });
    const page = await context.newPage();
    expect((await page.goto("/console/sign-in?lang=en"))?.headers()["strict-transport-security"]).toBe("max-age=63072000");
    await page.getByLabel("E-mail").fill(member.email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByLabel("One-time code").fill(code);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    // Whichever incident stands there already; a page that does not listen yet hears of no choice.
    await expect(async () => {
      await page.getByRole("combobox").first().selectOption({ index: 0 });
      await expect.poll(async () => (await context.cookies(`${origin}/console`)).map(({ name }) => name), { timeout: 3_000 }).toContain("amends-incident");
    }).toPass({ timeout: 20_000 });
    const cookies = await context.cookies(`${origin}/console`);
    expect(cookies.find(({ name }) => name === "__Secure-next-auth.session-token")).toMatchObject({ secure: true, httpOnly: true, sameSite: "Lax" });
    expect(cookies.filter(({ secure }) => !secure)).toEqual([]);
    await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
    await expect(page).toHaveURL(`${origin}/console/sign-in`);
    expect((await context.cookies()).filter(({ name }) => name.includes("session-token"))).toEqual([]);
  } finally {
    await context.close();
    await web.stop();
    await front.close();
  }
});

test("where the address is plain http nobody is held to https", async ({ request, page }) => {
  for (const path of PATHS) expect((await request.get(path, { maxRedirects: 0 })).headers(), path).not.toHaveProperty("strict-transport-security");
  expect((await page.goto("/ko"))?.headers()).not.toHaveProperty("strict-transport-security");
});
