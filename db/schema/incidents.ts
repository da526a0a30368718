import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";

export const incidents = pgTable("incidents", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  slug: text("slug").notNull().unique(),
  publishedVersion: integer("published_version"),
  publishedRevision: integer("published_revision"),
  createdBy: uuid("created_by"),
  /** From when on it is being erased, or is. */
  erasedAt: timestamp("erased_at", { withTimezone: true }),
  /** From when on it is over for the public: two people closed it, or it was erased. */
  closedAt: timestamp("closed_at", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});

/** Bit → data class of one incident; at most 63. */
export const incidentDataClasses = pgTable(
  "incident_data_classes",
  {
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    bit: smallint("bit").notNull(),
    slug: text("slug").notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.bit] }), unique().on(t.incidentId, t.slug)],
);

/** The incident's public words and dates, one row per revision; `content` is parsed by domain/incidents. */
export const incidentRevisions = pgTable(
  "incident_revisions",
  {
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    number: integer("number").notNull(),
    state: text("state").$type<"draft" | "in-review" | "published" | "withdrawn">().notNull().default("draft"),
    edit: integer("edit").notNull().default(1),
    content: jsonb("content").$type<unknown>().notNull(),
    editedBy: uuid("edited_by").array().notNull().default([]),
    publishedBy: uuid("published_by"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
    publishedAt: timestamp("published_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.number] }),
    uniqueIndex("incident_revisions_one_open").on(t.incidentId).where(sql`state in ('draft', 'in-review')`),
  ],
);
