import { eq } from "drizzle-orm";
import type { CDPSession, Page } from "@playwright/test";
import { auditEvents } from "@/db/schema/audit";
import { staffPasskeys, staffSessions } from "@/db/schema/staff";
import { aStaffMember, withCredentials } from "@/test/staff";
import { expect, expectAccessible, expectToFit } from "../fixtures";
import { mailsTo } from "../mail";
import { test } from "../own-installation";
import { withParts } from "../parts";

// It starts a whole product first.
test.describe.configure({ timeout: 150_000 });

const PASSWORD = "넷 다섯 걸음 뒤 우체통";
const at = (path: string) => `${process.env.E2E_URL}/console${path}`;

/** A device that keeps passkeys and verifies its person, as a laptop with a fingerprint reader does. */
async function aDevice(cdp: CDPSession): Promise<string> {
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  return authenticatorId;
}


async function signInByCode(page: Page, email: string, code: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByLabel("One-time code").fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Until the browser stands where signing out leads: an address that is asked for meanwhile is lost. */
async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).toHaveURL(/\/console\/sign-in/);
}

async function addPerson(page: Page, name: string): Promise<void> {
  await page.goto(at("/staff/new"));
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(`${name.replace(" ", "-").toLowerCase()}@haneulmall.example`);
  await page.getByLabel("English").check();
  await page.getByRole("checkbox", { name: /^Support(?! lead)/ }).check();
  await page.getByRole("button", { name: "Add and send the code" }).click();
}

test("an administrator gets no further than looking with password and code, adds a passkey, signs in and confirms with it, and comes back with a recovery code when it is lost", async ({ page, context, request, install, consoleErrors }) => {
  const { member, colleague, code } = await install(async (parts) => {
    const someone = await aStaffMember(parts, ["admin"], { locale: "en", name: "Kim Admin" });
    return { member: someone, colleague: await aStaffMember(parts, ["support"]), code: (await withCredentials(parts, someone, PASSWORD)).code };
  }, { PASSKEYS: "required" });
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const laptop = await aDevice(cdp);
  const sessions = () => withParts(({ db }) => db.select().from(staffSessions).where(eq(staffSessions.staffId, member.id)).orderBy(staffSessions.createdAt));

  await page.goto(at("/sign-in?lang=en"));
  await expectAccessible(page);
  await expectToFit(page);
  await signInByCode(page, member.email, await code());
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  // Without a proof of that strength nobody's access is ended, however fresh it is.
  await page.goto(at(`/staff/${colleague.id}`));
  await page.getByLabel("Reason (kept in the audit)").fill("has left the company today");
  await page.getByRole("button", { name: /End the access of/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Your roles need a passkey for this" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Open your account in another tab" })).toBeVisible();

  // A page that is for an act leads to where a passkey is to be had.
  await page.goto(at("/staff/new"));
  await expect(page).toHaveURL(/\/console\/account$/);
  await expect(page.getByText("Until you have one you can look around")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Work laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("The passkey is added.")).toBeVisible();
  await expect(page.getByText("The last one stays")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await expect(async () => expect((await mailsTo(request, member.email)).map(({ subject }) => subject)).toContain("A passkey was added to your Amends account")).toPass();
  await addPerson(page, "Kim Strong");
  await expect(page.getByRole("heading", { level: 1, name: "Kim Strong" })).toBeVisible();

  await signOut(page);
  await page.goto(at("/sign-in?lang=en"));
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  expect((await sessions()).at(-1)).toMatchObject({ method: "passkey", strong: true });
  const [kept] = await withParts(({ db }) => db.select().from(staffPasskeys));
  expect(kept).toMatchObject({ name: "Work laptop", staffId: member.id });
  expect(kept?.counter).toBeGreaterThan(0);
  expect(kept?.lastUsedAt).not.toBeNull();

  await withParts(({ db }) => db.update(staffSessions).set({ provenAt: new Date(Date.now() - 6 * 60_000) }).where(eq(staffSessions.staffId, member.id)));
  await addPerson(page, "Kim Again");
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("dialog").getByRole("button", { name: "Confirm with a passkey" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Kim Again" })).toBeVisible();

  await page.goto(at("/account"));
  await page.getByRole("button", { name: "Make ten codes" }).click();
  const shown = page.getByRole("status").getByRole("listitem");
  await expect(shown).toHaveCount(10);
  await expect(page.getByText("10 codes left.")).toBeVisible();
  const recovery = (await shown.first().innerText()).trim();
  expect(recovery).toMatch(/^\d{4}-\d{4}-\d{4}-\d{4}$/);
  await expectAccessible(page);
  await expectToFit(page);
  await signOut(page);

  // The laptop is lost, and with it the passkey; whoever has the password alone adds none.
  await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: laptop });
  await aDevice(cdp);
  await page.goto(at("/sign-in?lang=en"));
  await signInByCode(page, member.email, await code(30));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.goto(at("/account"));
  await expect(page.getByText("Before you change anything here, show a passkey that you have")).toHaveCount(2);
  for (const name of ["Add a passkey", /^Make ten/, /^Remove/]) await expect(page.getByRole("button", { name })).toHaveCount(0);
  await expectAccessible(page);
  await expectToFit(page);
  await signOut(page);
  await page.goto(at("/sign-in?lang=en"));
  await signInByCode(page, member.email, recovery);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  expect((await sessions()).at(-1)).toMatchObject({ method: "recovery", strong: false });
  await page.goto(at("/account"));
  await expect(page.getByText("9 codes left.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("New laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("The passkey is added.")).toBeVisible();
  await page.getByRole("button", { name: /Remove · Work laptop/ }).click();
  await expect(page.getByText("The passkey is removed.")).toBeVisible();
  await expect(page.getByText("Work laptop", { exact: true })).toHaveCount(0);
  await signOut(page);
  await page.goto(at("/sign-in?lang=en"));
  await signInByCode(page, member.email, recovery);
  await expect(page.getByRole("alert").filter({ hasText: "is not right" })).toBeVisible();
  expect(consoleErrors.splice(0).every((text) => text.includes("401"))).toBe(true);
  const acts = await withParts(({ db }) => db.select({ action: auditEvents.action, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.objectId, member.id)).orderBy(auditEvents.id));
  const methods = (action: string) => acts.filter((event) => event.action === action).map(({ details }) => details.method ?? null);
  expect(methods("staff.sign-in")).toEqual(["code", "passkey", "code", "recovery"]);
  expect(methods("staff.prove")).toEqual(["passkey"]);
  for (const action of ["staff.add-passkey", "staff.remove-passkey", "staff.make-recovery-codes"]) expect(methods(action).length).toBeGreaterThan(0);
});
