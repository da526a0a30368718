import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
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
