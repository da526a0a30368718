import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Page } from "@playwright/test";
import { freePort } from "@/db/embedded-postgres";
import { auditEvents } from "@/db/schema/audit";
import { staffSessions } from "@/db/schema/staff";
import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import { CLIENT_ID, CLIENT_SECRET, startIdentityProvider, type IdentityProvider } from "@/test/identity-provider";
import { aStaffMember, type TestStaff } from "@/test/staff";
import { expect, expectAccessible, expectToFit } from "../fixtures";
import { test as base } from "../own-installation";
import { askForNewMember } from "../new-member";
import { withParts } from "../parts";

/** An installation whose company has a sign-in, a real OpenID provider on loopback. */
const test = base.extend<{ company: (more?: { byPerson: boolean }) => Promise<IdentityProvider> }>({
  company: async ({ install }, use) => {
    let running: IdentityProvider | undefined;
    await use(async ({ byPerson } = { byPerson: false }) => {
      const port = await freePort();
      await install(() => Promise.resolve(), { OIDC_ISSUER: `http://127.0.0.1:${port}`, OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: CLIENT_SECRET, OIDC_STRONG_ACR: "phr", AMENDS_LOG_LEVEL: "fatal", ...(byPerson && { OIDC_LOGOUT_OF_PERSON: "ends-access" }) });
      running = await startIdentityProvider(port, process.env.E2E_URL ?? "", byPerson);
      return running;
    });
    await running?.stop();
  },
});

// Each starts a whole product first.
test.describe.configure({ timeout: 120_000 });

const at = (path: string) => `${process.env.E2E_URL}/console${path}`;

/** A member whom the company knows as well, under the same address. */
async function colleague(provider: IdentityProvider, roles: readonly Role[], locale: Locale): Promise<TestStaff & { subject: string }> {
  const member = await withParts((parts) => aStaffMember(parts, roles, { locale, name: "Kim Company" }));
  const subject = randomUUID();
  provider.accounts.set(subject, { email: member.email.toUpperCase(), email_verified: true });
  return { ...member, subject };
}


async function signIn(page: Page, button = "회사 계정으로 로그인"): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("button", { name: "Log in" }).click();
}

const events = (action: string, staffId: string) => withParts(({ db }) => db.select().from(auditEvents).where(and(eq(auditEvents.action, action), eq(auditEvents.objectId, staffId))).orderBy(auditEvents.id));

test("somebody signs in at their company, confirms there what needs a fresh proof, and is signed out here when they sign out there", async ({ page, context, company }) => {
  const provider = await company();
  const member = await colleague(provider, ["admin"], "en");
  await page.goto(at("/sign-in"));
  await expectAccessible(page);
  await expectToFit(page);
  // The provider recognised them this morning: they come in without a fresh proof.
  provider.login = { subject: member.subject, acr: "phr", amr: ["hwk"], ageSeconds: 3_600 };
  await signIn(page);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  const [asked] = provider.asked;
  expect(Object.fromEntries(asked ?? [])).toMatchObject({ response_type: "code", code_challenge_method: "S256", acr_values: "phr", max_age: "43200", scope: "openid email" });
  for (const name of ["state", "nonce", "code_challenge"]) expect(asked?.get(name)).toMatch(/^[\w-]{40,}$/);
  const [session] = await withParts(({ db }) => db.select().from(staffSessions).where(eq(staffSessions.staffId, member.id)));
  expect(session).toMatchObject({ method: "company", strong: true, acr: "phr", amr: ["hwk"], issuer: provider.issuer });
  expect(session?.companySession).toBeTruthy();

  await page.goto(at("/staff/new"));
  await askForNewMember(page);
  const dialog = page.getByRole("dialog");
  await expectAccessible(page);
  await expectToFit(page);
  const [tab] = await Promise.all([context.waitForEvent("page"), dialog.getByRole("link", { name: "Open in another tab" }).click()]);
  await expectAccessible(tab);
  await expectToFit(tab);
  // A login of an hour ago is no answer to the question who is there now, nor is one with a password.
  await signIn(tab, "Confirm with your company account");
  await expect(tab.getByText("did not ask you again")).toBeVisible();
  provider.login = { subject: member.subject, acr: "password", amr: ["pwd"] };
  await signIn(tab, "Confirm with your company account");
  await expect(tab.getByText("Your roles need a passkey")).toBeVisible();
  await expectAccessible(tab);
  provider.login = { subject: member.subject, acr: "phr", amr: ["hwk"] };
  await signIn(tab, "Confirm with your company account");
  await expect(tab.getByText("Confirmed.")).toBeVisible();
  expect(Object.fromEntries(provider.asked.at(-1) ?? [])).toMatchObject({ prompt: "login", max_age: "0", acr_values: "phr" });
  // What waited goes on by itself, in the same session.
  await expect(page.getByRole("heading", { level: 1, name: "Kim New" })).toBeVisible();
  expect(await withParts(({ db }) => db.select().from(staffSessions).where(eq(staffSessions.staffId, member.id)))).toHaveLength(1);

  await tab.goto(`${provider.issuer}/session/end`);
  await tab.getByRole("button", { name: /yes/i }).click();
  await expect(async () => {
    await page.goto(at("/account"));
    await expect(page).toHaveURL(/sign-in/, { timeout: 1_000 });
  }).toPass();
  await expect(page.getByText("You were signed out by your company")).toBeVisible();
  expect((await events("staff.end-sessions", member.id)).map(({ details, actorKind }) => ({ details, actorKind }))).toEqual([{ actorKind: "system", details: { which: "one-by-company", sessions: 1 } }]);
  expect(await events("staff.sign-in", member.id)).toHaveLength(1);
  expect((await events("staff.refuse-sign-in", member.id)).map(({ details }) => details.why)).toEqual(["company-stale", "company-weak"]);
});

test("whoever nobody invited, gives up, or comes with too little is told why in their language, no address leads elsewhere, and a logout of a person ends their access where the company says so", async ({ page, company }) => {
  const provider = await company({ byPerson: true });
  provider.accounts.set("stranger", { email: "stranger@haneulmall.example", email_verified: true });
  provider.login = { subject: "stranger", acr: "phr" };
  await page.goto(at("/sign-in"));
  await signIn(page);
  await expect(page.getByText("이 콘솔을 쓸 권한이 없습니다")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.getByText("nobody has given it access to this console")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);

  await page.context().clearCookies();
  const member = await colleague(provider, ["finance"], "ko");
  provider.login = { subject: member.subject, acr: "password", amr: ["pwd"] };
  await page.goto(at("/sign-in"));
  await signIn(page);
  await expect(page.getByText("그에 준하는 것으로 정한 방법으로 로그인해야")).toBeVisible();

  await page.context().clearCookies();
  await page.goto(at("/sign-in"));
  await page.getByRole("button", { name: "회사 계정으로 로그인" }).click();
  await page.getByRole("button", { name: "Give up" }).click();
  await expect(page.getByText("회사 로그인을 마치지 못했습니다")).toBeVisible();
  const refused = await withParts(({ db }) => db.select().from(auditEvents).where(eq(auditEvents.action, "staff.refuse-sign-in")).orderBy(auditEvents.id));
  expect(refused.map(({ details }) => details.why)).toEqual(["company-unknown", "company-weak", "company-failed"]);
  expect(await withParts(({ db }) => db.select().from(staffSessions))).toEqual([]);

  await page.context().clearCookies();
  provider.login = { subject: member.subject, acr: "phr" };
  await page.goto(at("/sign-in?callbackUrl=https://elsewhere.example/"));
  const asked = await page.evaluate(async () => {
    const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const answer = await fetch("/api/auth/signin/company", { method: "POST", body: new URLSearchParams({ csrfToken, callbackUrl: "https://elsewhere.example/console", json: "true" }) });
    return ((await answer.json()) as { url: string }).url;
  });
  await page.goto(asked);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL(at(""));
  // A token that the provider did not sign ends nothing.
  const answer = await page.request.post(`${process.env.E2E_URL}/api/auth/company-logout`, { form: { logout_token: "x.y.z" } });
  expect(answer.status()).toBe(400);
  await page.reload();
  await expect(page).toHaveURL(at(""));
  expect(await events("staff.off-board", member.id)).toEqual([]);
  await page.goto(`${provider.issuer}/session/end`);
  await page.getByRole("button", { name: /yes/i }).click();
  await expect.poll(() => events("staff.off-board", member.id)).toMatchObject([{ actorKind: "system", details: { sessions: 1 } }]);
  await page.goto(at("/account"));
  await expect(page).toHaveURL(/sign-in/);
});
