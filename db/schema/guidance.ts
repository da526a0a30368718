import { sql } from "drizzle-orm";
import { pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { bytea } from "./bytea";
import { incidents } from "./incidents";

export const guidanceTicks = pgTable(
  "guidance_ticks",
  {
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    contactIndex: bytea("contact_index").notNull(),
    stepId: text("step_id").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.contactIndex, t.stepId] })],
);
