import { sql } from "drizzle-orm";
import { customType, index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** Append-only record of acts and of looks at personal data. */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    action: text("action").notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: text("object_id"),
    incidentId: uuid("incident_id"),
    reason: text("reason"),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
    requestId: text("request_id").notNull(),
  },
  (t) => [index("audit_events_object").on(t.objectKind, t.objectId, t.id.desc()), index("audit_events_actor").on(t.actorId, t.id.desc())],
);
