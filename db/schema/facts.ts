import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { FactKind, FactStatus, FactValueState } from "../values/facts";
import type { Localized } from "../values/locales";
import { incidents } from "./incidents";

/** What can be asked by name: its name and kind stand in wordings and never change. */
export const facts = pgTable(
  "facts",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    name: text("name").notNull(),
    kind: text("kind").$type<FactKind>().notNull(),
    createdBy: uuid("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [unique().on(t.incidentId, t.name)],
);

/** Everything that was ever proposed as a fact's value; `value` is parsed by domain/facts. The approved one with the highest number is what is said now. */
export const factValues = pgTable(
  "fact_values",
  {
    factId: uuid("fact_id").notNull().references(() => facts.id),
    number: integer("number").notNull(),
    label: jsonb("label").$type<Localized>().notNull(),
    value: jsonb("value").$type<unknown>().notNull(),
    status: text("status").$type<FactStatus>().notNull(),
    source: jsonb("source").$type<Localized>().notNull(),
    asOf: timestamp("as_of", { withTimezone: true }).notNull(),
    state: text("state").$type<FactValueState>().notNull().default("proposed"),
    proposedBy: uuid("proposed_by").notNull(),
    proposedAt: timestamp("proposed_at", { withTimezone: true }).notNull(),
    decidedBy: uuid("decided_by"),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    reason: text("reason"),
  },
  (t) => [primaryKey({ columns: [t.factId, t.number] }), uniqueIndex("fact_values_one_open").on(t.factId).where(sql`state = 'proposed'`)],
);
