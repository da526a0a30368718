import { and, eq, inArray } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { locales } from "@/db/values/locales";
import { freeClaims } from "@/domain/claims/desk/free-claims";
import { findRecord } from "@/domain/claims/paper/find-record";
import { startPaperClaim } from "@/domain/claims/paper/start-paper-claim";
import { offBoard } from "@/domain/offboarding/off-board";
import { aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { aPublishedIncident } from "@/test/lookups";
import { aStaffMember } from "@/test/staff";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { longIn } from "../long-in";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

const DAY = 86_400_000;

/** A programme whose pool is to be shared and whose last post has come, with an entry of somebody who has left and one of a colleague. */
function aScene() {
  return withParts(async (parts) => {
    const incident = await aPublishedIncident(parts, ["ref,email,confirmed,postal_name,postal_code,postal_address", "P-1,,names,박노을,04102,서울특별시 마포구 하늘로 14", "P-2,,names,김민지,04101,서울특별시 마포구 하늘로 12"].join("\n"));
    const [opensAt, closesAt] = [new Date(Date.now() - 60 * DAY), new Date(Date.now() - 20 * DAY)];
    const programme = await aProgramme(parts, incident, { opensAt, closesAt, poolMinor: 1_000_000n, proRata: true });
    const begin = async (name: string, query: string) => {
      const { id } = await aStaffMember(parts, ["support"], { name });
      const ctx = staffContext(parts, ["support"], id);
      const [record] = await findRecord(ctx, incident.id, { query });
      const postmarkedOn = new Date(Date.now() - 30 * DAY).toISOString().slice(0, 10);
      await startPaperClaim(ctx, incident.id, { programme: programme.slug, subjectId: record!.subjectId.toString(), postmarkedOn, signer: "박노을", locale: "ko", answer: "post" });
      return { id, subject: record!.subjectId.toString() };
    };
    const [leaver, colleague] = [await begin("한도윤", "P-1"), await begin("서지안", "P-2")];
    await offBoard(staffContext(parts, ["security"], (await aStaffMember(parts, ["security"])).id), { staffId: leaver.id, reason: "has left the company today" });
    await freeClaims(systemContext(parts));
    return { incident, leaver, colleague };
  });
}

for (const locale of locales) {
  const words = {
    ko: { record: (n: string) => `${n}번 기록`, nobody: "담당자 없음", take: "이어받기", colleagues: "서지안 님이 입력을 마칠 신청입니다.", entering: "우편 신청 입력", share: "몫 계산하기", refused: "어느 신청인지는 버튼 위의 목록에 있습니다", waiting: "아직 입력 중인 우편 신청이 있습니다", drop: "입력 취소", why: "접수하지 않는 까닭은 무엇인가요?", dropIt: "입력을 완전히 취소하기", short: "10자 이상", dropped: "입력하던 신청을 지웠습니다.", none: "동료가 입력하고 있는 신청이 없습니다.", own: "입력하고 있는 신청이 없습니다." },
    en: { record: (n: string) => `Record no. ${n}`, nobody: "Nobody’s", take: "Take it over", colleagues: "서지안 is to finish it.", entering: "Enter a paper claim", share: "Reckon the shares", refused: "The list above the button says which it is", waiting: "that are still being entered", drop: "Drop this entry", why: "Why is it not filed?", dropIt: "Drop the entry for good", short: "at least 10", dropped: "The entry was dropped.", none: "No colleague has an entry under way.", own: "You have no entry under way." },
  }[locale];

  test(`an entry from paper is found by whoever waits for it, taken over from somebody who left, and dropped by a lead with a reason (${locale})`, longIn("ko", locale), async ({ page, context, browser }) => {
    const { incident, leaver, colleague } = await aScene();
    // Finance sees which entries the pool waits for, and whose they are.
    const money = await browser.newContext({ baseURL: process.env.E2E_URL });
    await signInAs(money, ["finance"], { locale, incidentId: incident.id });
    const finance = await money.newPage();
    await finance.goto("/console/payments");
    const waiting = finance.getByRole("group", { name: words.waiting });
    await expect(waiting.getByRole("row")).toHaveCount(3);
    await expect(waiting.getByRole("row", { name: words.record(leaver.subject) })).toContainText(words.nobody);
    await expect(waiting.getByRole("link")).toHaveCount(0);
    await finance.getByRole("button", { name: words.share }).click();
    await expect(finance.getByText(words.refused)).toBeVisible();
    await expectAccessible(finance);
    await expectToFit(finance);

    // An agent takes what is nobody's, and not what a colleague has.
    const agent = await signInAs(context, ["support"], { locale, incidentId: incident.id });
    await page.goto("/console/claims/paper");
    await expectAccessible(page);
    await expectToFit(page);
    await page.getByRole("link", { name: words.record(colleague.subject) }).click();
    await expect(page.getByText(words.colleagues)).toBeVisible();
    await expect(page.getByRole("button", { name: words.take })).toHaveCount(0);
    await page.goto("/console/claims/paper");
    await page.getByRole("link", { name: words.record(leaver.subject) }).click();
    const take = page.getByRole("button", { name: words.take });
    await expect(take).toBeVisible();
    await expectAccessible(page);
    await expectToFit(page);
    await take.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: words.entering })).toBeVisible();
    const entry = page.url().split("/").at(-1)!;
    await expectAccessible(page);

    // A lead who works for finance as well comes to the same entry from the pool that waits, and drops it.
    const desk = await browser.newContext({ baseURL: process.env.E2E_URL });
    const lead = await signInAs(desk, ["lead", "finance"], { locale, incidentId: incident.id });
    const other = await desk.newPage();
    await other.goto("/console/payments");
    await other.getByRole("group", { name: words.waiting }).getByRole("link", { name: words.record(leaver.subject) }).click();
    await other.getByText(words.drop, { exact: true }).focus();
    await other.keyboard.press("Enter");
    await other.getByLabel(words.why).fill("copy");
    await other.getByRole("button", { name: words.dropIt }).click();
    await expect(other.getByText(words.short).first()).toBeVisible();
    await expect(other.getByLabel(words.why)).toHaveValue("copy");
    await expectAccessible(other);
    await expectToFit(other);
    await other.getByLabel(words.why).fill("a copy of another paper");
    await other.getByRole("button", { name: words.dropIt }).click();
    await expect(other.getByText(words.dropped)).toBeVisible();
    await expect(other.getByRole("link", { name: words.record(leaver.subject) })).toHaveCount(0);
    await other.getByRole("link", { name: words.record(colleague.subject) }).click();
    await other.getByRole("button", { name: words.take }).click();
    await expect(other.getByRole("heading", { level: 1, name: words.entering })).toBeVisible();
    await other.goto("/console/claims/paper");
    await expect(other.getByText(words.none)).toBeVisible();
    const told = await withParts(({ db }) => db.select({ action: auditEvents.action, by: auditEvents.actorId, reason: auditEvents.reason }).from(auditEvents).where(and(eq(auditEvents.objectId, entry), inArray(auditEvents.action, ["claim.take-entry", "claim.drop-entry"]))).orderBy(auditEvents.id));
    expect(told).toEqual([{ action: "claim.take-entry", by: agent.id, reason: null }, { action: "claim.drop-entry", by: lead.id, reason: "a copy of another paper" }]);

    // Whoever had it comes to where entries begin.
    await page.reload();
    await expect(page.getByText(words.own, { exact: true })).toBeVisible();
    await money.close();
    await desk.close();
  });
}
