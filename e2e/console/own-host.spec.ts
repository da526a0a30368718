import { eq } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { aStaffMember, withCredentials } from "@/test/staff";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { published } from "../gates-walk";
import { withParts } from "../parts";
import { startAnotherWeb } from "../product";

const PASSWORD = "넷 다섯 걸음 뒤 우체통";

test("where the console has a host name of its own, staff with built-in accounts sign in there by code and by passkey and sign out, and neither name serves the other's pages", async ({ page, context, consoleErrors }) => {
  // Browsers take every name below localhost for this machine.
  const web = await startAnotherWeb({ hosts: { portal: "notice.localhost", console: "console.localhost" } });
  try {
    const at = (path: string) => `${web.consoleUrl}/console${path}`;
    const incident = await published();
    const { member, code } = await withParts(async (parts) => {
      const member = await aStaffMember(parts, ["admin"], { locale: "en", name: "Kim Own Host" });
      return { member, code: (await withCredentials(parts, member, PASSWORD)).code };
    });
    const cdp = await context.newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
    const inside = () => expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    const signOut = async () => {
      await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
      await expect(page).toHaveURL(/^http:\/\/console\.localhost:\d+\/console\/sign-in/);
    };

    await test.step("by password and code, wrong first", async () => {
      await page.goto(at("/sign-in?lang=en"));
      for (const password of ["not the password", PASSWORD]) {
        await page.getByLabel("E-mail").fill(member.email);
        await page.getByLabel("Password").fill(password);
        await page.getByLabel("One-time code").fill(await code());
        await page.getByRole("button", { name: "Sign in", exact: true }).click();
        if (password !== PASSWORD) await expect(page.getByRole("alert").filter({ hasText: "is not right" })).toBeVisible();
      }
      await inside();
      expect(consoleErrors.splice(0).every((text) => text.includes("401"))).toBe(true);
      await expectAccessible(page);
      await expectToFit(page);
      // The cookie is the console's alone.
      expect((await context.cookies()).filter(({ name }) => name.includes("session-token")).map(({ domain }) => domain)).toEqual(["console.localhost"]);
    });

    await test.step("a passkey for this name", async () => {
      await page.goto(at("/account"));
      await page.getByLabel("Name", { exact: true }).fill("Work laptop");
      await page.getByRole("button", { name: "Add a passkey" }).click();
      await expect(page.getByText("The passkey is added.")).toBeVisible();
      await signOut();
      await page.goto(at("/account"));
      await expect(page).toHaveURL(/^http:\/\/console\.localhost:\d+\/console\/sign-in/);
      await page.goto(at("/sign-in?lang=en"));
      await page.getByRole("button", { name: "Sign in with a passkey" }).click();
      await inside();
    });

    await test.step("a fresh proof with it, and back to what was asked for", async () => {
      await withParts(({ db }) => db.update(staffSessions).set({ provenAt: new Date(Date.now() - 6 * 60_000) }).where(eq(staffSessions.staffId, member.id)));
      await page.goto(at("/staff/new"));
      await page.getByLabel("Name", { exact: true }).fill("Kim Beside");
      await page.getByLabel("E-mail").fill(`beside-${Date.now()}@haneulmall.example`);
      await page.getByLabel("English").check();
      await page.getByRole("checkbox", { name: /^Support(?! lead)/ }).check();
      await page.getByRole("button", { name: "Add and send the code" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Confirm with a passkey" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Kim Beside" })).toBeVisible();
      await expect(page).toHaveURL(/^http:\/\/console\.localhost:/);
    });

    await test.step("neither name has the other's pages, whoever is signed in", async () => {
      const refused = async (address: string) => expect((await page.goto(address))?.status(), address).toBe(404);
      for (const path of ["/console", "/console/sign-in", "/console/staff", "/console/account"]) await refused(web.url + path);
      for (const path of ["/ko", `/ko/${incident}`, `/en/${incident}/check`, "/ko/verify"]) await refused(web.consoleUrl + path);
      expect(consoleErrors.splice(0).filter((text) => !text.includes("404"))).toEqual([]);
      expect((await page.goto(`${web.url}/ko/${incident}`))?.status()).toBe(200);
      await page.goto(at(""));
      await inside();
      await signOut();
    });
  } finally {
    await web.stop();
  }
});
