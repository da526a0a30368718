import { randomUUID } from "node:crypto";
import { locales } from "@/db/values/locales";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { signInAs } from "../sign-in";

// The other tests share this installation and need it live: a trial and a copy are in installation-states.spec.ts.
for (const locale of locales) {
  test(`an admin keeps the guest list, and sees what the installation is known by (${locale})`, async ({ page, context }) => {
    const ko = locale === "ko";
    await signInAs(context, ["admin"], { locale });
    await page.goto("/console");
    await page.getByRole("navigation").first().getByRole("link", { name: ko ? "설치" : "Installation" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(ko ? "설치" : "Installation");
    await expectAccessible(page, locale !== locales[0]);
    await expectToFit(page);
    const contact = page.getByLabel(ko ? "이메일 주소 또는 전화번호" : "E-mail address or phone number");
    const add = page.getByRole("button", { name: ko ? "목록에 추가" : "Add to the list" });
    await contact.fill("nobody");
    await add.click();
    await expect(page.getByRole("alert").first()).toContainText(ko ? "전화번호도 아닙니다" : "nor a phone number");
    // Both languages are tested at the same time, on one list.
    const domain = `${randomUUID().slice(0, 8)}.example.com`;
    await contact.fill(`guest@${domain}`);
    await add.click();
    const row = page.getByRole("row").filter({ hasText: `g•••@${domain}` });
    await expect(row).toBeVisible();
    await expectAccessible(page, locale !== locales[0]);
    await expectToFit(page);
    await row.getByRole("button").click();
    await expect(row).toBeHidden();
  });
}

test("nobody else finds it in the rail", async ({ page, context }) => {
  await signInAs(context, ["comms", "approver", "security", "auditor", "support", "finance"], { locale: "en" });
  await page.goto("/console");
  await expect(page.getByRole("link", { name: "Staff" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Installation" })).toHaveCount(0);
});
