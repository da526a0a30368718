import { createHash } from "node:crypto";
import { demoDocument } from "@/db/seed/demo-document";
import { startProgrammeDraft } from "@/domain/programmes/start-programme-draft";
import { aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { aStatement } from "@/test/evidence/papers";
import { aPublishedIncident } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** A programme that is open, with a draft of its next terms. */
function aDraft() {
  return withParts(async (parts) => {
    const incident = await aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names");
    const { id } = await aProgramme(parts, incident);
    await startProgrammeDraft(staffContext(parts, ["finance"]), { programmeId: id });
    return incident;
  });
}

const pdf = (name: string, buffer: Buffer) => ({ name, mimeType: "application/pdf", buffer });

test("finance attaches documents to a draft by keyboard, somebody else publishes them, and the public keeps them", async ({ page, context, browser, request }) => {
  const incident = await aDraft();
  const file = await demoDocument();
  const sha256 = createHash("sha256").update(file).digest("hex");
  await signInAs(context, ["finance"], { incidentId: incident.id, locale: "en" });
  await page.goto("/console/programmes/compensation/edit");
  const attach = async () => {
    await page.getByRole("button", { name: "Attach the document" }).focus();
    await page.keyboard.press("Enter");
  };
  await attach();
  await expect(page.getByRole("alert").filter({ hasText: "Choose a PDF first." })).toBeVisible();
  await page.getByLabel("Days to appeal").fill("45");
  await page.getByLabel("Attach a PDF").setInputFiles(pdf("statement.pdf", await aStatement()));
  await attach();
  await expect(page.getByRole("alert").filter({ hasText: "The PDF holds a script" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Attach a PDF").setInputFiles(pdf("prepare.pdf", file));
  await attach();
  const first = page.getByRole("group", { name: "Document 1", exact: true });
  await expect(first.getByRole("link", { name: /^PDF · \d/ })).toBeVisible();
  await expect(page.getByLabel("Days to appeal")).toHaveValue("45");
  await first.getByLabel("Title · Korean").fill("신청 전에 준비하실 것");
  await first.getByLabel("Title · English").fill("What to prepare");
  for (const language of ["Korean", "English"]) {
    await first.getByLabel(language, { exact: true }).focus();
    await page.keyboard.press("Space");
  }
  await page.getByLabel("Attach a PDF").setInputFiles(pdf("prepare.pdf", file));
  await attach();
  await expect(page.getByRole("alert").filter({ hasText: "This document is attached already." })).toBeVisible();
  await page.getByLabel("Attach a PDF").setInputFiles(pdf("again.pdf", await demoDocument({ title: "Again" })));
  await attach();
  await page.getByRole("button", { name: "Move up · Document 2" }).press("Enter");
  await expect(page.getByRole("group", { name: "Document 2", exact: true }).getByLabel("Title · English")).toHaveValue("What to prepare");
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("button", { name: "Remove · Document 1" }).press("Enter");
  await expect(first.getByLabel("Title · Korean")).toHaveValue("신청 전에 준비하실 것");
  await page.getByRole("button", { name: "Save and look at it" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Documents" })).toBeVisible();
  const kept = page.waitForEvent("download");
  await page.getByRole("link", { name: "What to prepare" }).click();
  expect((await kept).suggestedFilename()).toBe(`compensation-${sha256.slice(0, 8)}.pdf`);
  const address = (locale: string, hash = sha256) => `/${locale}/${incident.slug}/compensation/compensation/documents/${hash}`;
  expect((await request.get(address("en"))).status()).toBe(404);
  await page.getByRole("button", { name: "Propose for publication" }).click();
  await expect(page.getByText("version 2 · in review").first()).toBeVisible();

  const second = await browser.newContext({ baseURL: process.env.E2E_URL });
  await signInAs(second, ["approver"], { incidentId: incident.id, locale: "ko" });
  const approver = await second.newPage();
  await approver.goto("/console/programmes/compensation");
  await expect(approver.getByRole("link", { name: "신청 전에 준비하실 것" })).toBeVisible();
  for (const reason of await approver.getByRole("textbox").all()) await reason.fill("이사회에서 정한 조건입니다.");
  await approver.getByRole("button", { name: "제2판 공개" }).click();
  await expect(approver.getByText("제2판 · 공개 중").first()).toBeVisible();
  await second.close();

  await page.goto(`/ko/${incident.slug}/compensation/compensation`);
  const documents = page.getByRole("list").filter({ has: page.getByRole("link", { name: "신청 전에 준비하실 것" }) });
  await expect(documents).toContainText(/PDF · 한국어 및 영어 · [\d.]+kB/);
  await expectAccessible(page);
  await expectToFit(page);
  const taken = page.waitForEvent("download");
  await documents.getByRole("link", { name: "신청 전에 준비하실 것" }).press("Enter");
  expect((await taken).suggestedFilename()).toBe("신청 전에 준비하실 것.pdf");
  await documents.getByRole("link", { name: /^약관 제1판/ }).click();
  await expect(page.getByText("다른 약관으로 바뀐 약관입니다.")).toBeVisible();
  await expect(page.getByRole("link", { name: "신청 전에 준비하실 것" })).toHaveCount(0);

  const answer = await request.get(address("en"));
  expect((await answer.body()).equals(file)).toBe(true);
  expect(answer.headers()).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": `attachment; filename="document.pdf"; filename*=UTF-8''What%20to%20prepare.pdf`,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    etag: `"${sha256}"`,
  });
  expect(answer.headers()["cache-control"]).toMatch(/^public, max-age=/);
  const head = await request.head(address("en"));
  expect([head.status(), head.headers().etag, head.headers()["content-disposition"], (await head.body()).length]).toEqual([200, answer.headers().etag, answer.headers()["content-disposition"], 0]);
  expect((await request.get(address("en"), { headers: { "if-none-match": `"${sha256}"` } })).status()).toBe(304);
  const unknown = await request.get(address("en", "0".repeat(64)));
  expect(unknown.status()).toBe(404);
  expect(await unknown.text()).toContain("Page not found");
});

test.describe("without JavaScript, on a small phone", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });

  test("a document is attached, what is none is refused, and one that is too large takes nothing typed with it", async ({ page, context, consoleErrors }) => {
    const incident = await aDraft();
    await signInAs(context, ["finance"], { incidentId: incident.id, locale: "ko" });
    await page.goto("/console/programmes/compensation/edit");
    await page.getByLabel("이의신청 기간(일)").fill("45");
    await page.getByLabel("PDF 첨부").setInputFiles(pdf("notes.pdf", Buffer.from("no document at all")));
    await page.getByRole("button", { name: "문서 첨부" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "PDF가 아닙니다." })).toBeVisible();
    await expect(page.getByLabel("이의신청 기간(일)")).toHaveValue("45");
    await page.getByLabel("PDF 첨부").setInputFiles(pdf("large.pdf", Buffer.alloc(9_000_000, "%PDF-1.7")));
    await page.getByRole("button", { name: "문서 첨부" }).click();
    await expect(page.getByRole("heading", { name: "파일이 너무 큽니다" })).toBeVisible();
    await page.getByLabel("다른 파일").setInputFiles(pdf("prepare.pdf", await demoDocument()));
    await page.getByRole("button", { name: "다시 보내기" }).click();
    const row = page.getByRole("group", { name: "문서 1", exact: true });
    await expect(row.getByRole("link", { name: /^PDF · \d/ })).toBeVisible();
    await expect(page.getByLabel("이의신청 기간(일)")).toHaveValue("45");
    await row.getByLabel("제목 · 한국어").fill("준비하실 것");
    await row.getByLabel("제목 · 영어").fill("What to prepare");
    await row.getByLabel("한국어", { exact: true }).check();
    await page.getByRole("button", { name: "저장하고 확인" }).click();
    await expect(page.getByRole("link", { name: "준비하실 것" })).toBeVisible();
    await expectToFit(page);
    // Of the file that was too large.
    expect(consoleErrors.splice(0)).toEqual([expect.stringContaining("413")]);
  });
});
