import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ExportKind, ExportState } from "../values/exports";
import { bytea } from "./bytea";
import { incidents } from "./incidents";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** Who asked for which file and why, and how often it may still be taken out. The file itself is kept nowhere: it is made as it goes out. */
export const dataExports = pgTable(
  "data_exports",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    kind: text("kind").$type<ExportKind>().notNull(),
    objectId: text("object_id").notNull(),
    incidentId: uuid("incident_id").references(() => incidents.id),
    choice: jsonb("choice").$type<Record<string, string>>().notNull().default({}),
    people: integer("people").notNull(),
    reason: text("reason").notNull(),
    state: text("state").$type<ExportState>().notNull(),
    askedBy: uuid("asked_by").notNull(),
    askedAt: moment("asked_at").notNull().default(sql`clock_timestamp()`),
    decidedBy: uuid("decided_by"),
    decidedAt: moment("decided_at"),
    refusal: text("refusal"),
    endsAt: moment("ends_at").notNull(),
    takesLeft: integer("takes_left").notNull(),
    takenAt: moment("taken_at"),
    traceKey: bytea("trace_key").notNull(),
  },
  (t) => [index("data_exports_by_state").on(t.state, t.id.desc()), index("data_exports_by_asker").on(t.askedBy, t.id.desc())],
);
