import { randomBytes, randomUUID } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { decode } from "next-auth/jwt";
import pg from "pg";
import { freePort } from "@/db/embedded-postgres";
import { seedNotices } from "@/db/seed/demo-notices";
import { seedIncident } from "@/db/seed/demo-incident";
import { roles, type Role } from "@/db/values/roles";
import { aProgramme, lossTerms } from "@/test/claims";
import { CLIENT_ID, CLIENT_SECRET, startIdentityProvider } from "@/test/identity-provider";
import { findMarkers, Markers, type Finding, type Piece } from "@/test/markers";
import { startTestPostgres } from "@/test/postgres";
import { aStaffMember, withCredentials } from "@/test/staff";
import { expect } from "./fixtures";
import { awaitMail, mailsTo } from "./mail";
import { addColleague, answerEnquiry, importPeople, plantKey, recover, search, sendWave, signIn, suppressAndErase, workClaim } from "./marker-walk/console";
import { breakThings } from "./marker-walk/faults";
import { comeAsProgram, provision, startReceiver, tellOutcomes, workAtMachine } from "./marker-walk/machines";
import { columnsOf, filesBelow, plantInDatabase, watchServer } from "./marker-walk/places";
import { claim, manifest, proveAndComplain, proveByText, reportFake, type Walk } from "./marker-walk/portal";
import { startWatch } from "./marker-walk/watch";
import { test as base } from "./own-installation";
import { withParts } from "./parts";
import { signInAs } from "./sign-in";

/** A login of the database of this test alone, and a directory for what its parts keep and print. */
const test = base.extend<{ login: { user: string; password: string; adminUrl: string }; dir: string; markers: Markers }>({
  markers: async ({}, use) => use(new Markers()),
  dir: async ({}, use) => {
    const dir = mkdtempSync(path.join(os.tmpdir(), "amends-markers-"));
    await use(dir);
    rmSync(dir, { recursive: true, force: true });
  },
  login: async ({ markers }, use) => {
    const { adminUrl } = await startTestPostgres();
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    const [user, password] = [`amends_walk_${randomUUID().slice(0, 8)}`, markers.secret("password of the database")];
    await admin.query(`create role ${user} login superuser password '${password}'`);
    await use({ user, password, adminUrl });
    await admin.query(`drop role ${user}`);
    await admin.end();
  },
});

// A page that does not come says so at once, and not at the end of the test.
test.use({ actionTimeout: 15_000, navigationTimeout: 20_000 });

function withLogin(address: string, user: string, password: string): string {
  return Object.assign(new URL(address), { username: user, password }).href;
}

/** Every kind of place that is looked at: a line of the test's own is put into each. */
const EVERYWHERE = ["a Referer", "a file of the data directory", "a title", "an address that was asked for", "an error page", "planted.bytes", "planted.document", "planted.plain", "the browser's console", "the database server's log", "the name of a file", "what a page keeps", "what the database is asked", "what the programs print"];

/** Secrets that a page tells their holder, once. Nothing else answers with any. */
const HANDED_OVER = ["authenticator secret: /console/set-up", "planted key: /console/alarms/keys", "recovery code that was not used: /console/account", "recovery code that was used: /console/account"];

const tried = "the walk says how it is answered";
/** How those were received which nobody is shown again. */
const SHOWN_OTHERWISE: Record<string, string> = {
  "password of the database": "every part comes to the database by it",
  "key-encryption key": "what is sealed opens with it",
  "next key-encryption key": "the key register has it as the next one",
  "secret of cookies": "the session's cookie opens with it",
  "secret of the SMS gateway": "texts are signed with it",
  "secret of webhooks": "an outcome signed with it is taken, and one signed otherwise refused",
  "address of the alarm webhook": "it is called",
  "address of the checkpoint webhook": "it is called",
  "client secret of the company's sign-in": "the company's sign-in takes it",
  "password of the relay": "mails come under the login beside it",
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
  "planted line": "this test itself",
};

/** Secrets of an installation, each with a value of its own. */
function secretsOf(markers: Markers, dir: string, port: number, issuer: string): Record<string, string> {
  const key = (name: string) => markers.take(name, randomBytes(32).toString("base64"), { secret: true });
  return {
    AMENDS_LOG_LEVEL: "trace",
    AMENDS_DATA_DIR: path.join(dir, "data"),
    AMENDS_KEY: key("key-encryption key"),
    AMENDS_NEXT_KEY: key("next key-encryption key"),
    NEXTAUTH_SECRET: key("secret of cookies"),
    SMS_SECRET: key("secret of the SMS gateway"),
    FEEDBACK_SECRET: key("secret of webhooks"),
    ALARM_WEBHOOK: `http://127.0.0.1:${port}/${markers.secret("address of the alarm webhook")}`,
    AUDIT_CHECKPOINT_WEBHOOK: `http://127.0.0.1:${port}/${markers.secret("address of the checkpoint webhook")}`,
    AUDIT_CHECKPOINT_DIR: path.join(dir, "data", "checkpoints"),
    ERASURE_LIST_FILE: path.join(dir, "data", "erasures"),
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: markers.take("client secret of the company's sign-in", CLIENT_SECRET, { secret: true }),
    OIDC_STRONG_ACR: "phr",
  };
}

test("secrets and personal data stand in no log, address, error page or readable column, however they are written", async ({ browser, request, install, login, dir, markers }) => {
  test.setTimeout(300_000);
  const [receiverPort, companyPort] = await Promise.all([freePort(), freePort()]);
  const settings = secretsOf(markers, dir, receiverPort, `http://127.0.0.1:${companyPort}`);
  process.env.E2E_KEY = settings.AMENDS_KEY;
  const printed = path.join(dir, "printed.log");
  const password = `${markers.word("password")} of four words`;
  const relay = { user: markers.word("login of the relay"), password: markers.secret("password of the relay") };
  const own = (usual: { DATABASE_URL: string; SMTP_URL: string }) => ({ ...settings, DATABASE_URL: withLogin(usual.DATABASE_URL, login.user, login.password), SMTP_URL: withLogin(usual.SMTP_URL, relay.user, relay.password) });
  const receiver = await startReceiver(receiverPort);
  const server = await watchServer(login.adminUrl);
  const watch = startWatch();
  const made = await install(
    async (parts) => {
      const slug = `walk-${randomUUID().slice(0, 8)}`;
      const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug });
      await aProgramme(parts, { id: incidentId }, lossTerms);
      await seedNotices(parts, { incidentId, author: randomUUID(), approver: randomUUID() });
      const member = await aStaffMember(parts, [...roles], { locale: "en", name: "Kim Everything" });
      return { slug, incidentId, member, ...(await withCredentials(parts, member, password)) };
    },
    own,
    printed,
  );
  const url = process.env.E2E_DATABASE_URL ?? "";
  const visit = async (more: { roles?: readonly Role[] } = {}): Promise<Page> => {
    const context = await browser.newContext({ baseURL: process.env.E2E_URL });
    watch.follow(context);
    if (more.roles) await signInAs(context, more.roles, { locale: "en", incidentId: made.incidentId });
    else await context.addCookies([{ name: "amends-incident", value: made.incidentId, url: process.env.E2E_URL ?? "" }]);
    return context.newPage();
  };
  const [agent, visitor, recipient, stranger, approver] = await Promise.all([visit(), visit(), visit(), visit(), visit({ roles: ["approver"] })]);
  const people = manifest(markers);
  const walk = (page: Page): Walk => ({ page, request, markers, slug: made.slug });

  const code = markers.take("one-time code", await made.code());
  await test.step("sign in", () => signIn(agent, { email: made.member.email, password, code, wrong: `${markers.word("wrong password")} of four words` }));
  await test.step("without scripts", async () => {
    const context = await browser.newContext({ baseURL: process.env.E2E_URL, javaScriptEnabled: false });
    watch.follow(context);
    const page = await context.newPage();
    await page.goto("/console/sign-in?lang=en");
    await page.locator("input[name=email]").fill(markers.email("typed without scripts: e-mail"));
    await page.locator("input[name=password]").fill(markers.word("password without scripts"));
    await page.locator("input[name=code]").fill("123456");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/\/console\/sign-in\?lang=en$/);
    await context.close();
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

  // A line of our own in every place that is looked at: whatever does not find it finds nothing.
  const line = markers.word("planted line");
  await stranger.route(/planted/, (route) => route.fulfill({ status: 500, contentType: "text/html", body: `<title>${line}</title>` }));
  await stranger.goto(`/planted/${line}`);
  await watch.look(stranger);
  await stranger.goto("/ko/verify/senders", { referer: `${process.env.E2E_URL}/ko/${line}` });
  await stranger.evaluate((text) => {
    localStorage.setItem("planted", text);
    console.log(text);
  }, line);
  await watch.look(stranger);
  appendFileSync(printed, `${line}\n`);
  writeFileSync(path.join(settings.AMENDS_DATA_DIR ?? "", line), Buffer.concat([Buffer.from([0, 255]), Buffer.from(line)]));
  await plantInDatabase(url, line);
  await watch.settled();

  const { plain, opened } = await withParts((parts) => columnsOf(url, parts.keys));
  const pieces: Piece[] = [...watch.pieces, ...plain, ...filesBelow(settings.AMENDS_DATA_DIR ?? ""), { place: "what the programs print", text: readFileSync(printed) }, ...(await server.stop())];
  const all = [...markers.all.values()];
  const found = findMarkers(all, pieces);
  const answers = findMarkers(all, watch.answers.map(({ url: asked, text }) => ({ place: new URL(asked).pathname, text })));
  const mails = findMarkers(all, [{ place: "a mail", text: JSON.stringify(await mailsTo(request, "")) }]);
  const said = (findings: readonly Finding[]) => findings.map(({ marker, place }) => `${marker.name}: ${place}`).sort();

  expect.soft(found.filter(({ marker }) => marker.name === "planted line").map(({ place }) => place).sort(), "where the line of this test is found").toEqual(EVERYWHERE);
  expect.soft(said(found.filter(({ marker, place }) => marker.name !== "planted line" && !marker.readable.includes(place))), "what stands where it must not").toEqual([]);
  expect.soft(watch.answers.length).toBeGreaterThan(100);
  expect.soft(said(answers.filter(({ marker }) => marker.secret)).filter((told) => !HANDED_OVER.includes(told)), "secrets in pages").toEqual([]);
  const readable = found.filter(({ marker, place }) => marker.readable.includes(place));
  expect.soft(all.flatMap(({ name, readable: columns }) => columns.map((column) => `${name}: ${column}`)).filter((line) => !said(readable).includes(line)), "columns that are said to be readable and hold nothing of it").toEqual([]);
  const received = new Set([...answers, ...mails, ...readable, ...findMarkers(all, opened)].map(({ marker }) => marker.name));
  expect.soft(all.map(({ name }) => name).filter((name) => !received.has(name) && !(name in SHOWN_OTHERWISE)), "markers that nothing shows to have been received").toEqual([]);
  expect.soft([...watch.badFields], "fields that would land in an address").toEqual([]);
  expect.soft(watch.getForms).toBeGreaterThan(0);
  expect(all.length).toBeGreaterThanOrEqual(50);
});
