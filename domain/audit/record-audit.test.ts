import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { incidents } from "@/db/schema/incidents";
import { revealDays } from "@/db/schema/reveals";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident } from "@/test/lookups";
import { findRecord } from "../claims/paper/find-record";
import { createIncident } from "../incidents/create-incident";
import { readRevisionForm } from "../incidents/read-revision-form";
import { withTransaction } from "../kernel/transaction";
import { recordAudit } from "./record-audit";

const database = useDatabase();

it("commits and dies with the act it records", async () => {
  const ctx = staffContext(database.parts, ["admin"]);
  const record = (id: string) => ({ action: "thing.change", object: { kind: "thing", id }, details: { fields: ["name"] } }) as const;
  await withTransaction(ctx, (tx) => recordAudit(tx, ctx, record("kept")));
  await expect(
    withTransaction(ctx, async (tx) => {
      await recordAudit(tx, ctx, record("lost"));
      throw new Error("the act failed");
    }),
  ).rejects.toThrow("the act failed");
  const events = await database.db.select().from(auditEvents);
  expect(events.map((event) => event.objectId)).toEqual(["kept"]);
  expect(events[0]).toMatchObject({ actorKind: "staff", actorId: ctx.actor.staffId, requestId: ctx.requestId });
});

it.each(["update audit_events set reason = 'x'", "delete from audit_events", "truncate audit_events"])("the database refuses: %s", async (statement) => {
  const ctx = staffContext(database.parts, ["admin"]);
  await recordAudit(database.db, ctx, { action: "thing.look", object: { kind: "thing", id: "1" } });
  await expect(database.db.$client.query(statement)).rejects.toThrow("append-only");
});

it("shows nothing and changes nothing where the event cannot be written", async () => {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,somebody@example.com,names");
  const support = staffContext(database.parts, ["support"]);
  const comms = staffContext(database.parts, ["comms"]);
  const content = readRevisionForm({ "organisation.ko": "하늘몰", "organisation.en": "Haneul Mall", "title.ko": "유출", "title.en": "A leak" });
  const acts = { look: () => findRecord(support, incident.id, { query: "somebody@example.com" }), change: () => createIncident(comms, { slug: "second", content }) };
  await database.db.execute(sql`create function refuse_all() returns trigger language plpgsql as $$ begin raise exception 'the log is full'; end $$`);
  await database.db.execute(sql`create trigger refuse_all before insert on audit_events for each row execute function refuse_all()`);
  const counts = () => Promise.all([database.db.$count(auditEvents), database.db.$count(incidents), database.db.$count(revealDays)]);
  const before = await counts();
  for (const act of Object.values(acts)) await expect(act()).rejects.toMatchObject({ cause: expect.objectContaining({ message: "the log is full" }) as unknown });
  expect(await counts()).toEqual(before);
  await database.db.execute(sql`drop trigger refuse_all on audit_events`);
  expect(await acts.look()).toHaveLength(1);
  expect(await acts.change()).toEqual(expect.any(String));
});
