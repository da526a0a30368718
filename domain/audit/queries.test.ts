import { randomUUID } from "node:crypto";
import { desc, eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { aSealedLog } from "@/test/audit-log";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { auditFilter, timelineFilter } from "./input";
import { getEvent, readTimeline, searchEvents } from "./queries";
import { recordAudit, recordSubjectLook } from "./record-audit";

const database = useDatabase();
const auditor = () => staffContext(database.parts, ["auditor"]);

/** Every page of a search, put together. */
async function all(read: (before: string | undefined) => Promise<{ events: { id: string }[]; next: string | null }>): Promise<string[]> {
  const ids: string[] = [];
  for (let before: string | undefined; ; ) {
    const { events, next } = await read(before);
    ids.push(...events.map(({ id }) => id));
    if (next === null) return ids;
    before = next;
  }
}

it("finds events by who, what, to what, when and by which request, the newest first, page by page", async () => {
  await aSealedLog(database.parts, { events: 700, checkpoints: 1 });
  const rows = await database.db.select().from(auditEvents).where(eq(auditEvents.action, "claim.reveal")).orderBy(desc(auditEvents.id));
  const ids = (fits: (row: (typeof rows)[number]) => boolean) => rows.filter(fits).map(({ id }) => id);
  const ctx = auditor();
  const found = (filter: Parameters<typeof searchEvents>[1]) => all((before) => searchEvents(ctx, { action: "claim.reveal", ...filter, before }));
  expect(await found({})).toEqual(rows.map(({ id }) => id));
  expect(await found({ object: "claim 13", kind: "claim" })).toEqual(ids(({ objectId }) => objectId === "claim 13"));
  expect(await found({ request: "request 7" })).toEqual(ids(({ requestId }) => requestId === "request 7"));
  expect(await found({ kind: "wave" })).toEqual([]);
  const [from, until] = [rows[500]?.at ?? new Date(), rows[200]?.at ?? new Date()];
  expect(await found({ from, until })).toEqual(ids(({ at }) => at >= from && at < until));
});

it("drops what cannot be searched by, and writes down each look but not what was typed", async () => {
  expect(auditFilter.parse({ actor: "x", kind: "Claim!", action: "drop table", object: "", before: "1" })).toEqual({});
  const ctx = auditor();
  const actor = randomUUID();
  await searchEvents(ctx, { actor, object: "minji@example.com", from: new Date(0) });
  const eventId = (await searchEvents(ctx, { actor: ctx.actor.staffId })).events[0]?.id ?? "";
  await getEvent(ctx, eventId);
  await readTimeline(ctx, { kind: "claim", object: "minji@example.com" });
  await readTimeline(ctx, { person: actor });
  const looks = await database.db.select().from(auditEvents).where(eq(auditEvents.actorId, ctx.actor.staffId)).orderBy(auditEvents.id);
  expect(looks.map(({ action }) => action)).toEqual(["audit.search", "audit.search", "audit.read-event", "audit.read-timeline", "audit.read-timeline"]);
  expect(looks[0]?.details).toEqual({ by: ["actor", "object", "from"], actor });
  expect(looks.map(({ objectId }) => objectId)).toEqual([null, null, eventId, null, actor]);
  expect(JSON.stringify(looks)).not.toContain("minji");
});

it("puts what somebody did and what was done to them in one order", async () => {
  const [someone, other] = [staffContext(database.parts, ["support"]), staffContext(database.parts, ["admin"])];
  const id = someone.actor.staffId;
  for (let n = 0; n < 120; n++) {
    await recordAudit(database.db, someone, { action: "claim.read", object: { kind: "claim", id: `${n}` } });
    if (n % 3 === 0) await recordAudit(database.db, other, { action: "staff.grant", object: { kind: "staff", id } });
    // Both at once, and one event.
    if (n % 10 === 0) await recordAudit(database.db, someone, { action: "staff.sign-out", object: { kind: "staff", id } });
  }
  await recordAudit(database.db, other, { action: "claim.read", object: { kind: "claim", id } });
  const expected = await database.db.select({ id: auditEvents.id }).from(auditEvents).where(sql`actor_id = ${id} or (object_kind = 'staff' and object_id = ${id})`).orderBy(desc(auditEvents.id));
  expect(await all((before) => readTimeline(auditor(), { person: id, before }))).toEqual(expected.map((row) => row.id));
});

it("lists the looks at one affected person by the number of their record, and keeps of them no more than that", async () => {
  const ctx = auditor();
  const agent = staffContext(database.parts, ["support"]);
  const [incident, elsewhere] = [randomUUID(), randomUUID()];
  const expected: string[] = [];
  for (let n = 0; n < 230; n++) {
    const subjects = n % 2 === 0 ? [7n] : n % 3 === 0 ? [7n, 8n] : [8n];
    await database.db.transaction((tx) => recordSubjectLook(tx, agent, { action: "claim.read", object: { kind: "claim", id: `${incident} ${n}` }, incidentId: incident, subjects }));
    if (subjects.includes(7n)) expected.unshift(`${incident} ${n}`);
  }
  await database.db.transaction((tx) => recordSubjectLook(tx, agent, { action: "claim.read", object: { kind: "claim", id: "another" }, incidentId: elsewhere, subjects: [7n] }));
  const ids = await all((before) => readTimeline(ctx, { ...timelineFilter.parse({ incident, subject: "7" }), before }));
  const rows = await database.db.select({ id: auditEvents.id, objectId: auditEvents.objectId }).from(auditEvents);
  expect(ids.map((id) => rows.find((row) => row.id === id)?.objectId)).toEqual(expected);
  const looks = await database.db.select().from(auditEvents).where(eq(auditEvents.actorId, ctx.actor.staffId)).orderBy(auditEvents.id);
  expect(looks.map(({ action, objectKind, objectId, incidentId, details }) => [action, objectKind, objectId, incidentId, details.page])).toEqual([["audit.read-timeline", "subject", "7", incident, "newest"], ["audit.read-timeline", "subject", "7", incident, "older"]]);
  for (const wrong of ["7; drop", "minji", ""]) expect(timelineFilter.safeParse({ incident, subject: wrong }).success).toBe(false);
});

it("is for those whose role it is", async () => {
  const agent = staffContext(database.parts, ["support"]);
  await expect(searchEvents(agent, {})).rejects.toMatchObject({ reason: "forbidden" });
  await expect(readTimeline(agent, { person: randomUUID() })).rejects.toMatchObject({ reason: "forbidden" });
  await expect(getEvent(agent, randomUUID())).rejects.toMatchObject({ reason: "forbidden" });
  await expect(getEvent(auditor(), randomUUID())).rejects.toMatchObject({ kind: "not-found" });
});
