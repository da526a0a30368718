import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { NoticeKind } from "../values/notice-kinds";
import { incidents } from "./incidents";

export const noticeTemplates = pgTable(
  "notice_templates",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    kind: text("kind").$type<NoticeKind>().notNull(),
    name: text("name").notNull(),
    createdBy: uuid("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [unique().on(t.incidentId, t.name)],
);

/** The wording, one row per version; `content` is parsed by domain/notices. Approved rows never change. */
export const noticeTemplateVersions = pgTable(
  "notice_template_versions",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    templateId: uuid("template_id").notNull().references(() => noticeTemplates.id),
    number: integer("number").notNull(),
    state: text("state").$type<"draft" | "in-review" | "approved">().notNull().default("draft"),
    edit: integer("edit").notNull().default(1),
    content: jsonb("content").$type<unknown>().notNull(),
    editedBy: uuid("edited_by").array().notNull(),
    approvedBy: uuid("approved_by"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    approvedAt: timestamp("approved_at", { withTimezone: true }),
  },
  (t) => [unique().on(t.templateId, t.number), uniqueIndex("notice_template_versions_one_open").on(t.templateId).where(sql`state in ('draft', 'in-review')`)],
);
