import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { incidents } from "./incidents";

/** Filters of the queue that somebody named. */
export const claimViews = pgTable(
  "claim_views",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    ownerId: uuid("owner_id").notNull(),
    name: text("name").notNull(),
    shared: boolean("shared").notNull().default(false),
    filter: jsonb("filter").$type<unknown>().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    droppedAt: timestamp("dropped_at", { withTimezone: true }),
  },
  (t) => [index("claim_views_of_incident").on(t.incidentId).where(sql`dropped_at is null`)],
);

/** Answers that are used again and again, in both languages. */
export const cannedReplies = pgTable("canned_replies", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  name: text("name").notNull(),
  ko: text("ko").notNull(),
  en: text("en").notNull(),
  edit: integer("edit").notNull().default(1),
  editedBy: uuid("edited_by").notNull(),
  editedAt: timestamp("edited_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  droppedAt: timestamp("dropped_at", { withTimezone: true }),
});

/** Steps that are done to a claim one after the other; `steps` is parsed by domain/claims/desk. */
export const claimMacros = pgTable("claim_macros", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  name: text("name").notNull(),
  steps: jsonb("steps").$type<unknown>().notNull(),
  edit: integer("edit").notNull().default(1),
  editedBy: uuid("edited_by").notNull(),
  editedAt: timestamp("edited_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  droppedAt: timestamp("dropped_at", { withTimezone: true }),
});
