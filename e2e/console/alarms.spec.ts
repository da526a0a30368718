import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { raiseAlarm } from "@/domain/alarms/raise-alarm";
import { withTransaction } from "@/domain/kernel/transaction";
import { aProgramme } from "@/test/claims";
import { systemContext } from "@/test/contexts";
import { aPublishedIncident } from "@/test/lookups";
import { insertManyClaims } from "@/test/many-claims";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { expect, expectAccessible, expectToFit } from "../fixtures";
import { awaitMail } from "../mail";
import { test } from "../own-installation";
import { withParts } from "../parts";
import { newStaff, sessionCookie, signInAs } from "../sign-in";

/** The promise is a minute. Ten pages a second make 200 in a third of it; a busy machine serves fewer in a second, and as many until it stops. */
const WITHIN_MS = 60_000;
const MOST_PAGES = 200;
/** Of a machine that does not keep up no more is asked at once. */
const AT_ONCE = 10;

test("a leaver's session that reads a list ten times a second is stopped and alarmed in far less than a minute", async ({ install, page, context }) => {
  const made = await install(
    async (parts) => {
      const incident = await aPublishedIncident(parts, "ref,email,confirmed\na,minji@example.com,names");
      const programme = await aProgramme(parts, incident);
      await insertManyClaims(parts.db, { incidentId: incident.id, programmeId: programme.id, rows: 200, first: 0, staffIds: [randomUUID()] });
      const [leaver, colleague] = [await aStaffMember(parts, ["support"], { name: "나간 사람" }), await aStaffMember(parts, ["support"])];
      return { incidentId: incident.id, leaver, stolen: await aStaffSession(parts, leaver.id), other: await aStaffSession(parts, colleague.id) };
    },
    { AMENDS_SUSPEND_READERS: "yes" },
  );
  const cookies = async (token: string) => `next-auth.session-token=${await sessionCookie(token)}; amends-incident=${made.incidentId}`;
  const [stolen, other] = [await cookies(made.stolen), await cookies(made.other)];
  const read = async (cookie: string) => {
    const answer = await fetch(`${process.env.E2E_URL}/console/claims`, { headers: { cookie }, redirect: "manual" });
    await answer.text();
    return answer.status;
  };
  expect(await read(other)).toBe(200);
  const began = performance.now();
  let pages = 0;
  const pending: Promise<void>[] = [];
  const stopped = { at: 0 };
  let open = 0;
  const once = async () => {
    open += 1;
    if ((await read(stolen)) === 200) pages += 1;
    else stopped.at ||= performance.now() - began;
    open -= 1;
  };
  // Ten a second, whether or not the one before has been answered.
  for (let n = 0; stopped.at === 0 && performance.now() - began < WITHIN_MS; n++) {
    if (open < AT_ONCE) pending.push(once());
    await pause(Math.max(0, began + (n + 1) * 100 - performance.now()));
  }
  await Promise.all(pending);
  console.log(`stopped after ${(stopped.at / 1000).toFixed(1)} s and ${pages} pages`);
  expect(stopped.at).toBeGreaterThan(0);
  expect(stopped.at).toBeLessThan(WITHIN_MS);
  expect(pages).toBeLessThan(MOST_PAGES);
  // Everybody else goes on.
  expect(await read(other)).toBe(200);
  const { rows: [alarm] } = await withParts((parts) => parts.db.$client.query<{ severity: string; sessions: number }>("select severity, (details->>'sessions')::int as sessions from alarms where kind = 'reads' and object_id = $1", [made.leaver.id]));
  expect(alarm).toEqual({ severity: "critical", sessions: 1 });

  await signInAs(context, ["security"], { locale: "en", incidentId: made.incidentId });
  await page.goto(`${process.env.E2E_URL}/console`);
  await page.getByRole("link", { name: "Look at the alarms" }).click();
  await page.getByRole("row", { name: /Somebody reads more than usual/ }).filter({ hasText: made.leaver.name }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 2, name: "What to do, in order" })).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: /^1$/ }).first()).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await context.clearCookies();
  await context.addCookies([{ name: "next-auth.session-token", value: await sessionCookie(made.stolen), url: process.env.E2E_URL ?? "" }]);
  await page.goto(`${process.env.E2E_URL}/console/claims`);
  await expect(page.getByText("한 시간 동안 로그인할 수 없습니다")).toBeVisible();
});

test("an alarm is taken on, closed with words, and found again by its filters", async ({ page, context, request }) => {
  const guard = await signInAs(context, ["security"], { locale: "en" });
  const about = await withParts(async (parts) => {
    const member = await newStaff(parts, ["support"], { name: `담당 ${randomUUID().slice(0, 8)}` });
    const ctx = systemContext(parts);
    await withTransaction(ctx, (tx) => raiseAlarm(tx, ctx, { kind: "reads", severity: "warning", object: { kind: "staff", id: member.id }, occurrence: "1", details: { seconds: 600, pages: 260, looks: 3, usual: 200 } }));
    return member.name;
  });
  const mail = await awaitMail(request, guard.email, /Alarm \(Warning\): Somebody reads more than usual/);
  expect(mail.text).not.toMatch(new RegExp(`${about}|https?:`));
  await page.goto("/console/alarms");
  const row = page.getByRole("row").filter({ hasText: about });
  await expect(row).toContainText("Open");
  await expectAccessible(page);
  await expectToFit(page);
  await row.getByRole("link").click();
  await expect(page.getByRole("definition").filter({ hasText: "260" })).toBeVisible();
  await page.getByRole("button", { name: "Close this alarm" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "at least 10 characters" })).toBeFocused();
  await page.getByLabel("Note").fill("Calling them now");
  await page.getByRole("button", { name: "I am looking into it" }).click();
  await expect(page.getByText("Calling them now")).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: guard.name })).toBeVisible();
  await expect(page.getByRole("button", { name: "I am looking into it" })).toBeHidden();
  await page.getByLabel("What was found and done").fill("A long day of claims, confirmed with their lead.");
  await page.getByRole("button", { name: "Close this alarm" }).click();
  await expect(page).toHaveURL(/\/console\/alarms$/);
  await expect(row).toBeHidden();
  await page.getByRole("navigation", { name: "By state" }).getByRole("link", { name: "Closed", exact: true }).click();
  await expect(page).toHaveURL(/state=closed/);
  await page.getByRole("navigation", { name: "By severity" }).getByRole("link", { name: "Warning" }).click();
  await expect(page).toHaveURL(/state=closed&severity=warning/);
  await expect(row).toBeVisible();
  await page.getByRole("navigation", { name: "By kind" }).getByRole("link", { name: "The audit log has a gap or is late" }).click();
  await expect(row).toBeHidden();
});
