import { randomUUID } from "node:crypto";
import { seedIncident } from "@/db/seed/demo-incident";
import { demoWording } from "@/db/seed/demo-notice-words";
import { approveTemplateVersion } from "@/domain/notices/approval/approve-template-version";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { saveTemplateDraft } from "@/domain/notices/editing/save-template-draft";
import { startTemplateDraft } from "@/domain/notices/editing/start-template-draft";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import { staffContext } from "@/test/contexts";
import { aStaffMember } from "@/test/staff";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** A template with an approved version and a second one, in which what leaked grew, a section went, a fact came, and words changed. */
function twoVersions() {
  return withParts(async (parts) => {
    const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `history-${randomUUID().slice(0, 8)}` });
    const [minji, jun] = [await aStaffMember(parts, ["comms"], { name: "Kim Minji" }), await aStaffMember(parts, ["approver"], { name: "Park Jun" })];
    const [author, approver] = [staffContext(parts, ["comms"], minji.id), staffContext(parts, ["approver"], jun.id)];
    const content = demoWording("full");
    const { templateId, versionId } = await createTemplate(author, { incidentId, kind: "full", name: "Full notice", content });
    await submitTemplateVersion(author, { versionId, edit: 1 });
    await approveTemplateVersion(approver, { versionId, edit: 1 });
    const second = await startTemplateDraft(author, { templateId });
    const leaked = { when: {}, text: { ko: "## 새로 확인된 것\n\n다음 정보가 유출되었습니다: 공동현관 비밀번호. {{fact:people-affected}}", en: "## What we found since\n\nThis leaked as well: building entrance codes. {{fact:people-affected}}" } };
    const [first, ...others] = content.sections;
    const changed = { ...first!, text: { ko: `${first!.text.ko} 사과드립니다.`, en: `${first!.text.en} We apologise.` } };
    await saveTemplateDraft(author, { versionId: second.versionId, edit: 1, content: { ...content, sections: [changed, leaked, ...others.slice(0, -1)] } });
    return { incidentId, templateId };
  });
}

const said = {
  en: { open: "History and comparison", meanings: ["Building entrance code (access-codes) added to what leaked", "Section 2 added: “What we found since”", "Fact added: people-affected"], inserted: "We apologise.", removedSection: /^Section \d+ removed/, show: "Compare", from: "Earlier" },
  ko: { open: "이력과 비교", meanings: ["유출된 항목에 공동현관 비밀번호(access-codes) 추가", "2번째 부분 추가: ‘새로 확인된 것’", "사실 추가: people-affected"], inserted: "사과드립니다.", removedSection: /번째 부분 삭제/, show: "비교하기", from: "이전 버전" },
} as const;

for (const locale of ["en", "ko"] as const) {
  test(`two versions are compared by what they mean and word by word, for everybody and on paper (${locale})`, async ({ page, context }) => {
    const words = said[locale];
    const { incidentId, templateId } = await twoVersions();
    await signInAs(context, ["approver"], { locale, incidentId });
    await page.goto(`/console/notices/${templateId}`);
    await page.getByRole("link", { name: words.open }).click();
    const rows = page.getByRole("row");
    await expect(rows.nth(2)).toContainText("Kim Minji");
    await expect(rows.nth(2)).toContainText("Park Jun");
    for (const meaning of words.meanings) await expect(page.getByRole("listitem").filter({ hasText: meaning })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: words.removedSection })).toHaveCount(1);
    await expect(page.getByRole("insertion").filter({ hasText: words.inserted }).first()).toBeVisible();
    await expectAccessible(page, locale !== "ko");
    await expectToFit(page);
    for (const [name, size, colorScheme] of [["wide", { width: 1440, height: 900 }, "light"], ["narrow", { width: 320, height: 800 }, "dark"]] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await page.screenshot({ path: `test-results/history-${locale}-${name}.png`, fullPage: true });
    }
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await expect(page.getByRole("button", { name: words.show })).toBeHidden();
    await expect(page.getByRole("insertion").first()).toBeVisible();
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByLabel(words.from).selectOption("2");
    await page.getByRole("button", { name: words.show }).click();
    await expect(page).toHaveURL(/from=2&to=2/);
    await expect(page.getByRole("insertion")).toHaveCount(0);
  });
}
