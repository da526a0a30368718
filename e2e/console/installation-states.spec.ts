import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { APIRequestContext, Page } from "@playwright/test";
import { checkInstallation } from "@/domain/installation/check-installation";
import { nameSurroundings } from "@/domain/installation/rules";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { addStaffMember } from "@/domain/staff/add-staff-member";
import { createWave } from "@/domain/waves/create-wave";
import { submitWave } from "@/domain/waves/submit-wave";
import { staffContext, systemContext } from "@/test/contexts";
import { operator, setInstallation } from "@/test/installation";
import { aFrozenWave, anIncidentWithPeople, people } from "@/test/waves";
import { expect, expectAccessible, expectToFit } from "../fixtures";
import { mailsTo } from "../mail";
import { test } from "../own-installation";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

// Each starts a whole product first.
test.describe.configure({ timeout: 120_000 });

const at = (path: string) => `${process.env.E2E_URL}/console${path}`;
const receivers = async (request: APIRequestContext) => (await mailsTo(request, "")).flatMap(({ to }) => to).sort();
const everybody = ["person0@example.com", "person1@example.com", "person2@example.com"];

/** Everything that a worker could do now has been done. */
async function expectNothingDue(): Promise<void> {
  await expect(async () => {
    const due = await withParts(async ({ db }) => (await db.execute(sql`select 1 from graphile_worker.jobs where run_at <= now() and attempts < max_attempts`)).rows);
    expect(due).toEqual([]);
  }).toPass({ timeout: 30_000 });
}

async function expectForEverybody(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectToFit(page);
}

test("in trial mode every page says so, waves say why they wait, and an admin takes it live with a reason", async ({ page, context, request, install }) => {
  const { incidentId, wave } = await install(async (parts) => {
    await setInstallation(parts, { mode: "trial" });
    const { incidentId, versionId } = await anIncidentWithPeople(parts, people(3));
    const author = staffContext(parts, ["comms"]);
    const { id } = await createWave(author, { templateVersionId: versionId, audience: {} });
    await submitWave(author, { waveId: id });
    return { incidentId, wave: at.bind(null, `/waves/${id}`) };
  });
  const banner = page.getByText("직원과 허용 목록에만 발송되며, 대량 발송은 대기합니다.");

  await signInAs(context, ["approver"], { locale: "ko", incidentId });
  for (const path of ["", "/waves", "/account"]) {
    await page.goto(at(path));
    await expect(banner).toBeVisible();
  }
  // Whoever cannot change it is not led there.
  await expect(page.getByRole("link", { name: "설치 화면 열기" })).toHaveCount(0);
  await page.goto(wave());
  await expect(page.getByText("시험 모드이므로 이 발송은 대기합니다")).toBeVisible();
  await page.getByRole("button", { name: "승인하고 대기" }).click();
  await expect(page.getByText("관리자가 실제 운영을 시작할 때까지 허용 목록을 포함해 아무에게도 전달되지 않습니다.")).toBeVisible();
  await expect(page.getByText("발송 전 3", { exact: true })).toBeVisible({ timeout: 20_000 });
  await expectForEverybody(page);
  await expectNothingDue();
  expect(await receivers(request)).toEqual([]);

  await signInAs(context, ["admin"], { locale: "ko", incidentId });
  await page.goto(at(""));
  await page.getByRole("link", { name: "설치 화면 열기" }).click();
  await expect(page.getByText("승인된 발송 1건, 메시지 3통.")).toBeVisible();
  await expectForEverybody(page);
  const takeLive = page.getByRole("button", { name: "실제 운영을 시작하고 모든 사람에게 발송" });
  await takeLive.click();
  await expect(page.getByRole("alert").filter({ hasText: "10자 이상" })).toBeFocused();
  await expect(banner).toBeVisible();
  await page.getByLabel("사유 (감사 기록에 남습니다)").fill("우리 직원들과 모두 시험해 보았습니다.");
  await takeLive.click();
  await expect(page.getByRole("heading", { name: "시험 모드로 되돌리기" })).toBeVisible();
  await expect(banner).toHaveCount(0);
  await expectForEverybody(page);
  await expect(async () => expect(await receivers(request)).toEqual(everybody)).toPass({ timeout: 20_000 });
});

/** A live installation in the middle of a wave, with a mail to a new colleague on its way, as a worker knows it that last looked at this very database. */
async function aLiveInstallation(parts: ProcessParts, url: string) {
  const { incidentId, versionId } = await anIncidentWithPeople(parts, people(3));
  const { id } = await aFrozenWave(parts, versionId);
  const colleague = `colleague-${randomUUID().slice(0, 8)}@haneulmall.example`;
  await addStaffMember(operator(parts), { email: colleague, name: "류태오", roles: ["comms"] });
  const names = nameSurroundings({ AMENDS_URL: "http://localhost", DATABASE_URL: url, AMENDS_EMBEDDED: "1" });
  await checkInstallation(systemContext(parts), { names, remembered: () => Promise.resolve(null), remember: () => Promise.resolve() });
  return { incidentId, colleague, wavePath: `/waves/${id}`, database: names.database };
}

test("a restored copy sends nothing until an admin confirms that it is the real one", async ({ page, context, request, install }) => {
  const { incidentId, colleague, wavePath, database } = await install(aLiveInstallation);
  const banner = page.getByText("This database is not where it was: it may be a restored copy.");

  await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto(at(wavePath));
  await expect(banner).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the installation" })).toHaveCount(0);
  await expect(page.getByText("The wave waits where it is until an administrator says which installation is the real one.")).toBeVisible();
  await expectForEverybody(page);

  await signInAs(context, ["admin"], { locale: "en", incidentId });
  await page.goto(at("/installation"));
  await expect(page.getByRole("row", { name: "Name of the database" })).toContainText(database);
  for (const [part, differs] of [["Name of the database", 1], ["Number of the database on its server", 1], ["Public address", 0]] as const) {
    await expect(page.getByRole("row", { name: part }).getByText("differs")).toHaveCount(differs);
  }
  await expect(page.getByRole("button", { name: /Take live/ })).toHaveCount(0);
  await expectNothingDue();
  await page.reload();
  await expect(page.getByRole("row", { name: "Set-up code for staff" })).toContainText("Held");
  await expectForEverybody(page);
  expect(await receivers(request)).toEqual([]);

  const confirm = page.getByRole("button", { name: "Confirm: this is the real one" });
  await confirm.click();
  await expect(page.getByRole("alert").filter({ hasText: "at least 10 characters" })).toBeFocused();
  await expect(banner).toBeVisible();
  await expect(page.getByText("1 wave with 3 messages, and 1 mail to single people")).toBeVisible();
  await page.getByLabel("How you know (kept in the audit)").fill("The old server burned down.");
  await confirm.click();
  await expect(page.getByRole("heading", { name: "What this database is known by" })).toBeVisible();
  await expect(banner).toHaveCount(0);
  await expectForEverybody(page);
  await expect(async () => expect(await receivers(request)).toEqual([colleague, ...everybody].sort())).toPass({ timeout: 20_000 });

  await test.step("and is ready again, until a key is past its age", async () => {
    const [web, worker] = [`${process.env.E2E_URL}/api/health/ready`, `${process.env.E2E_WORKER_URL}/ready`];
    for (const url of [web, worker]) expect((await request.get(url)).status(), url).toBe(200);
    await withParts(({ db }) => db.execute(sql`update key_register set created_at = created_at - interval '366 days' where kind = 'session-cookie'`));
    for (const [url, check] of [[web, "key-ages"], [worker, "keys"]] as const) {
      const answer = await request.get(url);
      expect(answer.status(), url).toBe(503);
      expect(await answer.json(), url).toMatchObject({ ok: false, checks: { database: true, [check]: false } });
    }
  });
});

test("a restored copy that an admin calls a copy writes to staff alone and cannot be taken live", async ({ page, context, request, install }) => {
  const { incidentId, colleague, wavePath } = await install(aLiveInstallation);
  await signInAs(context, ["admin", "comms"], { locale: "ko", incidentId });
  await page.goto(at(""));
  await expect(page.getByText("복원된 사본일 수 있으므로, 관리자가 어느 설치가 실제인지 확인해야 합니다.")).toBeVisible();
  await page.getByRole("link", { name: "설치 화면 열기" }).click();
  await expect(page.getByLabel("사본의 용도 (감사 기록에 남습니다)")).toBeVisible();
  await expectForEverybody(page);
  await page.getByLabel("사본의 용도 (감사 기록에 남습니다)").fill("교육용으로 복원했습니다.");
  await page.getByRole("button", { name: "사본으로 잠그기" }).click();
  await expect(page.getByText("실제 설치가 아닙니다. 직원과 허용 목록에만 발송됩니다.")).toBeVisible();
  await expect(page.getByText("시험 모드가 유지되며 실제 운영으로 전환할 수 없습니다.")).toBeVisible();
  await expect(page.getByRole("button", { name: /실제 운영|실제 설치입니다/ })).toHaveCount(0);
  await expectForEverybody(page);
  await expect(async () => expect(await receivers(request)).toEqual([colleague])).toPass({ timeout: 20_000 });
  await page.goto(at(wavePath));
  await expect(page.getByText("사본이므로 이 발송은 나가지 않습니다")).toBeVisible();
  await expectForEverybody(page);
  await expectNothingDue();
  expect(await receivers(request)).toEqual([colleague]);
});
