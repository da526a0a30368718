import { randomUUID } from "node:crypto";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { fakeReports } from "@/db/schema/authenticity";
import { revealDays } from "@/db/schema/reveals";
import { Conflict, Forbidden, Invalid, NotFound, TooMany } from "@/domain/kernel/errors";
import { getOwnBudget } from "@/domain/reveals/queries";
import { keepRetention } from "@/domain/retention/keep-retention";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { visitor } from "@/test/lookups";
import { aJpeg, segment } from "@/test/pictures";
import { aStaffMember } from "@/test/staff";
import { MOST_PICTURE, REPORTS_AN_HOUR } from "../rules";
import { decideReport } from "./decide-report";
import { getReport, listReports } from "./queries";
import { reportFake } from "./report-fake";
import { revealPicture } from "./reveal-picture";
import { revealReporter } from "./reveal-reporter";

const database = useDatabase();
const asker = () => ({ browser: randomUUID(), network: null });
const words = { way: "sms", text: "환불해 드립니다. 여기를 누르세요: bit.ly/refund", sender: "010-5555-0199", contact: "person@example.com" };
const jpeg = aJpeg({ noted: [segment(0xe1, Buffer.from("Exif GPS 37.5"))] });
const webp = Buffer.concat([Buffer.from("RIFF\x2c\0\0\0WEBPVP8 \x20\0\0\0", "latin1"), Buffer.alloc(32)]);
const report = (raw: unknown = words, bytes: Buffer | null = null, by = asker()) => reportFake(visitor(database.parts), raw, bytes, by);
const staff = (role: "comms" | "support" | "finance" = "comms") => staffContext(database.parts, [role]);
const newest = async () => (await database.db.select().from(fakeReports).orderBy(desc(fakeReports.createdAt)).limit(1))[0]!;

it("is kept sealed, words and picture, and read by staff with a record of it", async () => {
  const { reference } = await report(words, jpeg);
  expect(reference).toMatch(/^F-\w{4}-\w{4}$/);
  const row = await newest();
  expect(row).toMatchObject({ reference, way: "sms", locale: "ko", pictureType: "image/jpeg", verdict: null });
  for (const part of [words.text, words.sender, words.contact]) expect(row.sealed?.includes(part)).toBe(false);
  expect(row.picture?.includes(jpeg.subarray(-20))).toBe(false);
  const ctx = staff("support");
  expect(await getReport(ctx, row.id)).toMatchObject({ reference, words: { text: words.text, sender: words.sender, contact: "p•••@•••" } });
  const events = await database.db.select({ action: auditEvents.action, details: auditEvents.details, objectId: auditEvents.objectId }).from(auditEvents).orderBy(auditEvents.id);
  const ours = events.filter(({ objectId }) => objectId === row.id);
  expect(ours.map(({ action }) => action)).toEqual(["fake-report.send", "fake-report.read"]);
  expect(JSON.stringify(ours)).not.toContain("person@example.com");
});

it("shows where its sender can be reached to who says why, against the budget of their day", async () => {
  await report();
  const { id } = await newest();
  const ctx = staffContext(database.parts, ["support"], (await aStaffMember(database.parts, ["support"])).id);
  await expect(revealReporter(ctx, { reportId: id, reason: "short" })).rejects.toBeInstanceOf(Invalid);
  await expect(revealReporter(staffContext(database.parts, ["approver"]), { reportId: id, reason: "to write back to them" })).rejects.toBeInstanceOf(Forbidden);
  expect(await revealReporter(ctx, { reportId: id, reason: "to write back to them" })).toBe(words.contact);
  expect((await getOwnBudget(ctx)).used).toBe(1);
  const [event] = await database.db.select().from(auditEvents).where(eq(auditEvents.action, "fake-report.reveal"));
  expect(event).toMatchObject({ objectId: id, actorId: ctx.actor.staffId, reason: "to write back to them", details: { fields: ["contact"], role: "support" } });
  await report({ ...words, contact: "" });
  await expect(revealReporter(ctx, { reportId: (await newest()).id, reason: "to write back to them" })).rejects.toBeInstanceOf(NotFound);
});

it("gives out its picture to who says why, with a session that showed enough, against the budget of their day", async () => {
  await report(words, jpeg);
  const { id } = await newest();
  const ctx = staffContext(database.parts, ["support"], (await aStaffMember(database.parts, ["support"])).id);
  const asked = { reportId: id, reason: "to see which number it came from" };
  await expect(revealPicture(ctx, { reportId: id, reason: "short" })).rejects.toMatchObject({ fields: { reason: ["reason-too-short"] } });
  await expect(revealPicture({ ...ctx, actor: { ...ctx.actor, weak: true } }, asked)).rejects.toMatchObject({ reason: "passkey-needed" });
  for (const role of ["finance", "approver"] as const) await expect(revealPicture(staffContext(database.parts, [role]), asked)).rejects.toBeInstanceOf(Forbidden);
  expect((await getOwnBudget(ctx)).used).toBe(0);
  expect(await revealPicture(ctx, asked)).toEqual({ type: "image/jpeg", bytes: aJpeg() });
  expect((await getOwnBudget(ctx)).used).toBe(1);
  expect(await database.db.select().from(auditEvents).where(eq(auditEvents.action, "fake-report.see-picture"))).toMatchObject([{ objectId: id, actorId: ctx.actor.staffId, reason: asked.reason, details: { role: "support", costs: 1 } }]);
  const { day, limit } = await getOwnBudget(ctx);
  await database.db.update(revealDays).set({ used: limit }).where(and(eq(revealDays.staffId, ctx.actor.staffId), eq(revealDays.day, day)));
  await expect(revealPicture(ctx, asked)).rejects.toMatchObject({ reason: "reveals-spent" });
  await report();
  await expect(revealPicture(staff("support"), { ...asked, reportId: (await newest()).id })).rejects.toBeInstanceOf(NotFound);
});

it("is for staff alone", async () => {
  await report();
  const { id } = await newest();
  for (const ctx of [staff("finance")]) {
    await expect(listReports(ctx, {})).rejects.toBeInstanceOf(Forbidden);
    await expect(getReport(ctx, id)).rejects.toBeInstanceOf(Forbidden);
  }
  await expect(getReport(staff(), randomUUID())).rejects.toBeInstanceOf(NotFound);
  await expect(decideReport(staff("support"), { reportId: id, verdict: "fake" })).rejects.toBeInstanceOf(Forbidden);
});

it("is decided once, and leaves the queue", async () => {
  await report();
  const { id } = await newest();
  expect((await listReports(staff(), {})).reports.map((one) => one.id)).toContain(id);
  await decideReport(staff(), { reportId: id, verdict: "fake" });
  await expect(decideReport(staff(), { reportId: id, verdict: "ours" })).rejects.toBeInstanceOf(Conflict);
  expect((await listReports(staff(), {})).reports.map((one) => one.id)).not.toContain(id);
  expect((await listReports(staff(), { state: "fake" })).reports.map((one) => one.id)).toEqual([id]);
});

it("comes a page at a time, the oldest first", async () => {
  for (let i = 0; i < 52; i++) await report();
  const first = await listReports(staff(), {});
  expect(first.reports).toHaveLength(50);
  const second = await listReports(staff(), { after: first.next ?? undefined });
  expect(second.next).toBeNull();
  const all = [...first.reports, ...second.reports];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.map(({ createdAt }) => createdAt.getTime())).toEqual(all.map(({ createdAt }) => createdAt.getTime()).sort((a, b) => a - b));
});

it.each<[string, unknown, Buffer | null, Record<string, string[]>]>([
  ["nothing", {}, null, { way: ["choose-one"], text: ["required"] }],
  ["few words", { ...words, text: "fake" }, null, { text: ["report-short"] }],
  ["control characters", { ...words, text: `${words.text}\u0000` }, null, { text: ["control-characters"] }],
  ["an empty file", words, Buffer.alloc(0), { picture: ["picture-kind"] }],
  ["a page called a picture", words, Buffer.from("<html><script>alert(1)</script></html>"), { picture: ["picture-kind"] }],
  ["too large a picture", words, Buffer.concat([jpeg, Buffer.alloc(MOST_PICTURE)]), { picture: ["picture-too-large"] }],
])("is refused with %s, by its field", async (_, raw, bytes, fields) => {
  const error = await report(raw, bytes).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Invalid);
  expect((error as Invalid).fields).toEqual(fields);
});

it("takes a few from one browser in an hour, of every kind of picture", async () => {
  const by = asker();
  for (let i = 0; i < REPORTS_AN_HOUR; i++) await report(words, i % 2 === 0 ? webp : jpeg, by);
  await expect(report(words, null, by)).rejects.toBeInstanceOf(TooMany);
});

it("goes when its time is over, with its picture: decided ones from then on, and others from when they came", async () => {
  await database.db.delete(fakeReports);
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    await report(words, jpeg);
    ids.push((await newest()).id);
  }
  const year = sql`clock_timestamp() - interval '13 months'`;
  await database.db.update(fakeReports).set({ createdAt: year }).where(inArray(fakeReports.id, ids.slice(0, 2)));
  await decideReport(staff(), { reportId: ids[1], verdict: "fake" });
  const keep = () => keepRetention(systemContext(database.parts), {} as never);
  expect(await keep()).toBe(false);
  await keep();
  const rows = await database.db.select().from(fakeReports).orderBy(fakeReports.createdAt);
  expect(rows.map(({ id, sealed, picture, erasedAt }) => [id, sealed === null, picture === null, erasedAt !== null]).sort()).toEqual(ids.map((id, i) => [id, i === 0, i === 0, i === 0]).sort());
  expect(await getReport(staff(), ids[0]!)).toMatchObject({ words: null });
  await expect(revealPicture(staff(), { reportId: ids[0], reason: "to see which number it came from" })).rejects.toBeInstanceOf(NotFound);
  expect(await database.db.select({ details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.action, "retention.erase"))).toMatchObject([{ details: { class: "reports", erased: { reports: 1 } } }]);
});
