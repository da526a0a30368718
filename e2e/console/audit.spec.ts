import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { locales } from "@/db/values/locales";
import { listVerifiers } from "@/domain/audit/log/signing-key";
import { verifyProof } from "@/domain/audit/log/verify-proof";
import { verifyRange } from "@/domain/audit/log/verify-range";
import { recordAudit, recordSubjectLook } from "@/domain/audit/record-audit";
import { staffContext, systemContext } from "@/test/contexts";
import { aPublishedIncident } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { longIn } from "../long-in";
import { withParts } from "../parts";
import { newStaff, signInAs } from "../sign-in";

/** Somebody who acted, and an event of theirs that a checkpoint covers. */
function anAgent() {
  return withParts(async (parts) => {
    const agent = await newStaff(parts, ["support"], { name: `담당 ${randomUUID().slice(0, 8)}` });
    const claim = randomUUID();
    const ctx = staffContext(parts, ["support"], agent.id);
    for (const action of ["claim.read", "claim.reveal", "claim.note"] as const) await recordAudit(parts.db, ctx, { action, object: { kind: "claim", id: claim }, reason: action === "claim.reveal" ? "asked by phone for the account" : null });
    return { ...agent, claim };
  });
}

test("an auditor finds what somebody did, follows it to its object, and takes a proof of it along", async ({ page, context }) => {
  const agent = await anAgent();
  await signInAs(context, ["auditor"], { locale: "en" });
  await page.goto("/console/audit");
  await page.getByText("Search", { exact: true }).first().click();
  await page.getByLabel("Who", { exact: true }).selectOption({ label: agent.name });
  await page.getByLabel("What", { exact: true }).fill("claim.reveal");
  await page.getByLabel("From", { exact: true }).fill("2026-01-01T00:00");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/actor=.*action=claim.reveal.*from=2026/);
  const rows = page.locator("table[data-rows] tbody tr");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("asked by phone for the account");
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("link", { name: /From: 2026/ }).click();
  await page.getByRole("link", { name: /What: claim.reveal/ }).click();
  await expect(rows).toHaveCount(3);
  await page.getByLabel("Kind of object").fill("wave");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("No event fits.")).toBeVisible();
  await page.goBack();
  await rows.filter({ hasText: "claim.reveal" }).getByRole("link", { name: /claim .*/ }).last().click();
  await expect(page.getByText("Everything that happened to it, newest first.")).toBeVisible();
  await expect(rows).toHaveCount(3);
  await expectAccessible(page);
  await expectToFit(page);
  await rows.filter({ hasText: "claim.reveal" }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "claim.reveal" })).toBeVisible();
  // The next checkpoint comes within a minute.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("First checkpoint over it")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  await expectAccessible(page);
  await expectToFit(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the proof" }).click();
  const proof: unknown = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  const verifiers = await withParts((parts) => listVerifiers(systemContext(parts)));
  expect(verifyProof(proof, verifiers)).toBe(true);
  expect(verifyProof({ ...(proof as object), seq: 0 }, verifiers)).toBe(false);
  await page.getByRole("link", { name: agent.name }).click();
  await expect(page.getByText("What they did, and what was done to their access, newest first.")).toBeVisible();
});

for (const locale of locales) {
  const words = {
    ko: { open: "한 사람의 기록을 누가 보았는지", incident: "사고", number: "기록 번호", show: "열람 내역 보기", title: "41번 기록" },
    en: { open: "Who looked at one person", incident: "Incident", number: "Number of the record", show: "Show looks", title: "Record no. 41" },
  }[locale];
  test(`an auditor sees who looked at one affected person, by the number of their record (${locale})`, longIn("ko", locale), async ({ page, context }) => {
    const name = `담당 ${randomUUID().slice(0, 8)}`;
    const incident = await withParts(async (parts) => {
      const found = await aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names");
      const agent = await newStaff(parts, ["support"], { name });
      const look = { action: "claim.read", object: { kind: "claim", id: randomUUID() }, incidentId: found.id } as const;
      for (const subjects of [[41n], [42n]]) await parts.db.transaction((tx) => recordSubjectLook(tx, staffContext(parts, ["support"], agent.id), { ...look, subjects }));
      return found;
    });
    await signInAs(context, ["auditor"], { locale, incidentId: incident.id });
    await page.goto("/console/audit");
    await page.getByText(words.open, { exact: true }).click();
    await page.getByLabel(words.incident, { exact: true }).selectOption(incident.id);
    await page.getByLabel(words.number).fill("41");
    await expectAccessible(page);
    await page.getByRole("button", { name: words.show }).click();
    await expect(page.getByRole("heading", { level: 1, name: words.title })).toBeVisible();
    const rows = page.locator("table[data-rows] tbody tr");
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(name);
    await expectAccessible(page);
    await expectToFit(page);
  });
}

test("an auditor exports a part of the log with its proof, against a reason and a fresh proof of who they are", async ({ page, context }) => {
  await anAgent();
  const auditor = await signInAs(context, ["auditor"], { locale: "en" });
  await page.goto("/console/audit");
  await page.getByRole("link", { name: "Export with proof" }).click();
  await page.getByLabel("From", { exact: true }).fill("2026-01-01T00:00");
  await page.getByLabel("Until", { exact: true }).fill("2026-01-02T00:00");
  await page.getByRole("button", { name: "Ask for the file" }).click();
  await expect(page.getByRole("alert").getByText("Please give a reason of at least 10 characters.")).toBeVisible();
  await expect(page.getByLabel("From", { exact: true })).toHaveValue("2026-01-01T00:00");
  await expectAccessible(page);
  await expectToFit(page);
  const until = new Date(Date.now() + 9 * 3_600_000 + 60_000).toISOString().slice(0, 16);
  const file = async () => {
    await page.goto("/console/audit/export");
    await page.getByLabel("From", { exact: true }).fill("2026-01-01T00:00");
    await page.getByLabel("Until", { exact: true }).fill(until);
    await page.getByLabel("Reason").fill("asked for by the regulator");
    await page.getByRole("button", { name: "Ask for the file" }).click();
    await expect(page.getByRole("button", { name: "Take the file out" })).toBeVisible();
    const download = page.waitForEvent("download", { timeout: 10_000 });
    await page.getByRole("button", { name: "Take the file out" }).click();
    return readFileSync(await (await download).path(), "utf8");
  };
  let [text, files] = ["", 0];
  // Until a checkpoint covers them there is nothing to prove the agent's acts by.
  await expect(async () => {
    text = await file();
    files += 1;
    expect(text).toContain('"claim.note"');
  }).toPass({ timeout: 120_000, intervals: [5_000] });
  const verifiers = await withParts((parts) => listVerifiers(systemContext(parts)));
  const range = verifyRange(text, verifiers);
  expect(range?.from).toBe(0);
  expect(verifyRange(text.replace('"claim.note"', '"claim.read"'), verifiers)).toBeNull();
  const { rows } = await withParts((parts) => parts.db.$client.query<{ reason: string }>("select reason from audit_events where action = 'audit.export-range' and actor_id = $1", [auditor.id]));
  expect(rows).toEqual(Array.from({ length: files }, () => ({ reason: "asked for by the regulator" })));
  await withParts((parts) => parts.db.$client.query("update staff_sessions set proven_at = proven_at - interval '6 minutes' where staff_id = $1", [auditor.id]));
  await page.goto("/console/audit/export");
  await page.getByLabel("From", { exact: true }).fill("2026-01-01T00:00");
  await page.getByLabel("Until", { exact: true }).fill(until);
  await page.getByLabel("Reason").fill("asked for by the regulator");
  await page.getByRole("button", { name: "Ask for the file" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
});
