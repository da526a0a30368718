import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { decode } from "next-auth/jwt";
import { freePort } from "@/db/embedded-postgres";
import { seedNotices } from "@/db/seed/demo-notices";
import { seedIncident } from "@/db/seed/demo-incident";
import { roles } from "@/db/values/roles";
import { aProgramme, lossTerms } from "@/test/claims";
import { CLIENT_ID, CLIENT_SECRET, startIdentityProvider } from "@/test/identity-provider";
import { aStaffMember, withCredentials } from "@/test/staff";
import { expect } from "./fixtures";
import { awaitMail } from "./mail";
import { addColleague, answerEnquiry, importPeople, makeToken, plantKey, recover, search, sendWave, signIn, suppressAndErase, workClaim } from "./marker-walk/console";
import { breakThings } from "./marker-walk/faults";
import { aKey, expectNowhere, startWalk, test, withLogin } from "./marker-walk/installation";
import { comeAsProgram, provision, startReceiver, tellOutcomes, workAtMachine } from "./marker-walk/machines";
import { claim, manifest, proveAndComplain, proveByText, reportFake, type Walk } from "./marker-walk/portal";
import { withParts } from "./parts";

/** Secrets that a page tells their holder, once. Nothing else answers with any. */
const HANDED_OVER = ["API token: /console/account", "authenticator secret: /console/set-up", "planted key: /console/alarms/keys", "recovery code that was not used: /console/account", "recovery code that was used: /console/account"];

const tried = "the walk says how it is answered";
/** How those were received which nobody is shown again. */
const SHOWN_OTHERWISE: Record<string, string> = {
  "next key-encryption key": "the key register has it as the next one",
  "secret of the SMS gateway": "texts are signed with it",
  "secret of webhooks": "an outcome signed with it is taken, and one signed otherwise refused",
  "address of the alarm webhook": "it is called",
  "address of the checkpoint webhook": "it is called",
  "client secret of the company's sign-in": "the company's sign-in takes it",
  password: "it signs in",
  "wrong password": tried,
  "one-time code": "it signs in",
  "wrong code": tried,
  "cookie amends-browser": "the code is bound to it",
  "cookie amends-proof": "it opens the result",
  "authenticator secret": "shown at the set-up",
  "refused row: reference": "the row is counted as refused",
  "refused row: e-mail": "the row is counted as refused",
  "refused row: phone": "the row is counted as refused",
  "refused row: name": "the row is counted as refused",
  "refused row: address": "the row is counted as refused",
  "message that somebody checks": tried,
  "recovery code that was used": "it signs in",
  "recovery code that was not used": "shown at the account",
  "words of a paper": "the paper is read and made anew",
  "contact of nobody": "it is looked for, and suppressed",
  "planted key": "an alarm is raised by it",
  "API token": "it pulls the audit log",
  "SCIM token": "it is taken",
  "wrong SCIM token": tried,
  "wrong key of a program": tried,
  "broken setting": tried,
  "nobody at the machine": tried,
  "provisioned: refused": tried,
  "provisioned: odd body": tried,
  "odd event": tried,
  "typed into an address: path": tried,
  "typed into an address: query": tried,
  "typed into an address: place in a list": tried,
  "typed into an address: number of a record": tried,
  "password of a colleague": "the set-up is done with it",
  "enquiry while it is broken": tried,
  "note while it is broken": tried,
  "typed while it is broken: e-mail": tried,
  "password while it is broken": tried,
  "one-time code while it is broken": tried,
  "session token": "it is the session",
  "typed without scripts: e-mail": "the form sends nothing",
  "password without scripts": "the form sends nothing",
};

test("secrets and personal data stand in no log, address, error page or readable column, however they are written", async ({ browser, request, install, login, dir, markers }) => {
  const [receiverPort, companyPort] = await Promise.all([freePort(), freePort()]);
  const password = `${markers.word("password")} of four words`;
  const receiver = await startReceiver(receiverPort);
  const walking = await startWalk(
    { browser, install, login, dir, markers },
    async (parts) => {
      const slug = `walk-${randomUUID().slice(0, 8)}`;
      const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug });
      await aProgramme(parts, { id: incidentId }, lossTerms);
      await seedNotices(parts, { incidentId, author: randomUUID(), approver: randomUUID() });
      const member = await aStaffMember(parts, [...roles], { locale: "en", name: "Kim Everything" });
      return { slug, incidentId, member, ...(await withCredentials(parts, member, password)) };
    },
    {
      AMENDS_NEXT_KEY: aKey(markers, "next key-encryption key"),
      SMS_SECRET: aKey(markers, "secret of the SMS gateway"),
      FEEDBACK_SECRET: aKey(markers, "secret of webhooks"),
      ALARM_WEBHOOK: `http://127.0.0.1:${receiverPort}/${markers.secret("address of the alarm webhook")}`,
      AUDIT_CHECKPOINT_WEBHOOK: `http://127.0.0.1:${receiverPort}/${markers.secret("address of the checkpoint webhook")}`,
      OIDC_ISSUER: `http://127.0.0.1:${companyPort}`,
      OIDC_CLIENT_ID: CLIENT_ID,
      OIDC_CLIENT_SECRET: markers.take("client secret of the company's sign-in", CLIENT_SECRET, { secret: true }),
      OIDC_STRONG_ACR: "phr",
    },
  );
  const { made, watch, settings, relay, printed, url, visit } = walking;
  const [agent, visitor, recipient, stranger, approver] = await Promise.all([visit(), visit(), visit(), visit(), visit({ roles: ["approver"] })]);
  const people = manifest(markers);
  const walk = (page: Page): Walk => ({ page, request, markers, slug: made.slug });

  const code = markers.take("one-time code", await made.code());
  await test.step("sign in", () => signIn(agent, { email: made.member.email, password, code, wrong: `${markers.word("wrong password")} of four words` }));
  await test.step("without scripts", async () => {
    const page = await visit({ javaScriptEnabled: false });
    await page.goto("/console/sign-in?lang=en");
    await page.locator("input[name=email]").fill(markers.email("typed without scripts: e-mail"));
    await page.locator("input[name=password]").fill(markers.word("password without scripts"));
    await page.locator("input[name=code]").fill("123456");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/\/console\/sign-in\?lang=en$/);
    await page.context().close();
  });
  const cookie = (await agent.context().cookies()).find(({ name }) => name === "next-auth.session-token")?.value ?? "";
  markers.take("session token", String((await decode({ token: cookie, secret: settings.NEXTAUTH_SECRET ?? "" }))?.sid), { secret: true });
  await test.step("import", () => importPeople(agent, approver, markers, people.csv));
  let reference = "";
  await test.step("portal", async () => {
    await Promise.all([
      test.step("claim", async () => {
        await proveAndComplain(walk(visitor), people.email);
        reference = await claim(walk(visitor), people.email);
      }),
      test.step("text", () => proveByText(walk(recipient), people.phone).then(() => reportFake(walk(recipient)))),
      test.step("wave", () => sendWave(agent, approver, walk(agent), people.email)),
    ]);
  });
  const nobody = markers.email("contact of nobody");
  await test.step("console", async () => {
    await test.step("search", () => search(agent, { ...people, nobody, reference }));
    await test.step("workClaim", () => workClaim(walk(agent), reference));
    await test.step("answerEnquiry", () => answerEnquiry(walk(agent), people.email));
    await test.step("suppressAndErase", () => suppressAndErase(walk(agent), { nobody, phone: people.phone }));
    await test.step("addColleague", () => addColleague(walk(agent), stranger));
  });
  const planted = await plantKey(walk(agent));
  await makeToken(walk(agent));
  await agent.goto("/console/audit");
  await test.step("machines", async () => {
    const token = (await awaitMail(request, people.email, /leaked/)).messageId.replace(/^<|@.*$/g, "");
    await Promise.all([
      provision(markers),
      comeAsProgram(markers, planted),
      tellOutcomes(markers, settings.FEEDBACK_SECRET ?? "", token, people.email),
      workAtMachine(markers, { url: withLogin(url, login.user, login.password), settings: { ...settings, SMTP_URL: withLogin("smtp://127.0.0.1:9", relay.user, relay.password), SMTP_TLS_EXCEPTIONS: "127.0.0.1" }, dir, slug: made.slug }, people.csv).then((said) => appendFileSync(printed, said)),
    ]);
  });
  await test.step("recover", () => recover(walk(agent), { email: made.member.email, password }));
  await test.step("company", async () => {
    const provider = await startIdentityProvider(companyPort, process.env.E2E_URL ?? "");
    const member = await withParts((parts) => aStaffMember(parts, ["auditor"], { locale: "en", name: "Kim Company" }));
    provider.accounts.set("company", { email: member.email, email_verified: true });
    provider.login = { subject: "company", acr: "phr", amr: ["hwk"] };
    await stranger.goto("/console/sign-in?lang=en");
    await stranger.getByRole("button", { name: /company account/ }).click();
    await stranger.getByRole("button", { name: "Log in" }).click();
    await expect(stranger.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await stranger.context().clearCookies();
    await provider.stop();
  });
  await test.step("faults", async () => {
    await agent.goto("/console/claims");
    await agent.getByRole("table").last().getByRole("link", { name: reference }).click();
    await expect(agent.getByRole("heading", { level: 1, name: reference })).toBeVisible();
    await breakThings(markers, { visitor: walk(visitor), agent, stranger, url, adminUrl: login.adminUrl, claimAt: agent.url(), contact: people.email });
  });
  await expect.poll(() => new Set(receiver.asked).size, { timeout: 75_000 }).toBe(2);
  receiver.server.close();

  await expectNowhere(walking, { request, markers, stranger, shownOtherwise: SHOWN_OTHERWISE, handedOver: HANDED_OVER });
  expect.soft(watch.answers.length).toBeGreaterThan(100);
  expect.soft(watch.getForms).toBeGreaterThan(0);
  expect(markers.all.size).toBeGreaterThanOrEqual(50);
});
