import { roles } from "@/db/values/roles";
import { sha256 } from "@/lib/crypto";
import { expect, test } from "./fixtures";
import { gates } from "./gates";
import { address, builtActions, callAction, methodOf, published } from "./gates-walk";
import { withParts } from "./parts";
import { startAnotherWeb } from "./product";
import { newStaff } from "./sign-in";

/** Whose a way in is; null for what both have: the first address, reports, health, and what machines bring. The identity provider and programs that pull the audit log come to the console. */
function sideOfFile(file: string): "portal" | "console" | null {
  if (/^app\/(console|api\/(auth|audit|scim))\//.test(file)) return "console";
  return /^app\/(\(portal\)|u)\//.test(file) ? "portal" : null;
}

test("where portal and console have host names of their own, neither answers for the other's pages, handlers and actions", async ({ playwright, page, context }) => {
  const web = await startAnotherWeb({ hosts: { portal: "127.0.0.1", console: "localhost" }, settings: { SCIM_TOKEN_SHA256: sha256(process.env.E2E_SCIM_TOKEN ?? "").toString("hex") } });
  try {
    const incident = await published();
    const member = await withParts((parts) => newStaff(parts, [...roles], { locale: "en" }));
    const insider = { name: "everything", cookie: member.cookie, passes: () => true };
    const headers = { cookie: `next-auth.session-token=${member.cookie}` };
    const at = { portal: await playwright.request.newContext({ baseURL: web.url }), console: await playwright.request.newContext({ baseURL: web.consoleUrl }) };
    const other = { portal: "console", console: "portal" } as const;
    const gone = ({ status, to }: { status: number; to: string | undefined }) => status === 404 || to === "/page/not/found";
    const found: string[] = [];
    await test.step("pages and handlers", async () => {
      for (const file of Object.keys(gates).filter((name) => !name.includes("#"))) {
        const side = sideOfFile(file);
        const path = address(file, incident);
        if (side === null) continue;
        const answer = await at[other[side]][methodOf(file)](path, { headers, maxRedirects: 0 });
        if (!gone({ status: answer.status(), to: answer.headers().location })) found.push(`${file} is at the ${other[side]}'s name: ${answer.status()}`);
      }
      for (const path of ["/console", "/console/staff", "/console/sign-in", "/console/set-up", "/api/auth/session"]) expect([200, 307], path).toContain((await at.console.get(path, { headers, maxRedirects: 0 })).status());
      const provider = { authorization: `Bearer ${process.env.E2E_SCIM_TOKEN}` };
      expect([(await at.console.get("/api/scim/v2/ServiceProviderConfig", { headers: provider })).status(), (await at.portal.get("/api/scim/v2/ServiceProviderConfig", { headers: provider })).status()]).toEqual([200, 404]);
      for (const path of ["/ko/verify", `/ko/${incident}`, `/en/${incident}/check`, `/ko/${incident}/feed.xml`, "/ko/unsubscribe/token"]) expect((await at.portal.get(path, { maxRedirects: 0 })).status(), path).toBe(200);
    });
    await test.step("actions", async () => {
      for (const { id, name, page: of } of builtActions()) {
        const side = sideOfFile(name);
        if (side === null || name.endsWith("#signOutAction")) continue;
        const answer = await callAction(at[other[side]], id, address(of, incident), insider, incident);
        if (!gone({ status: answer.status(), to: answer.headers()["x-action-redirect"]?.split(";")[0] })) found.push(`${name} runs at the ${other[side]}'s name: ${answer.status()}`);
      }
    });
    expect(found).toEqual([]);
    await Promise.all(Object.values(at).map((request) => request.dispose()));

    await test.step("each first address leads to its own, and an action to the page it names", async () => {
      await page.goto(web.url);
      await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/ko/);
      await context.addCookies([{ name: "next-auth.session-token", value: member.cookie, url: web.consoleUrl, httpOnly: true, sameSite: "Lax" }]);
      await page.goto(web.consoleUrl);
      await expect(page).toHaveURL(`${web.consoleUrl}/console`);
      await page.goto(`${web.consoleUrl}/console/account`);
      await page.getByRole("button", { name: "Sign out everywhere" }).click();
      await expect(page).toHaveURL(/\/console\/sign-in/);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    });
  } finally {
    await web.stop();
  }
});
