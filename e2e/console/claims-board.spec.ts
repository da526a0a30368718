import { eq } from "drizzle-orm";
import { claimClocks } from "@/db/schema/claim-clocks";
import { watchClocks } from "@/domain/claims/clocks/watch-clocks";
import { takeClaim } from "@/domain/claims/take-claim";
import type { Claim } from "@/domain/claims/types";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { newStaff, signInAs } from "../sign-in";

const DAY = 86_400_000;

/** Four claims: the first is with an agent and late by three days, two are late by one, and one is late soon. */
function lateClaims() {
  return withParts(async (parts) => {
    const names = ["minji", "jun", "sora", "hana"];
    const incident = await aPublishedIncident(parts, ["ref,email,confirmed", ...names.map((name) => `${name},${name}@example.com,names`)].join("\n"));
    const programme = await aProgramme(parts, incident);
    const claims: Claim[] = [];
    for (const name of names) claims.push(await aFiledClaim(await aSubject(parts, incident, `${name}@example.com`), programme));
    const agent = await newStaff(parts, ["support"], { name: "김상담" });
    await takeClaim(staffContext(parts, ["support"], agent.id), { claimId: claims[0]!.id });
    const late = (id: string, days: number) => parts.db.update(claimClocks).set({ startedAt: new Date(Date.now() - (days + 9) * DAY), soonAt: new Date(Date.now() - (days + 1) * DAY), dueAt: new Date(Date.now() - days * DAY - 3_600_000) }).where(eq(claimClocks.claimId, id));
    await late(claims[0]!.id, 3);
    await late(claims[1]!.id, 1);
    await late(claims[2]!.id, 1);
    await parts.db.update(claimClocks).set({ soonAt: new Date(Date.now() - 60_000), dueAt: new Date(Date.now() + 3.5 * 3_600_000), startedAt: new Date(Date.now() - DAY) }).where(eq(claimClocks.claimId, claims[3]!.id));
    await watchClocks(systemContext(parts), "https://amends.example");
    return { incident, claims, agent };
  });
}

test("a lead sees on the overview that claims are late, finds them on the board by kind and agent, and opens one", async ({ page, context }) => {
  const { incident, claims } = await lateClaims();
  await signInAs(context, ["lead"], { incidentId: incident.id, locale: "en" });
  await page.goto("/console");
  await page.getByRole("alert").filter({ hasText: "6 deadlines of claims have passed" }).getByRole("link", { name: "See what is late" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Late and soon late" })).toBeVisible();
  const rows = page.getByRole("table", { name: "Late and soon late" }).locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(6);
  await expect(rows.first()).toContainText(claims[0]!.reference!);
  await expect(rows.first()).toContainText("3 days late");
  await expect(rows.first().locator("time")).toHaveAttribute("datetime", /^\d{4}-/);
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("link", { name: "First reply 3" }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole("link", { name: "김상담 2" }).click();
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(rows).toHaveCount(1);
  await page.getByRole("link", { name: "Soon late 2" }).click();
  await expect(page.getByText("Nothing is soon late.")).toBeVisible();
  await page.getByRole("link", { name: "All agents" }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("due in 3 hours");
  await expect(page.getByText(/Working days and hours are those of Korea: 09:00 to 18:00/)).toBeVisible();
  await rows.first().getByRole("link").click();
  const panel = page.locator("section").filter({ has: page.getByRole("heading", { name: "Deadlines" }) });
  await expect(panel.getByText("due in 3 hours").first()).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
});

test("the board speaks Korean, works without JavaScript, and says of a claim that waits that its time waits too", async ({ browser }) => {
  const { incident, claims } = await lateClaims();
  await withParts((parts) => parts.db.update(claimClocks).set({ stage: "paused", pausedAt: new Date(), dueAt: new Date(Date.now() + 9 * DAY), leftMinutes: 600 }).where(eq(claimClocks.claimId, claims[3]!.id)));
  const plain = await browser.newContext({ baseURL: process.env.E2E_URL, javaScriptEnabled: false });
  await signInAs(plain, ["support"], { incidentId: incident.id, locale: "ko" });
  const page = await plain.newPage();
  await page.goto("/console/claims");
  await page.getByRole("link", { name: "기한 현황" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "기한이 지났거나 임박한 신청" })).toBeVisible();
  await expect(page.getByText("3일 지남").first()).toBeVisible();
  await page.getByRole("link", { name: "담당자 없음 4" }).click();
  await expect(page.locator("tbody").getByRole("row")).toHaveCount(4);
  await page.goto(`/console/claims/${claims[3]!.id}`);
  await expect(page.getByText("신청인의 서류를 기다리는 중이며, 다시 시작하면 남은 시간만큼 이어집니다.").first()).toBeVisible();
  await plain.close();
});
