import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Browser, Page } from "@playwright/test";
import { seedIncident } from "@/db/seed/demo-incident";
import { demoWording } from "@/db/seed/demo-notice-words";
import { seedNotices } from "@/db/seed/demo-notices";
import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import { approveWave } from "@/domain/waves/approve-wave";
import { createWave } from "@/domain/waves/create-wave";
import { submitWave } from "@/domain/waves/submit-wave";
import { staffContext } from "@/test/contexts";
import { importText, publish } from "@/test/imports";
import { expect, expectAccessible, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** Addresses of one test: nobody else's mails are in them. */
function addresses(count: number): string[] {
  const run = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, i) => `person${i}-${run}@example.com`);
}

/** People, the first reading Korean and the others English by turns, each with name, address and an entrance code for every third. */
function csvOf(emails: readonly string[]): string {
  return ["ref,email,locale,confirmed", ...emails.map((email, i) => `r-${email},${email},${i % 2 === 0 ? "ko" : "en"},names;email-addresses${i % 3 === 0 ? ";access-codes" : ""}`)].join("\n");
}

/** The demo incident with these people published. */
function anIncident(emails: readonly string[]): Promise<string> {
  return withParts(async (parts) => {
    const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `waves-${randomUUID().slice(0, 8)}` });
    await importText(parts, incidentId, csvOf(emails));
    await publish(parts, incidentId, 1);
    return incidentId;
  });
}

/** A wave that a second person has approved, to begin at once or in an hour. Its page. */
function anApprovedWave(incidentId: string, later = false): Promise<string> {
  return withParts(async (parts) => {
    const { versionId } = await seedNotices(parts, { incidentId, author: randomUUID(), approver: randomUUID() });
    const author = staffContext(parts, ["comms"]);
    const { id } = await createWave(author, { templateVersionId: versionId, audience: {}, scheduledAt: later ? new Date(Date.now() + 3_600_000).toISOString() : null });
    const { approvalHash } = await submitWave(author, { waveId: id });
    await approveWave(staffContext(parts, ["approver"]), { waveId: id, approvalHash });
    return `/console/waves/${id}`;
  });
}

/** A browser of another member of staff. */
async function another(browser: Browser, roles: readonly Role[], options: { locale: Locale; incidentId: string }): Promise<{ page: Page; email: string }> {
  const context = await browser.newContext({ baseURL: process.env.E2E_URL });
  const { email } = await signInAs(context, roles, options);
  return { page: await context.newPage(), email };
}

async function mailsTo(page: Page, email: string): Promise<{ subject: string; text: string }[]> {
  return (await (await page.request.get(`${process.env.E2E_MAIL_URL}/api/messages?to=${encodeURIComponent(email)}`)).json()) as { subject: string; text: string }[];
}

test("a notice is written, approved by a second person, tested, sent to its audience and seen to arrive", async ({ page, context, browser }) => {
  const people = addresses(9);
  const incidentId = await anIncident(people);
  // This person could do both steps, and is still not let.
  const author = await signInAs(context, ["comms", "approver"], { locale: "en", incidentId });
  const second = await another(browser, ["approver"], { locale: "ko", incidentId });

  await test.step("write the wording", async () => {
    await page.goto("/console/notices");
    await expect(page.getByText("No wording yet.")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "New wording" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "New wording" })).toBeVisible();
    await page.getByLabel("Kind", { exact: true }).selectOption("Correction");
    await page.getByLabel("Empty page").check();
    await page.getByRole("button", { name: "Begin the draft" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Please check" })).toBeFocused();
    await expect(page.getByLabel("Kind", { exact: true })).toHaveValue("correction");
    await expect(page.getByLabel("Empty page")).toBeChecked();
    await page.getByLabel("Kind", { exact: true }).selectOption("Full notice");
    await page.getByLabel("The starting wording of that kind").check();
    await expectAccessible(page);
    await page.getByLabel("Name", { exact: true }).fill("Full notice");
    await page.getByRole("button", { name: "Begin the draft" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Full notice" })).toBeVisible();
    await expect(page.getByText("Fields that need work before approval")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("be told what is open, at its field, with nothing lost", async () => {
    await page.getByLabel("Section 6, English").fill("When and how: somebody opened {{delivery-pages}}.");
    await expect(page.getByText(/^Saved \d\d:\d\d$/)).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Section 6, English")).toHaveValue("When and how: somebody opened {{delivery-pages}}.");
    await page.getByRole("button", { name: "Save and ask for approval" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "Please check" });
    await expect(alert).toBeFocused();
    await expect(page.getByLabel("Section 6, English")).toHaveValue("When and how: somebody opened {{delivery-pages}}.");
    await expect(page.getByLabel("Section 6, English")).toHaveAccessibleDescription(/placeholder is not one that is filled in/);
    await expect(page.getByLabel("Section 6, Korean")).toHaveAccessibleDescription(/square brackets/);
    await expectAccessible(page);
    for (const number of [6, 16]) {
      const { text } = demoWording("full").sections[number - 1]!;
      await page.getByLabel(`Section ${number}, Korean`).fill(text.ko);
      await page.getByLabel(`Section ${number}, English`).fill(text.en);
    }
    await page.getByRole("button", { name: "Remove section 20" }).click();
    await page.getByRole("button", { name: "Add a section" }).click();
    await page.getByLabel("Section 20, Korean").fill("안내 번호: {{reference}}");
    await page.getByLabel("Section 20, English").fill("Notice number: {{reference}}");
    await page.getByRole("button", { name: "Save the draft" }).click();
    await expect(page.getByText(/^Saved \d\d:\d\d$/)).toBeVisible();
    await expect(page.frameLocator("iframe").getByText("Notice number: N-0000-0000")).toBeVisible();
    await page.getByRole("button", { name: "Save and ask for approval" }).click();
    await expect(page.getByText("Somebody else has to approve it.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Approve this wording for good" })).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("a second person approves it, in Korean", async () => {
    await second.page.goto(new URL(page.url()).pathname);
    await expectAccessible(second.page);
    await second.page.getByRole("button", { name: "이 문안을 최종 승인" }).click();
    await expect(second.page.getByText("승인됨").first()).toBeVisible();
    await expect(second.page.getByRole("textbox")).toHaveCount(0);
    await expect(second.page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
    await expectAccessible(second.page);
    await second.page.goto("/console/notices");
    await expect(second.page.getByRole("link", { name: "Full notice" })).toBeVisible();
    await expectAccessible(second.page);
  });

  await test.step("choose whom it goes to", async () => {
    await page.reload();
    await page.getByRole("link", { name: "New wave with this wording" }).click();
    await expect(page.getByText("9 people, by dataset version 1")).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Building entrance code: confirmed").check();
    await expect(page.getByText("3 people, by dataset version 1")).toBeVisible();
    await page.getByLabel("English", { exact: true }).check();
    await expect(page.getByText("1 person, by dataset version 1")).toBeVisible();
    await page.getByLabel("Building entrance code: confirmed").uncheck();
    await page.getByLabel("English", { exact: true }).uncheck();
    await expect(page.getByText("9 people, by dataset version 1")).toBeVisible();
    await page.getByRole("button", { name: "Save the draft" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Full notice · version 1" })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("look and test before anything is sent", async () => {
    await page.getByLabel("Language").first().selectOption("en");
    await page.getByLabel("Place in the audience, from 1").fill("3");
    await page.getByRole("button", { name: "Show and record the look" }).click();
    const [letter, text] = [page.getByRole("article").first(), page.getByRole("article").last()];
    await expect(letter).toContainText("p•••@example.com");
    await expect(letter).toContainText(/What leaked\s*\* Email address\s*\* Name/);
    // The point about entrance codes is for those whose code leaked.
    await expect(letter).not.toContainText("entrance code");
    await expect(text).toContainText("What leaked: Email address, Name");
    for (const shown of [letter, text]) await expect(shown).not.toContainText(/person\d/);
    await expectAccessible(page);
    await page.getByLabel("Place in the audience, from 1").fill("400");
    await page.getByRole("button", { name: "Show and record the look" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "That did not work" })).toBeFocused();
    await page.getByRole("button", { name: "Send a test to yourself" }).click();
    await expect(page.getByText(`The test is on its way to ${author.email}.`)).toBeVisible();
    await expect(async () => expect((await mailsTo(page, author.email)).map(({ subject }) => subject)).toEqual(["(Test) Your personal data leaked from Haneul Mall"])).toPass();
    for (const email of people) expect(await mailsTo(page, email)).toEqual([]);
  });

  await test.step("the one who made it cannot approve it", async () => {
    await page.getByRole("button", { name: "Ask for approval" }).click();
    await expect(page.getByText("You made this wave or asked for its approval.")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Approve and send/ })).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("a second person does, and every mail arrives", async () => {
    await second.page.goto(new URL(page.url()).pathname);
    await expectAccessible(second.page);
    await second.page.getByRole("button", { name: "승인하고 9명에게 발송" }).click();
    await expect(second.page.getByText("완료", { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(second.page.getByText("접수됨 9")).toBeVisible();
    await expect(second.page.getByText("100%", { exact: true })).toBeVisible();
    await expectAccessible(second.page);
    await expect(async () => {
      for (const email of people) expect(await mailsTo(page, email)).toHaveLength(1);
    }).toPass();
    expect((await mailsTo(page, people[0]!))[0]?.text).toMatch(/유출된 항목\n[^#]*\* 공동현관 비밀번호/);
    expect((await mailsTo(page, people[1]!))[0]?.text).toMatch(/What leaked\n[^#]* \* Email address\n \* Name\n/);
    await page.goto("/console/waves");
    await expect(page.getByText("9 of 9")).toBeVisible();
    await expectAccessible(page);
    await second.page.context().close();
  });
});

test("a wave is paused, goes on, says that the dataset changed, and is cancelled with a reason", async ({ page, context }) => {
  const people = addresses(4);
  const incidentId = await anIncident(people);
  const wave = await anApprovedWave(incidentId, true);
  await signInAs(context, ["comms"], { locale: "en", incidentId });
  await page.goto(wave);
  await expect(page.getByText("Scheduled", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Pause the wave" }).click();
  await expect(page.getByText("Paused by a person")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Let the wave go on" }).click();
  await expect(page.getByText("Scheduled", { exact: true })).toBeVisible();
  await withParts(async (parts) => {
    await importText(parts, incidentId, csvOf(addresses(1)));
    await publish(parts, incidentId, 2);
  });
  await expect(async () => {
    await page.getByRole("link", { name: "Refresh" }).click();
    await expect(page.getByText("Paused because the dataset changed")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText("version 2 is published now")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Reason (kept in the audit)").fill("short");
  await page.getByRole("button", { name: "Cancel the wave for good" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "at least 10 characters" })).toBeFocused();
  await expect(page.getByLabel("Reason (kept in the audit)")).toHaveValue("short");
  await expectAccessible(page);
  await page.getByLabel("Reason (kept in the audit)").fill("the audience has changed");
  await page.getByRole("button", { name: "Cancel the wave for good" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /wave/ })).toHaveCount(0);
  for (const email of people) expect(await mailsTo(page, email)).toEqual([]);
});

/** Leave a finished wave's deliveries as a worker does that died after the relay had them. */
function leaveInDoubt(waveId: string): Promise<void> {
  return withParts(async ({ db }) => {
    await db.transaction(async (tx) => {
      // An ended wave does not go on, says a trigger; a worker cannot be made to die at will here.
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`update deliveries set state = 'in-doubt', relay_reply = 'connection lost' where wave_id = ${waveId}`);
      await tx.execute(sql`update wave_recipients set path_state = 'in-doubt' where wave_id = ${waveId}`);
      await tx.execute(sql`update wave_ranges set in_doubt = accepted, accepted = 0, path_in_doubt = path_reached, path_reached = 0 where wave_id = ${waveId}`);
      await tx.execute(sql`update waves set state = 'sending', ended_at = null where id = ${waveId}`);
    });
  });
}

test("messages in doubt are decided by a person, some one way and some the other", async ({ page, context }) => {
  const people = addresses(3);
  const incidentId = await anIncident(people);
  const wave = await anApprovedWave(incidentId);
  const arrived = async () => (await Promise.all(people.map((email) => mailsTo(page, email)))).map((mails) => mails.length).sort();
  await signInAs(context, ["comms"], { locale: "ko", incidentId });
  await page.goto(wave);
  await expect(page.getByText("완료", { exact: true })).toBeVisible({ timeout: 30_000 });
  await leaveInDoubt(wave.split("/").at(-1) ?? "");
  await page.getByRole("link", { name: "새로고침" }).click();
  await expect(page.getByRole("heading", { name: "결과 불확실: 3통" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "결정 기록" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "확인" })).toBeFocused();
  await page.getByLabel("2번 대상").uncheck();
  await page.getByLabel("3번 대상").uncheck();
  await page.getByLabel("다시 보내기").check();
  await page.getByRole("button", { name: "결정 기록" }).click();
  await expect(page.getByRole("heading", { name: "결과 불확실: 2통" })).toBeVisible();
  await expect(async () => expect(await arrived()).toEqual([1, 1, 2])).toPass({ timeout: 30_000 });
  await page.getByLabel("전달된 것으로 처리").check();
  await page.getByRole("button", { name: "결정 기록" }).click();
  await expect(page.getByText("완료", { exact: true })).toBeVisible();
  expect(await arrived()).toEqual([1, 1, 2]);
  await expectAccessible(page);
});

/** A wave that was sent to nobody yet, as if most of it were refused and it held after the first part of its ramp. */
function holdAfterRamp(waveId: string): Promise<void> {
  return withParts(async ({ db }) => {
    await db.execute(sql`update wave_paces set ramp_left = 0, ramp_held_at = clock_timestamp(), why = 'ramp-hold' where wave_id = ${waveId}`);
    await db.execute(sql`
      insert into wave_tallies (wave_id, channel, domain, state, code, shard, messages, words)
      values (${waveId}, 'email', 'naver.com', 'rejected', '5.1.1', 0, 12, '550 5.1.1 User unknown'), (${waveId}, 'email', 'naver.com', 'accepted', '250', 0, 88, null), (${waveId}, 'email', 'gmail.com', 'deferred', '4.7.28', 1, 7, '421-4.7.28 unusual rate')`);
  });
}

test("a wave is planned in its form, its pace is changed on the way, a ramp that holds is let go, and what was refused is said in plain words", async ({ page, context, browser }) => {
  const people = addresses(8);
  const incidentId = await anIncident(people);
  await withParts((parts) => seedNotices(parts, { incidentId, author: randomUUID(), approver: randomUUID() }));
  await signInAs(context, ["comms"], { locale: "en", incidentId });

  await test.step("the form says at once what a plan comes to, and gives back what was typed", async () => {
    await page.goto("/console/waves/new");
    await expect(page.getByText("When it will be done cannot be told")).toBeVisible();
    await page.getByText("More: pace, quiet hours, ramp, stop rules").click();
    await page.getByLabel("Messages a second").fill("2");
    await page.getByLabel("First part, in percent").fill("50");
    await page.getByLabel("when a person says so").check();
    await expect(page.getByText("8 people at 2 a second")).toBeVisible();
    // The demo's leak was known long ago.
    await expect(page.getByText(/72-hour line .* has passed already/)).toBeVisible();
    await page.getByLabel("Limits of single mail providers").fill("naver.com");
    await page.getByRole("button", { name: "Save the draft" }).last().click();
    await expect(page.getByRole("alert").filter({ hasText: "Please check" })).toBeFocused();
    await expect(page.getByLabel("Limits of single mail providers")).toHaveAccessibleDescription(/one provider a line/);
    await expect(page.getByLabel("Messages a second")).toHaveValue("2");
    await expect(page.getByLabel("when a person says so")).toBeChecked();
    await expectAccessible(page);
    await page.getByLabel("Limits of single mail providers").fill("naver.com 1");
    await page.getByRole("button", { name: "Save the draft" }).last().click();
    await expect(page.getByText("first 50%, then it waits for a person")).toBeVisible();
    await expect(page.getByText("2 a second · naver.com: 1 a second · follows the portal")).toBeVisible();
  });

  await test.step("an approver sends it", async () => {
    await page.getByRole("button", { name: "Ask for approval" }).click();
    await expect(page.getByText("You made this wave or asked for its approval.")).toBeVisible();
    const second = await another(browser, ["approver"], { locale: "en", incidentId });
    await second.page.goto(page.url());
    await second.page.getByRole("button", { name: "Approve and send to 8 people" }).click();
    await expect(second.page.getByText("The first part of the ramp is out and the wave holds.")).toBeVisible({ timeout: 30_000 });
    await second.page.context().close();
    expect((await Promise.all(people.map((email) => mailsTo(page, email)))).flat()).toHaveLength(4);
  });

  const waveId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await holdAfterRamp(waveId);

  await test.step("what was refused is said in plain words, and the pace is changed", async () => {
    await page.reload();
    await expect(page.getByText("It waits for somebody to let it go on.")).toBeVisible();
    await expect(page.getByText("The address does not exist, or not any more.")).toBeVisible();
    await expect(page.getByText("Lower the pace for this provider.", { exact: false })).toBeVisible();
    await expect(page.getByRole("row", { name: /naver\.com 88 0 12 12%/ })).toBeVisible();
    await expectAccessible(page);
    await page.getByText("Change the pace", { exact: true }).first().click();
    await page.getByLabel("Messages a second").fill("fast");
    await page.getByRole("button", { name: "Change the pace" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Enter a number." })).toBeFocused();
    await page.getByLabel("Messages a second").fill("100");
    await page.getByRole("button", { name: "Change the pace" }).click();
    await expect(page.getByText("100 a second · naver.com: 1 a second · follows the portal")).toBeVisible();
  });

  await test.step("it is let go, and every mail arrives", async () => {
    await page.getByRole("button", { name: "Let it go on" }).click();
    await expect(page.getByText("Finished", { exact: true })).toBeVisible({ timeout: 30_000 });
    expect((await Promise.all(people.map((email) => mailsTo(page, email)))).flat()).toHaveLength(8);
  });
});

test("people whom no channel reached are listed by number, shown by their way, and exported with a reason", async ({ page, context }) => {
  const run = randomUUID().slice(0, 8);
  const incidentId = await withParts(async (parts) => {
    const { incidentId: id } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `waves-${run}` });
    await importText(parts, id, ["ref,email,locale,confirmed", `has-mail-${run},one-${run}@example.com,en,names`, `has-none-${run},,en,names`].join("\n"));
    await publish(parts, id, 1);
    return id;
  });
  const wave = await anApprovedWave(incidentId);
  await signInAs(context, ["approver"], { locale: "en", incidentId });
  await page.goto(wave);
  await expect(page.getByText("Finished", { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "Reached by no channel: 1" }).click();
  await expect(page.getByText("1 person was reached by none of the channels of this wave.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Reason").fill("letters to those whom no mail reached");
  await page.getByRole("button", { name: "Ask for the file (1 person)" }).click();
  const downloaded = page.waitForEvent("download");
  await page.getByRole("button", { name: "Take the file out" }).click();
  const file = await (await downloaded).createReadStream();
  const text = Buffer.concat(await file.toArray() as Buffer[]).toString();
  expect(text).toContain(`has-none-${run}`);
  expect(text).not.toContain(`has-mail-${run}`);
  await page.goto(`${wave}/unreached`);
  await page.getByRole("row").nth(1).getByRole("link").click();
  await expect(page.getByText(/^Person no\. \d+: unreachable$/)).toBeVisible();
  await expectAccessible(page);
});
