import { randomUUID } from "node:crypto";
import { desc, eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { aSealedLog } from "@/test/audit-log";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { sequenceEvents } from "./log/sequence-events";
import { pullEvents } from "./pull-events";

const database = useDatabase();
const TOKEN = randomUUID();
const auditor = () => staffContext(database.parts, ["auditor"]);
const pull = (after: number, limit?: number) => pullEvents(auditor(), { after: String(after), ...(limit !== undefined && { limit: String(limit) }) }, TOKEN);
const pulls = () => database.db.select().from(auditEvents).where(eq(auditEvents.action, "audit.pull")).orderBy(desc(auditEvents.id));
const number = () => sequenceEvents(systemContext(database.parts));

it("hands out the numbered events in their order, each once, without reasons and details, and each pull is an event", async () => {
  await aSealedLog(database.parts, { events: 2_300, checkpoints: 1 });
  const seqs: number[] = [];
  let after = -1;
  for (const expected of [1_000, 1_000, 300, 0]) {
    const pulled = await pull(after);
    expect(pulled.events).toHaveLength(expected);
    seqs.push(...pulled.events.map(({ seq }) => seq));
    expect(pulled.after).toBe(pulled.events.at(-1)?.seq ?? after);
    after = pulled.after;
  }
  expect(seqs).toEqual(Array.from({ length: 2_300 }, (_, i) => i));
  const { events: [one] } = await pull(6, 1);
  expect(one).toEqual({ seq: 7, id: expect.any(String) as string, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string, actorKind: "staff", actorId: expect.stringMatching(/^00000000-/) as string, action: "claim.reveal", objectKind: "claim", objectId: expect.stringMatching(/^claim/) as string, incidentId: null, requestId: expect.stringMatching(/^request/) as string });
  expect(await pulls()).toMatchObject([{ details: { token: TOKEN, after: 6, until: 7, events: 1 } }, { details: { after: 1_999, until: 2_299, events: 300 } }, { details: { after: 999 } }, { details: { after: -1, until: 999, events: 1_000 } }]);
});

it("tells the numbers whose events were taken out, and goes on after them", async () => {
  await database.db.execute(sql`alter table audit_events disable trigger user`);
  await database.db.execute(sql`alter table audit_leaves disable trigger user`);
  await database.db.execute(sql`delete from audit_events where id in (select event_id from audit_leaves where seq between 10 and 19)`);
  await database.db.execute(sql`delete from audit_leaves where seq in (14, 30)`);
  await database.db.execute(sql`alter table audit_leaves enable trigger user`);
  await database.db.execute(sql`alter table audit_events enable trigger user`);
  const gone = (seq: number) => ({ seq, removed: true });
  expect(await pull(9, 10)).toEqual({ events: Array.from({ length: 10 }, (_, i) => gone(10 + i)), after: 19 });
  expect(await pull(29, 1)).toEqual({ events: [gone(30)], after: 30 });
  expect((await pull(18, 3)).events).toMatchObject([gone(19), { seq: 20, action: "claim.reveal" }, { seq: 21 }]);
});

it("does not tell the name of a login by which somebody read in SQL", async () => {
  await number();
  const { after } = await pull(-1, 1_000).then(() => pull(2_290));
  await database.db.execute(sql`insert into audit_events (actor_kind, actor_id, action, object_kind, reason, details, request_id) values ('operator', 'login_of_somebody', 'sql.read', 'subjects', 'asked by the office', '{}', 'r')`);
  await number();
  const { events } = await pull(after);
  expect(events.filter((event) => "action" in event && event.action === "sql.read")).toMatchObject([{ actorKind: "operator", actorId: null, objectKind: "subjects" }]);
  expect(JSON.stringify(events)).not.toContain("login_of_somebody");
});

it("writes nothing about pulls that found nothing but pulls, so that two programs do not write about each other without end", async () => {
  await number();
  let { after } = await pull(-1, 1_000);
  const settle = async () => {
    await number();
    ({ after } = await pull(after));
  };
  for (let i = 0; i < 4; i++) await settle();
  const before = (await pulls()).length;
  for (let i = 0; i < 3; i++) await settle();
  expect(await pulls()).toHaveLength(before);
});

it("is for the roles of security and auditor, and takes numbers alone", async () => {
  for (const role of ["security", "auditor"] as const) expect((await pullEvents(staffContext(database.parts, [role]), { after: "5", limit: "2" }, TOKEN)).events).toHaveLength(2);
  await expect(pullEvents(staffContext(database.parts, ["admin", "approver"]), {}, TOKEN)).rejects.toMatchObject({ reason: "forbidden" });
  for (const odd of [{ after: "-2" }, { after: "1e3" }, { after: "9".repeat(16) }, { after: "" }, { limit: "0" }, { limit: "1001" }, { limit: "x" }]) await expect(pullEvents(auditor(), odd, TOKEN)).rejects.toMatchObject({ kind: "invalid" });
});
