import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { canaryHits } from "@/db/schema/canaries";
import { subjects } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { seedDemo } from "@/db/seed/demo";
import { DEMO_SLUG } from "@/db/seed/demo-incident";
import { asSuperuser } from "@/test/audit-log";
import { useDatabase } from "@/test/database";
import { makeLogin } from "./make-login";

const database = useDatabase();
const held: { reader?: pg.Client; url?: string; incidentId?: string } = {};
const reader = () => held.reader as pg.Client;
const WHY = "a question of the press office";

beforeAll(async () => {
  await seedDemo(database.parts, { password: "correct horse battery staple", people: 300, mailIsCaught: false });
  const { rows } = await database.db.$client.query<{ id: string }>("select id from incidents where slug = $1", [DEMO_SLUG]);
  held.incidentId = rows[0]?.id ?? "";
  held.url = await makeLogin(database.url, "amends_read", "of-the-tests");
  held.reader = new pg.Client({ connectionString: held.url });
  await held.reader.connect();
}, 120_000);
afterAll(() => held.reader?.end());

const ask = async (what: "people" | "claims", client = reader(), why = WHY, most = 100) => (await client.query<{ ticket: string }>(`select ask_${what}($1, $2, most => $3) as ticket`, [held.incidentId, why, most])).rows[0]?.ticket ?? "";
const events = () => database.db.select().from(auditEvents).where(eq(auditEvents.action, "sql.read"));

it("gives rows for a ticket, and wrote down before who asked, for what and why", async () => {
  const ticket = await ask("people", reader(), WHY, 50);
  expect(await events()).toMatchObject([{ id: ticket, actorKind: "operator", actorId: "amends_read_login", objectKind: "people", incidentId: held.incidentId, reason: WHY, details: { rows: 50 } }]);
  const { rows } = await reader().query<{ ref: Buffer }>("select * from take_people($1)", [ticket]);
  expect(rows).toHaveLength(50);
  expect(Object.keys(rows[0] ?? {})).not.toContain("sealed");
  const next = await reader().query<{ ticket: string }>("select ask_people($1, $2, $3, 50) as ticket", [held.incidentId, WHY, rows.at(-1)?.ref]);
  const more = await reader().query<{ ref: Buffer }>("select * from take_people($1)", [next.rows[0]?.ticket]);
  expect(new Set([...rows, ...more.rows].map(({ ref }) => ref.toString("hex"))).size).toBe(100);
  expect((await reader().query("select * from take_claims($1)", [await ask("claims")])).rows.length).toBeGreaterThan(10);
});

it("gives nothing without a reason, in the transaction that asks, to somebody else, for something else, or too late", async () => {
  await expect(ask("people", reader(), "because")).rejects.toThrow("say which incident, and why");
  const before = (await events()).length;
  await reader().query("begin");
  const undone = await ask("people");
  await expect(reader().query("select * from take_people($1)", [undone])).rejects.toThrow("no such ticket");
  await reader().query("rollback");
  await reader().query("begin; savepoint one");
  const nested = await ask("people");
  await reader().query("savepoint two");
  await expect(reader().query("select * from take_people($1)", [nested])).rejects.toThrow("no such ticket");
  await reader().query("rollback");
  expect(await events()).toHaveLength(before);
  await expect(reader().query("select * from take_people($1)", [undone])).rejects.toThrow("no such ticket");

  const ticket = await ask("people");
  await expect(reader().query("select * from take_claims($1)", [ticket])).rejects.toThrow("no such ticket");
  await expect(database.db.$client.query("select * from take_people($1)", [ticket])).rejects.toThrow("no such ticket");
  await database.db.$client.query("insert into audit_events (id, at, xid, actor_kind, actor_id, action, object_kind, incident_id, details, request_id) select gen_random_uuid(), at - interval '11 minutes', xid, actor_kind, actor_id, action, object_kind, incident_id, details, 'late' from audit_events where id = $1", [ticket]);
  const late = await database.db.select({ id: auditEvents.id }).from(auditEvents).where(eq(auditEvents.requestId, "late"));
  await expect(reader().query("select * from take_people($1)", [late[0]?.id])).rejects.toThrow("no such ticket");
});

it("raises the alarm for a planted record before it is read, also for whoever then takes it back", async () => {
  const [like] = await database.db.select().from(subjects).where(eq(subjects.incidentId, held.incidentId ?? "")).limit(1);
  if (!like) throw new Error("nobody");
  await database.db.insert(subjects).values({ ...like, subjectId: -7n, fromVersion: 1, toVersion: 2_147_483_647, recordId: crypto.randomUUID(), refIndex: Buffer.concat([Buffer.alloc(1), randomBytes(31)]) });
  const ticket = await ask("people", reader(), WHY, 10);
  expect(await database.db.select().from(canaryHits)).toMatchObject([{ subjectId: -7n, kind: "queried", incidentId: held.incidentId, staffId: null }]);
  expect(await database.db.select().from(auditEvents).where(eq(auditEvents.action, "canary.hit"))).toMatchObject([{ actorId: "amends_read_login", objectId: "-7" }]);
  const { rows } = await database.db.$client.query("select from graphile_worker.jobs where task_identifier = 'exposure/tell-canary-hit'");
  expect(rows).toHaveLength(1);
  await reader().query("begin");
  expect((await reader().query("select * from take_people($1)", [ticket])).rows).toHaveLength(10);
  await reader().query("rollback");
  expect(await database.db.select().from(canaryHits)).toHaveLength(1);
});

it("gives no more people than were written down, when another version is published before they are taken", async () => {
  const ticket = await ask("people", reader(), WHY, 10);
  const { rows: first } = await reader().query<{ ref: Buffer }>("select * from take_people($1)", [ticket]);
  const [like] = await database.db.select().from(subjects).where(eq(subjects.refIndex, first[5]?.ref ?? Buffer.alloc(0))).limit(1);
  if (!like) throw new Error("nobody");
  // Twenty more people in the same range, and one of the ten is in it no more.
  const after = first[5]?.ref ?? Buffer.alloc(0);
  await database.db.insert(subjects).values(Array.from({ length: 20 }, (_, n) => ({ ...like, subjectId: 9_000_000n + BigInt(n), fromVersion: 2, recordId: crypto.randomUUID(), refIndex: Buffer.concat([after.subarray(0, 31), Buffer.of((after[31] ?? 0) ^ (n + 1))]) })));
  await database.db.update(subjects).set({ toVersion: 2 }).where(eq(subjects.subjectId, like.subjectId));
  await database.db.update(incidents).set({ publishedVersion: 2 }).where(eq(incidents.id, held.incidentId ?? ""));
  const { rows } = await reader().query<{ ref: Buffer }>("select * from take_people($1)", [ticket]);
  expect(rows.map(({ ref }) => ref.toString("hex"))).toEqual(first.map(({ ref }) => ref.toString("hex")));
  const detailsOf = async (id: string) => (await events()).find((event) => event.id === id)?.details;
  expect(await detailsOf(ticket)).toMatchObject({ rows: 10, version: 1 });
  const later = await ask("people", reader(), WHY, 1_000);
  expect(await detailsOf(later)).toMatchObject({ rows: (await reader().query("select * from take_people($1)", [later])).rows.length, version: 2 });
});

it("gives no more claims than were written down, whatever is filed meanwhile", async () => {
  const ticket = await ask("claims", reader(), WHY, 10);
  const { rows: first } = await reader().query<{ id: string }>("select * from take_claims($1)", [ticket]);
  expect(first).toHaveLength(10);
  await asSuperuser(database.url, (client) => client.query("update claims set id = overlay($1::text placing 'ffff' from 33)::uuid where id = (select id from claims where incident_id = $2 order by id desc limit 1)", [first[3]?.id, held.incidentId]));
  expect((await reader().query("select * from take_claims($1)", [ticket])).rows).toHaveLength(10);
});

it("reads figures as they are, and no person", async () => {
  expect((await reader().query("select * from datasets")).rows.length).toBeGreaterThan(0);
  for (const table of ["subjects", "claims", "audit_events", "staff_members"]) await expect(reader().query(`select from ${table}`)).rejects.toThrow("permission denied");
});
