import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { revealClaim } from "@/domain/claims/reveal-claim";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { aStaffMember } from "@/test/staff";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { awaitCode } from "../mail";
import { withParts } from "../parts";

const NAME = "박상담";
const REASON = "the neighbour asked for it by phone";

test("a person reads on their own page in which role somebody looked at their record and why, page by page, without JavaScript", async ({ browser, request, page }) => {
  const email = `own-${randomUUID().slice(0, 8)}@example.com`;
  const incident = await withParts((parts) => aPublishedIncident(parts, `ref,email,confirmed,possible\na,${email},names;access-codes,`));
  const base = `/en/${incident.slug}`;
  await page.goto(`${base}/looks`);
  await expect(page).toHaveURL(/\/check$/);
  await page.locator("input[name=contact]").fill(email);
  await page.locator("main").getByRole("button").first().click();
  await page.locator("input[name=code]").fill(await awaitCode(request, email));
  await page.locator("main").getByRole("button").first().click();
  await page.getByRole("link", { name: "See in which role, when and why" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Who looked at your record" })).toBeVisible();
  await expect(page.getByText("Nobody who works here has looked at your record so far.")).toBeVisible();
  await expectAccessible(page);
  const { claimId, staffId } = await withParts(async (parts) => {
    const claim = await aFiledClaim(await aSubject(parts, incident, email), await aProgramme(parts, incident));
    const staff = await aStaffMember(parts, ["support"], { name: NAME });
    await revealClaim(staffContext(parts, ["support"], staff.id), { claimId: claim.id, purpose: "complaint", reason: REASON });
    return { claimId: claim.id, staffId: staff.id };
  });
  await page.reload();
  const look = page.getByRole("listitem").filter({ hasText: "Customer support" });
  for (const words of ["Saw the contact details and the account of your claim in full.", "Why: because of a complaint, a dispute or a question from an authority."]) await expect(look).toContainText(words);
  for (const secret of [NAME, REASON]) await expect(page.locator("body")).not.toContainText(secret);
  await expectAccessible(page);
  await expectToFit(page);

  await withParts((parts) =>
    parts.db.execute(sql`
      with made as (
        insert into audit_events (actor_kind, actor_id, action, object_kind, object_id, incident_id, details, request_id)
        select 'staff', ${staffId}, 'claim.read', 'claim', ${claimId}, ${incident.id}, '{"role": "lead"}', 'test' from generate_series(1, 60) returning id)
      insert into audit_subjects (incident_id, subject_id, event_id) select c.incident_id, c.subject_id, made.id from made, claims c where c.id = ${claimId}`),
  );
  const plain = await browser.newContext({ baseURL: process.env.E2E_URL ?? "", javaScriptEnabled: false, storageState: await page.context().storageState() });
  const still = await plain.newPage();
  await still.goto(`/ko/${incident.slug}/looks`);
  await expect(still.getByRole("listitem").filter({ hasText: "고객 상담 책임자" })).toContainText("50회");
  await still.getByRole("link", { name: "이전 내역 보기" }).click();
  await expect(still.getByRole("listitem").filter({ hasText: "고객 상담 책임자" })).toContainText("10회");
  await expect(still.getByRole("listitem").filter({ hasText: "고객 상담 담당" })).toContainText("이유: 불만이나 이의를 처리하거나 기관의 질의에 답하기 위해서입니다.");
  await plain.close();
});
