import { and, eq, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { apiTokens, staffGrants, staffMembers } from "@/db/schema/staff";
import { plantKey } from "@/domain/alarms/keys/plant-key";
import { offBoard } from "@/domain/offboarding/off-board";
import { sha256 } from "@/lib/crypto";
import { staffContext } from "@/test/contexts";
import { aStaffMember, aToken, withCredentials } from "@/test/staff";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { awaitMail } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const PASSWORD = "넷 다섯 걸음 뒤 우체통";
const TOKEN = /amends_live_[\w-]{43}/;

async function pull(token: string | null, query = "?limit=3") {
  const answer = await fetch(`${process.env.E2E_URL}/api/audit/events${query}`, { headers: token === null ? {} : { authorization: `Bearer ${token}` }, redirect: "manual" });
  // What differs by the clock and by lot.
  const headers = [...answer.headers].filter(([name]) => name !== "date").map(([name, value]) => [name, value.replace(/'nonce-[^']+'/, "'nonce'")]);
  return { status: answer.status, body: await answer.text(), headers: Object.fromEntries(headers) as Record<string, string> };
}

test("an auditor makes a token, is shown it once and told by mail, pulls the audit log with it, and ends it", async ({ page, context, request }) => {
  const auditor = await signInAs(context, ["auditor"], { locale: "en", session: { provenAt: new Date(Date.now() - 6 * 60_000) } });
  const { code } = await withParts((parts) => withCredentials(parts, auditor, PASSWORD));
  await page.goto("/console/account");
  const panel = page.locator("section").filter({ has: page.getByRole("heading", { name: "Your API tokens" }) });
  await expect(panel).toContainText("You have none.");
  await panel.getByRole("button", { name: "Make a token" }).click();
  await page.getByRole("dialog").getByLabel("Password").fill(PASSWORD);
  await page.getByRole("dialog").getByLabel("One-time code").fill(await code());
  await page.getByRole("dialog").getByRole("button", { name: "Confirm" }).click();
  await expect(panel.getByRole("alert")).toContainText("Please fill this in.");
  const name = `Log collector ${auditor.id.slice(-6)}`;
  await panel.getByLabel("Name of the token").fill(name);
  await panel.getByLabel("Name of the token").press("Enter");
  await expect(panel.getByRole("heading", { name: "Your new token" })).toBeFocused();
  const token = TOKEN.exec(await panel.getByRole("status").innerText())?.[0] ?? "";
  await expect(panel.getByRole("listitem").filter({ hasText: name })).toContainText("last used never");
  await expectAccessible(page);
  await expectToFit(page);
  expect((await awaitMail(request, auditor.email, /API/)).text).not.toMatch(TOKEN);

  const pulled = await pull(token);
  expect(pulled.status).toBe(200);
  expect(pulled.headers).toMatchObject({ "content-type": "application/jsonl", "cache-control": "no-store", "amends-after": "2" });
  expect(pulled.body.trim().split("\n").map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([0, 1, 2]);
  await page.reload();
  await expect(page.getByText(TOKEN)).toHaveCount(0);
  await expect(panel.getByRole("listitem").filter({ hasText: name })).not.toContainText("never");
  await expectAccessible(page);
  await expectToFit(page);
  await panel.getByRole("button", { name: `Revoke · ${name}` }).click();
  await expect(panel.getByText("The token is revoked.")).toBeVisible();
  await expect(panel).toContainText("You have none.");
  expect((await pull(token)).status).toBe(401);
});

test("without JavaScript a token is made and ended as well, and at the width of a small phone in Korean", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: process.env.E2E_URL ?? "", viewport: { width: 320, height: 640 } });
  const { id } = await signInAs(context, ["security"], { locale: "ko" });
  const page = await context.newPage();
  await page.goto("/console/account");
  await page.getByLabel("토큰 이름").fill(`수집기 ${id.slice(-6)}`);
  await page.getByRole("button", { name: "토큰 만들기" }).click();
  const token = TOKEN.exec(await page.getByRole("status").innerText())?.[0] ?? "";
  expect((await pull(token)).status).toBe(200);
  await page.getByRole("button", { name: /폐기/ }).click();
  await expect(page.getByText("토큰을 폐기했습니다.")).toBeVisible();
  expect((await pull(token)).status).toBe(401);
  await context.close();
});

test("whatever is wrong with a token, the answer has the same bytes; a lost role is refused, and nothing else takes a token", async ({ page, context }) => {
  const [answers, role, living] = await withParts(async (parts) => {
    const someone = () => aStaffMember(parts, ["auditor"]);
    const security = await aStaffMember(parts, ["security"]);
    const change = async (what: (staffId: string, token: string) => Promise<unknown>) => {
      const { id } = await someone();
      const token = await aToken(parts, id);
      await what(id, token);
      return token;
    };
    const row = (token: string) => eq(apiTokens.hash, sha256(token));
    const { key } = await plantKey(staffContext(parts, ["security"], security.id), { place: "where the tokens lie" });
    const refused = {
      "no token": null,
      "no shape": "x",
      "nobody's": `amends_live_${"x".repeat(43)}`,
      planted: key,
      ended: await change((_, token) => parts.db.update(apiTokens).set({ endedAt: new Date(), endedWhy: "by-hand" }).where(row(token))),
      "run out": await change((_, token) => parts.db.update(apiTokens).set({ madeAt: new Date(Date.now() - 86_400_000), expiresAt: new Date(Date.now() - 1) }).where(row(token))),
      suspended: await change((id) => parts.db.update(staffMembers).set({ suspendedAt: new Date() }).where(eq(staffMembers.id, id))),
      "off-boarded": await change((id) => offBoard(staffContext(parts, ["security"], security.id), { staffId: id, reason: "has left the company today" })),
    };
    const lost = await change((id) => parts.db.update(staffGrants).set({ role: "support" }).where(eq(staffGrants.staffId, id)));
    return [refused, lost, await change(() => Promise.resolve())] as const;
  });
  const nobody = await pull(null);
  expect(nobody).toMatchObject({ status: 401, body: "", headers: { "www-authenticate": 'Bearer realm="amends"', "cache-control": "no-store" } });
  for (const [why, token] of Object.entries(answers)) expect(await pull(token), why).toEqual(nobody);
  expect((await pull(role)).status).toBe(403);
  expect((await pull(living, "?after=x")).status).toBe(400);
  for (const path of ["/console/account", "/console/audit", "/api/scim/v2/Users", "/api/auth/session"]) {
    const ask = async (headers: Record<string, string>) => {
      const answer = await fetch(`${process.env.E2E_URL}${path}`, { headers, redirect: "manual" });
      return [answer.status, answer.headers.get("location")?.split("?")[0], path.startsWith("/api") ? await answer.text() : ""];
    };
    expect(await ask({ authorization: `Bearer ${living}` }), path).toEqual(await ask({}));
  }
  await signInAs(context, ["security"], { locale: "en" });
  await page.goto("/console/alarms?kind=canary-key");
  await expect(page.getByRole("row").filter({ hasText: "Somebody used a planted key" }).first()).toContainText("Critical");
});

test("a program that asks on and on waits, and one that finds nothing new writes nothing", async () => {
  const { id, token } = await withParts(async (parts) => {
    const { id } = await aStaffMember(parts, ["security"]);
    return { id, token: await aToken(parts, id) };
  });
  const eventsOf = (action: string) => withParts(({ db }) => db.select().from(auditEvents).where(and(eq(auditEvents.action, action), eq(auditEvents.actorId, id))));
  const pulls = () => eventsOf("audit.pull");
  const { rows: [last] } = await withParts(({ db }) => db.execute<{ seq: number }>(sql`select max(seq)::int as seq from audit_leaves`));
  const ahead = (last?.seq ?? 0) + 1_000_000;
  expect(await pull(token, `?after=${ahead}`)).toMatchObject({ status: 200, body: "", headers: { "amends-after": String(ahead) } });
  expect(await pulls()).toHaveLength(0);
  expect((await pull(token)).status).toBe(200);
  expect(await pulls()).toMatchObject([{ actorKind: "staff", details: { after: -1, until: 2, events: 3 } }]);
  const statuses = new Set<number>();
  // A minute of the clock may begin in between.
  for (let i = 0; i < 121 && !statuses.has(429); i++) statuses.add((await pull(token, `?after=${ahead}`)).status);
  expect([...statuses].sort()).toEqual([200, 429]);
  // However often it came, it came from one network.
  expect(await eventsOf("api-token.use-from")).toMatchObject([{ objectKind: "api-token", details: { known: 0, network: expect.any(String) } }]);
});
