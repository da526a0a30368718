import { eq, isNull, sql } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { afterEach, describe, expect, it } from "vitest";
import { openRelays } from "@/channels/email/relay-set";
import { loadAccessPeriods } from "@/content/access-review/periods";
import { correspondenceMails } from "@/db/schema/correspondence";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aRelay } from "@/test/relays";
import { startSmtpSink } from "@/test/smtp-sink";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { sendMail } from "../correspondence/send-mail";
import { watchAccess } from "./watch-access";

const database = useDatabase();
const { idle, unused, warn } = loadAccessPeriods();
const clock = () => systemContext(database.parts, "access-review/watch");
const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY);

afterEach(async () => {
  await database.db.update(staffMembers).set({ disabledAt: sql`clock_timestamp()` }).where(isNull(staffMembers.disabledAt));
});

/** A colleague who was here so many days ago. */
async function away(days: number, role: Role, locale: Locale = "en") {
  const member = await aStaffMember(database.parts, [role], { locale });
  await aStaffSession(database.parts, member.id, { lastSeenAt: daysAgo(days) });
  await database.db.update(staffMembers).set({ idleFrom: daysAgo(days + 20) }).where(eq(staffMembers.id, member.id));
  return member;
}
const setGrant = (staffId: string, row: Partial<typeof staffGrants.$inferInsert>) => database.db.update(staffGrants).set(row).where(eq(staffGrants.staffId, staffId));
const dayOf = (days: number, locale: "ko" | "en-GB") => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "Asia/Seoul" }).format(new Date(Date.now() + days * DAY));

/** What a turn of the job sends, as it arrives: to whom, and what it says. */
async function mailed(): Promise<Map<string, { subject: string; text: string }[]>> {
  const ctx = clock();
  await watchAccess(ctx);
  const sink = await startSmtpSink();
  const { mail } = openRelays([aRelay(sink.port)], "notice@haneulmall.example");
  for (const { id } of await database.db.select({ id: correspondenceMails.id }).from(correspondenceMails).where(eq(correspondenceMails.state, "pending"))) await sendMail(ctx, { mail, sms: null }, id);
  mail.close();
  await sink.close();
  const found = new Map<string, { subject: string; text: string }[]>();
  for (const { to: [to = ""], raw } of sink.messages) {
    const { subject = "", text = "" } = await simpleParser(raw);
    found.set(to, [...(found.get(to) ?? []), { subject, text: text.replaceAll("\n", " ") }]);
  }
  return found;
}

describe("whoever will be suspended because they are not here", () => {
  it("is told once, some days before, in their language, when it will be and what keeps them", async () => {
    await away(0, "admin");
    const [english, korean, here] = [await away(idle - warn.idle + 1, "comms"), await away(idle - warn.idle + 1, "comms", "ko"), await away(idle - warn.idle - 1, "comms")];
    const mails = await mailed();
    expect([...mails.keys()].sort()).toEqual([english.email, korean.email].sort());
    expect(mails.get(english.email)).toMatchObject([{ subject: "Your access to the Amends console will be suspended" }]);
    expect(mails.get(english.email)?.[0]?.text).toContain(dayOf(warn.idle - 1, "en-GB").replace(/ at .*/, ""));
    expect(mails.get(english.email)?.[0]?.text).toContain("sign in once before then");
    expect(mails.get(korean.email)).toMatchObject([{ subject: "Amends 콘솔 접근이 곧 정지됩니다" }]);
    expect(mails.get(korean.email)?.[0]?.text).toContain(dayOf(warn.idle - 1, "ko"));
    expect(await mailed()).toEqual(new Map());
    expect(mails.has(here.email)).toBe(false);
  });

  it("is told again when they came back and stay away once more", async () => {
    await away(0, "admin");
    const member = await away(idle - 1, "comms");
    expect((await mailed()).get(member.email)).toHaveLength(1);
    await database.db.execute(sql`update staff_members set idle_warned_at = clock_timestamp() - interval '60 days' where id = ${member.id}`);
    expect((await mailed()).get(member.email)).toHaveLength(1);
  });

  it("is told nothing while nobody else could administer the installation: they will not be", async () => {
    await away(idle - 1, "admin");
    expect(await mailed()).toEqual(new Map());
  });
});

describe("whoever will lose a role because it is of no use", () => {
  it("is told once, some days before, of all such roles of theirs in one mail, and of none that ends before that anyway", async () => {
    await away(0, "admin");
    const member = await aStaffMember(database.parts, ["comms", "finance", "support"], { locale: "en" });
    await aStaffSession(database.parts, member.id);
    await setGrant(member.id, { grantedAt: daysAgo(170), lastUsedAt: daysAgo(unused - warn.unused + 1), expiresAt: new Date(Date.now() + 60 * DAY) });
    await database.db.execute(sql`update staff_grants set last_used_at = clock_timestamp() where staff_id = ${member.id} and role = 'support'`);
    const ending = await aStaffMember(database.parts, ["lead"], { locale: "en" });
    await aStaffSession(database.parts, ending.id);
    await setGrant(ending.id, { grantedAt: daysAgo(170), lastUsedAt: daysAgo(unused - warn.unused + 1), expiresAt: new Date(Date.now() + DAY), remindedAt: new Date() });
    const mails = await mailed();
    expect([...mails.keys()]).toEqual([member.email]);
    const [mail] = mails.get(member.email) ?? [];
    expect(mail?.subject).toBe("A role of yours that you do not use will be taken away");
    for (const word of ["Comms", "Finance", dayOf(warn.unused - 1, "en-GB").replace(/ at .*/, ""), "ask an administrator to renew it"]) expect(mail?.text).toContain(word);
    expect(mail?.text).not.toContain("Support");
    expect(await mailed()).toEqual(new Map());
    await setGrant(member.id, { unusedWarnedAt: daysAgo(unused) });
    expect((await mailed()).get(member.email)).toHaveLength(1);
  });
});
