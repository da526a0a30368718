import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { ProgrammeVersionState } from "../values/benefits";
import { incidents } from "./incidents";

export const programmes = pgTable(
  "programmes",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    slug: text("slug").notNull(),
    publishedVersion: integer("published_version"),
    createdBy: uuid("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [unique().on(t.incidentId, t.slug)],
);

/** What a programme promises, one row per version; `terms` is parsed by domain/programmes. */
export const programmeVersions = pgTable(
  "programme_versions",
  {
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    number: integer("number").notNull(),
    state: text("state").$type<ProgrammeVersionState>().notNull().default("draft"),
    edit: integer("edit").notNull().default(1),
    terms: jsonb("terms").$type<unknown>().notNull(),
    editedBy: uuid("edited_by").array().notNull().default([]),
    accepted: jsonb("accepted").$type<unknown>().notNull().default([]),
    publishedBy: uuid("published_by"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
    publishedAt: timestamp("published_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.number] }), uniqueIndex("programme_versions_one_open").on(t.programmeId).where(sql`state in ('draft', 'in-review')`)],
);
