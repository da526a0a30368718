import { randomUUID } from "node:crypto";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { signInAs } from "../sign-in";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

async function scim(method: string, path: string, body?: unknown, token = process.env.E2E_SCIM_TOKEN) {
  const answer = await fetch(`${process.env.E2E_URL}/api/scim/v2${path}`, { method, headers: { "content-type": "application/scim+json", ...(token ? { authorization: `Bearer ${token}` } : {}) }, ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : null) as { id: string; active: boolean; totalResults: number } };
}

test("nobody comes in without the provider's token", async () => {
  for (const token of ["", "x", `${process.env.E2E_SCIM_TOKEN ?? ""}x`]) {
    for (const method of ["GET", "POST", "PATCH", "PUT", "DELETE"]) {
      const { status, headers } = await scim(method, "/Users", method === "GET" || method === "DELETE" ? undefined : {}, token);
      expect([status, headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="scim"']);
    }
  }
  const { status, headers } = await scim("GET", "/ServiceProviderConfig");
  expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, "application/scim+json", "no-store"]);
});

test("a group gets its role in the console, and who is deactivated is out with their next request", async ({ page, context, browser }) => {
  const member = await signInAs(context, ["comms"], { locale: "en" });
  const others = await browser.newContext({ locale: "ko-KR" });
  const admin = await others.newPage();
  await signInAs(others, ["admin"]);
  const group = `Desk ${randomUUID().slice(0, 8)}`;
  const { body: made } = await scim("POST", "/Groups", { displayName: group, members: [{ value: member.id }] });
  await admin.goto(`${process.env.E2E_URL}/console/staff`);
  await admin.getByRole("link", { name: "사용자 연동" }).click();
  await expect(admin.getByRole("row").filter({ hasText: group })).toBeVisible();
  await expectAccessible(admin);
  await expectToFit(admin);
  const row = admin.getByRole("row").filter({ hasText: group });
  await row.getByRole("combobox").selectOption({ label: "상담" });
  await row.getByRole("button", { name: "저장" }).click();
  await expect(row).toContainText("담당");
  await page.goto("/console/enquiries");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await admin.goto(`${process.env.E2E_URL}/console/staff/${member.id}`);
  await expect(admin.getByText(`${group} 그룹을 통해`)).toBeVisible();
  const answer = await scim("PATCH", `/Users/${member.id}`, { schemas: [PATCH], Operations: [{ op: "Replace", path: "active", value: "False" }] });
  expect([answer.status, answer.body.active]).toEqual([200, false]);
  await page.goto("/console/enquiries");
  await expect(page).toHaveURL(/\/console\/sign-in/);
  await admin.goto(`${process.env.E2E_URL}/console/staff/${member.id}`);
  await expect(admin.getByText("이 접근을 종료했으며, 다시 열 수도 있습니다")).toBeVisible();
  await expectAccessible(admin);
  await expectToFit(admin);
  await admin.getByLabel("사유").fill("다시 일하지 않기로 하였습니다");
  await admin.getByRole("button", { name: "접근 종료 확정" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "접근 종료 보고서" })).toBeVisible();
  expect((await scim("PATCH", `/Users/${member.id}`, { schemas: [PATCH], Operations: [{ op: "Replace", path: "active", value: "True" }] })).body.active).toBe(false);
  expect((await scim("DELETE", `/Groups/${made.id}`)).status).toBe(204);
  await others.close();
});

test("what only looks like a deactivation ends access and raises an alarm", async ({ page, context, browser }) => {
  const member = await signInAs(context, ["support"]);
  const others = await browser.newContext();
  const security = await others.newPage();
  await signInAs(others, ["security"], { locale: "en" });
  const { status } = await scim("PATCH", `/Users/${member.id}`, '{"Operations":[{"op":"replace","value":{"active":fal');
  expect(status).toBe(400);
  await page.goto("/console/enquiries");
  await expect(page).toHaveURL(/\/console\/sign-in/);
  await security.goto(`${process.env.E2E_URL}/console/alarms?kind=unclear-deactivation`);
  await security.getByRole("row").filter({ hasText: member.name }).getByRole("link").first().click();
  // The list says it too.
  await expect(security.getByRole("heading", { level: 1, name: "could not be read" })).toBeVisible();
  await expectAccessible(security);
  await others.close();
});
