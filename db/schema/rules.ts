import { integer, jsonb, pgTable, primaryKey, timestamp, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { incidents } from "./incidents";

/** What staff said of an incident's circumstances, one row for each save; `facts` is parsed by domain/rules. */
export const incidentSituations = pgTable(
  "incident_situations",
  {
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    version: integer("version").notNull(),
    facts: jsonb("facts").$type<unknown>().notNull(),
    savedBy: uuid("saved_by").notNull(),
    savedAt: timestamp("saved_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.version] })],
);
