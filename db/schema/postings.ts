import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid, type AnyPgColumn } from "drizzle-orm/pg-core";
import type { Locale } from "../values/locales";
import type { BannerCheckResult, BannerPageState, PostingCheckResult, PostingState } from "../values/posting-states";
import { bytea } from "./bytea";
import { incidents } from "./incidents";
import { noticeTemplateVersions } from "./notices";
import { waves } from "./waves";

export const postings = pgTable(
  "postings",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    number: integer("number").notNull(),
    templateVersionId: uuid("template_version_id").notNull().references(() => noticeTemplateVersions.id),
    state: text("state").$type<PostingState>().notNull().default("proposed"),
    leastDays: integer("least_days").notNull(),
    rules: text("rules").array().notNull(),
    stayDays: integer("stay_days").notNull(),
    supersedes: uuid("supersedes").references((): AnyPgColumn => postings.id),
    waveId: uuid("wave_id").references(() => waves.id),
    proposedBy: uuid("proposed_by").notNull(),
    proposedAt: timestamp("proposed_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    decidedBy: uuid("decided_by"),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    reason: text("reason"),
    publishedFrom: timestamp("published_from", { withTimezone: true }),
    mustStayUntil: timestamp("must_stay_until", { withTimezone: true }),
    archivedBy: uuid("archived_by"),
    archivedAt: timestamp("archived_at", { withTimezone: true }),
  },
  (t) => [unique().on(t.incidentId, t.number), index("postings_by_version").on(t.templateVersionId), index("postings_by_wave").on(t.waveId).where(sql`wave_id is not null`)],
);

export const postingFiles = pgTable(
  "posting_files",
  {
    postingId: uuid("posting_id").notNull().references(() => postings.id),
    locale: text("locale").$type<Locale>().notNull(),
    title: text("title").notNull(),
    bytes: bytea("bytes").notNull(),
    hash: bytea("hash").notNull(),
    renderedAt: timestamp("rendered_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.postingId, t.locale] })],
);

export const postingChecks = pgTable(
  "posting_checks",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    postingId: uuid("posting_id").notNull(),
    locale: text("locale").$type<Locale>().notNull(),
    result: text("result").$type<PostingCheckResult>().notNull(),
    detail: text("detail").notNull().default(""),
    firstAt: timestamp("first_at", { withTimezone: true }).notNull(),
    lastAt: timestamp("last_at", { withTimezone: true }).notNull(),
    checks: integer("checks").notNull().default(1),
  },
  (t) => [foreignKey({ columns: [t.postingId, t.locale], foreignColumns: [postingFiles.postingId, postingFiles.locale] }), index("posting_checks_newest").on(t.postingId, t.locale, t.id.desc())],
);

/** Pages of the organisation's own site that point to a posting. */
export const bannerPages = pgTable(
  "banner_pages",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    postingId: uuid("posting_id").notNull().references(() => postings.id),
    url: text("url").notNull(),
    state: text("state").$type<BannerPageState>().notNull().default("proposed"),
    proposedBy: uuid("proposed_by").notNull(),
    proposedAt: timestamp("proposed_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    registeredBy: uuid("registered_by"),
    registeredAt: timestamp("registered_at", { withTimezone: true }),
    removedBy: uuid("removed_by"),
    removedAt: timestamp("removed_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("banner_pages_once").on(t.postingId, t.url).where(sql`state <> 'removed'`)],
);

export const bannerChecks = pgTable(
  "banner_checks",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    pageId: uuid("page_id").notNull().references(() => bannerPages.id),
    result: text("result").$type<BannerCheckResult>().notNull(),
    detail: text("detail").notNull().default(""),
    firstAt: timestamp("first_at", { withTimezone: true }).notNull(),
    lastAt: timestamp("last_at", { withTimezone: true }).notNull(),
    checks: integer("checks").notNull().default(1),
  },
  (t) => [index("banner_checks_newest").on(t.pageId, t.id.desc())],
);
