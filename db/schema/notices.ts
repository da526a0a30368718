import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, timestamp, unique, uniqueIndex, uuid, type AnyPgColumn } from "drizzle-orm/pg-core";
import type { NoticeKind } from "../values/notice-kinds";
import { bytea } from "./bytea";
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
    /** The notice that a correction stands in the place of, and all that was known of that; `correction` is parsed by domain/notices. */
    corrects: uuid("corrects").references((): AnyPgColumn => noticeTemplateVersions.id),
    correction: jsonb("correction").$type<unknown>(),
  },
  (t) => [unique().on(t.incidentId, t.name), index("notice_templates_by_corrects").on(t.corrects).where(sql`corrects is not null`)],
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

/** A finding of the check that an approver passed over, for the words of one save. */
export const noticeOverrides = pgTable(
  "notice_overrides",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    versionId: uuid("version_id").notNull().references(() => noticeTemplateVersions.id),
    edit: integer("edit").notNull(),
    finding: bytea("finding").notNull(),
    rule: text("rule").notNull(),
    locale: text("locale").notNull(),
    about: text("about").notNull(),
    reason: text("reason").notNull(),
    overriddenBy: uuid("overridden_by").notNull(),
    overriddenAt: timestamp("overridden_at", { withTimezone: true }).notNull(),
    withdrawnBy: uuid("withdrawn_by"),
    withdrawnAt: timestamp("withdrawn_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("notice_overrides_standing").on(t.versionId, t.edit, t.finding).where(sql`withdrawn_at is null`)],
);

/** What was found wrong of an approved wording: a class that it leaves out, or, without one, something else. */
export const noticeDefects = pgTable(
  "notice_defects",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    versionId: uuid("version_id").notNull().references(() => noticeTemplateVersions.id),
    dataClass: text("data_class"),
    note: text("note").notNull(),
    reportedBy: uuid("reported_by").notNull(),
    reportedAt: timestamp("reported_at", { withTimezone: true }).notNull(),
    withdrawnBy: uuid("withdrawn_by"),
    withdrawnAt: timestamp("withdrawn_at", { withTimezone: true }),
  },
  (t) => [index("notice_defects_by_version").on(t.versionId)],
);
