import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { seedIncident } from "@/db/seed/demo-incident";
import { seedNotices } from "@/db/seed/demo-notices";
import { staffContext } from "@/test/contexts";
import { importText, publish } from "@/test/imports";
import { createWave } from "@/domain/waves/create-wave";
import { submitWave } from "@/domain/waves/submit-wave";
import { approveWave } from "@/domain/waves/approve-wave";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** Twelve people in two versions of the dataset: the second adds an entrance code for two of them, and one who was not in the first. One wave has gone out to those who read English. */
function anIncident(): Promise<{ incidentId: string; versionId: string }> {
  return withParts(async (parts) => {
    const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `audiences-${randomUUID().slice(0, 8)}` });
    const run = randomUUID().slice(0, 8);
    const row = (i: number, classes: string) => `r${i},person${i}-${run}@example.com,${i % 3 === 0 ? "en" : "ko"},${i % 4 === 0 ? "US" : "KR"},${classes}`;
    const first = Array.from({ length: 12 }, (_, i) => row(i, "names;email-addresses"));
    await importText(parts, incidentId, ["ref,email,locale,country,confirmed", ...first].join("\n"));
    await publish(parts, incidentId, 1);
    await importText(parts, incidentId, ["ref,email,locale,country,confirmed", row(1, "names;email-addresses;access-codes"), row(3, "names;email-addresses;access-codes"), row(12, "names;access-codes")].join("\n"));
    await publish(parts, incidentId, 2);
    const { versionId } = await seedNotices(parts, { incidentId, author: randomUUID(), approver: randomUUID() });
    const author = staffContext(parts, ["comms"]);
    const { id } = await createWave(author, { templateVersionId: versionId, audience: { locales: ["en"] } });
    const { approvalHash } = await submitWave(author, { waveId: id });
    await approveWave(staffContext(parts, ["approver"]), { waveId: id, approvalHash });
    return { incidentId, versionId };
  });
}

test("an audience is built, looked at, changed, counted by a job, sent back and asked for again", async ({ page, context, browser }) => {
  const { incidentId } = await anIncident();
  const author = await signInAs(context, ["comms"], { locale: "en", incidentId });
  const count = page.getByRole("status").filter({ hasText: "dataset version" });

  await test.step("wait until the first wave has ended", async () => {
    await page.goto("/console/waves");
    await expect(async () => {
      await page.reload();
      await expect(page.getByText("Finished", { exact: true })).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await expect(page.getByText("People who read English")).toBeVisible();
  });

  await test.step("choose by class, country and difference", async () => {
    await page.goto("/console/waves/new");
    await expect(count).toHaveText("13 people, by dataset version 2");
    await expectAccessible(page);
    await page.getByLabel("South Korea").check();
    await expect(count).toHaveText("9 people, by dataset version 2");
    await page.getByLabel("South Korea").uncheck();
    await page.getByLabel("Change", { exact: true }).selectOption("gained");
    await page.getByLabel("Data", { exact: true }).first().selectOption("access-codes");
    await expect(count).toHaveText(/^≈ 3 people, by dataset version 2\. Told from 13 records/);
    await expect(count).toHaveText("3 people, by dataset version 2", { timeout: 15_000 });
  });

  await test.step("leave out whom the earlier wave reached", async () => {
    await page.getByRole("checkbox", { name: /: Those it reached$/ }).check();
    await expect(count).toHaveText("1 person, by dataset version 2", { timeout: 15_000 });
    await expectAccessible(page);
  });

  await test.step("be told what does not fit, with nothing lost", async () => {
    await page.getByLabel("From version").selectOption("2");
    await page.getByRole("button", { name: "Save the draft" }).last().click();
    await expect(page.getByRole("alert").filter({ hasText: "Please check" })).toBeFocused();
    await expect(page.getByRole("alert").filter({ hasText: "Please check" })).toContainText("The second version has to be later than the first.");
    await expect(page.getByLabel("From version")).toHaveValue("2");
    await expect(page.getByLabel("Change", { exact: true })).toHaveValue("gained");
    await expect(page.getByRole("checkbox", { name: /: Those it reached$/ })).toBeChecked();
    await expectAccessible(page);
    await page.getByLabel("From version").selectOption("1");
  });

  await test.step("look at people, which is recorded", async () => {
    await page.getByRole("button", { name: "Show ten people and record the look" }).click();
    const table = page.getByRole("table", { name: "Ten people at random" });
    await expect(table.getByRole("row")).toHaveCount(2);
    await expect(table).toContainText("p•••@example.com");
    await expect(table).toContainText("Building entrance code (confirmed)");
    await expect(page.getByLabel("Change", { exact: true })).toHaveValue("gained");
    await expectAccessible(page);
    const looks = await withParts(({ db }) => db.select({ details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.actorId, author.id)));
    expect(looks.filter(({ details }) => (details as { subjectIds?: string[] }).subjectIds?.length === 1)).toHaveLength(1);
  });

  await test.step("save it, and read it in words", async () => {
    await page.getByRole("button", { name: "Save the draft" }).last().click();
    await expect(page.getByText(/^People who gained Building entrance code between versions 1 and 2, except those whom “.*” reached$/)).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("change it", async () => {
    await page.getByRole("link", { name: "Change the draft" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Change the draft" })).toBeVisible();
    await expect(page.getByLabel("Change", { exact: true })).toHaveValue("gained");
    await expect(page.getByRole("checkbox", { name: /: Those it reached$/ })).toBeChecked();
    await page.getByRole("checkbox", { name: /: Those it reached$/ }).uncheck();
    await page.getByLabel("Korean", { exact: true }).check();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save the draft" }).last().click();
    await expect(page.getByText("People who read Korean, who gained Building entrance code between versions 1 and 2")).toBeVisible();
    await expect(page.getByText("Changed by")).toBeVisible();
  });

  await test.step("ask for approval, which waits for the number by itself", async () => {
    await page.getByRole("button", { name: "Ask for approval" }).click();
    await expect(page.getByText("In review", { exact: true })).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText("1 person, counted in dataset version 2")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("an approver sends it back and says why", async () => {
    const other = await browser.newContext({ baseURL: process.env.E2E_URL });
    await signInAs(other, ["approver"], { locale: "ko", incidentId });
    const second = await other.newPage();
    await second.goto(new URL(page.url()).pathname);
    await second.getByRole("button", { name: "발송 되돌려 보내기" }).click();
    await expect(second.getByRole("alert").filter({ hasText: "확인" })).toBeFocused();
    await second.getByLabel("고쳐야 할 점").fill("대상이 너무 좁습니다. 다시 검토해 주십시오.");
    await expectAccessible(second);
    await second.getByRole("button", { name: "발송 되돌려 보내기" }).click();
    await expect(second.getByText("작성 중", { exact: true })).toBeVisible();
    await other.close();
    await page.reload();
    await expect(page.getByText("sent this wave back")).toBeVisible();
    await expect(page.getByText("대상이 너무 좁습니다. 다시 검토해 주십시오.")).toBeVisible();
    await page.getByRole("button", { name: "Ask for approval" }).click();
    await page.getByRole("button", { name: "Take the wave back" }).click();
    await expect(page.getByText("Draft", { exact: true })).toBeVisible();
    await expectAccessible(page);
  });
});

test("a list of references is uploaded, refused with its lines, and used", async ({ page, context }) => {
  const { incidentId } = await anIncident();
  await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto("/console/waves/lists");
  await expect(page.getByText("No list yet.")).toBeVisible();
  await expectAccessible(page);
  const upload = async (text: string) => {
    await page.getByLabel("File", { exact: true }).setInputFiles({ name: "door codes.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
    await page.getByRole("button", { name: "Upload" }).click();
  };
  await upload("r1\nr2,r3\nr4");
  await expect(page.getByRole("alert").filter({ hasText: "These lines cannot be references: 2." })).toBeVisible();
  await expectAccessible(page);
  await upload("ref\nr1\nr2\nr1\nsomebody else\n");
  await expect(page.getByText("The list is there: 3 references.")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/console/waves/new");
  await page.getByLabel("Only people on a list of references").selectOption({ label: "door codes.txt (3 references)" });
  await expect(page.getByRole("status").filter({ hasText: "dataset version" })).toHaveText("2 people, by dataset version 2", { timeout: 15_000 });
  await page.getByRole("button", { name: "Save the draft" }).last().click();
  await expect(page.getByText("People on the list “door codes.txt”")).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("an audience is counted by a button and saved", async ({ page, context }) => {
    const { incidentId } = await anIncident();
    await signInAs(context, ["comms"], { locale: "ko", incidentId });
    await page.goto("/console/waves/new");
    await page.getByLabel("공동현관 비밀번호: 유출 확인").check();
    await page.getByRole("button", { name: "집계", exact: true }).click();
    await expect(page.getByText("3명, 데이터 버전 2 기준")).toBeVisible();
    await expect(page.getByLabel("공동현관 비밀번호: 유출 확인")).toBeChecked();
    await page.getByRole("button", { name: "초안 저장" }).last().click();
    await expect(page.getByText("다음에 모두 해당하는 분: 공동현관 비밀번호(유출 확인)")).toBeVisible();
  });
});
