import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { NoticeKind } from "../values/notice-kinds";
import { bytea } from "./bytea";
import { incidents } from "./incidents";

export const audienceLists = pgTable(
  "audience_lists",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    fileName: text("file_name").notNull(),
    references: integer("reference_count").notNull().default(0),
    uploadedBy: uuid("uploaded_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    completedAt: timestamp("completed_at", { withTimezone: true }),
  },
  (t) => [index("audience_lists_by_incident").on(t.incidentId, t.id.desc())],
);

export const audienceReferences = pgTable(
  "audience_references",
  {
    listId: uuid("list_id").notNull().references(() => audienceLists.id, { onDelete: "cascade" }),
    refIndex: bytea("ref_index").notNull(),
  },
  (t) => [primaryKey({ columns: [t.listId, t.refIndex] })],
);

/** `audience` is parsed by domain/audiences. */
export const audienceCounts = pgTable("audience_counts", {
  question: bytea("question").primaryKey(),
  incidentId: uuid("incident_id").notNull().references(() => incidents.id),
  version: integer("version").notNull(),
  kind: text("kind").$type<NoticeKind>().notNull(),
  audience: jsonb("audience").$type<unknown>().notNull(),
  people: bigint("people", { mode: "number" }),
  confirmed: bigint("confirmed", { mode: "bigint" }),
  possible: bigint("possible", { mode: "bigint" }),
  locales: text("locales").array(),
  countries: text("countries").array(),
  askedAt: timestamp("asked_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  countedAt: timestamp("counted_at", { withTimezone: true }),
});

/** Who was told something incomplete or wrong; `counts` is parsed by domain/waves. */
export const correctionCounts = pgTable("correction_counts", {
  question: bytea("question").primaryKey(),
  incidentId: uuid("incident_id").notNull().references(() => incidents.id),
  version: integer("version").notNull(),
  counts: jsonb("counts").$type<unknown>(),
  askedAt: timestamp("asked_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  countedAt: timestamp("counted_at", { withTimezone: true }),
});
