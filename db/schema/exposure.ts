import { sql } from "drizzle-orm";
import { bigint, boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { ContactPointKind } from "../values/contact";
import type { ImportField, ImportMode } from "../values/import";
import { bytea } from "./bytea";
import { incidents } from "./incidents";

/** `importing` while rows are being loaded; `dropped` is kept so that a version number is never used twice. */
export type DatasetState = "importing" | "draft" | "published" | "withdrawn" | "dropped";

/** `to_version` of a row that no later version has closed. */
export const OPEN_VERSION = 2147483647;

export const datasets = pgTable(
  "datasets",
  {
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    version: integer("version").notNull(),
    state: text("state").$type<DatasetState>().notNull().default("draft"),
    mode: text("mode").$type<ImportMode>().notNull(),
    asOf: timestamp("as_of", { withTimezone: true }).notNull(),
    sourceHash: bytea("source_hash").notNull(),
    baseVersion: integer("base_version"),
    people: bigint("people", { mode: "number" }).notNull().default(0),
    added: bigint("added", { mode: "number" }).notNull().default(0),
    removed: bigint("removed", { mode: "number" }).notNull().default(0),
    changed: bigint("changed", { mode: "number" }).notNull().default(0),
    removalConfirmed: boolean("removal_confirmed").notNull().default(false),
    importedBy: uuid("imported_by"),
    publishedBy: uuid("published_by"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    publishedAt: timestamp("published_at", { withTimezone: true }),
    withdrawnAt: timestamp("withdrawn_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.version] }), uniqueIndex("datasets_one_draft").on(t.incidentId).where(sql`state in ('importing', 'draft')`)],
);

export const subjects = pgTable(
  "subjects",
  {
    incidentId: uuid("incident_id").notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    fromVersion: integer("from_version").notNull(),
    toVersion: integer("to_version").notNull().default(OPEN_VERSION),
    recordId: uuid("record_id").notNull(),
    refIndex: bytea("ref_index").notNull(),
    kind: text("kind").$type<"account-holder" | "third-party">().notNull(),
    locale: text("locale").notNull(),
    country: text("country").notNull(),
    timeZone: text("time_zone").notNull(),
    confirmed: bigint("confirmed", { mode: "bigint" }).notNull(),
    possible: bigint("possible", { mode: "bigint" }).notNull(),
    cleared: bigint("cleared", { mode: "bigint" }).notNull(),
    contentMac: bytea("content_mac").notNull(),
    sealed: bytea("sealed"),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.subjectId, t.fromVersion] }), index("subjects_by_ref").on(t.incidentId, t.refIndex)],
);

export const contactPoints = pgTable(
  "contact_points",
  {
    incidentId: uuid("incident_id").notNull(),
    kind: text("kind").$type<ContactPointKind>().notNull(),
    contactIndex: bytea("contact_index").notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    fromVersion: integer("from_version").notNull(),
    toVersion: integer("to_version").notNull().default(OPEN_VERSION),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.contactIndex, t.subjectId, t.fromVersion] }), index("contact_points_by_subject").on(t.incidentId, t.subjectId)],
);

export const subjectLinks = pgTable(
  "subject_links",
  {
    incidentId: uuid("incident_id").notNull(),
    accountSubjectId: bigint("account_subject_id", { mode: "bigint" }).notNull(),
    thirdPartySubjectId: bigint("third_party_subject_id", { mode: "bigint" }).notNull(),
    fromVersion: integer("from_version").notNull(),
    toVersion: integer("to_version").notNull().default(OPEN_VERSION),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.accountSubjectId, t.thirdPartySubjectId, t.fromVersion] })],
);

export const datasetCells = pgTable(
  "dataset_cells",
  {
    incidentId: uuid("incident_id").notNull(),
    version: integer("version").notNull(),
    kind: text("kind").notNull(),
    locale: text("locale").notNull(),
    country: text("country").notNull(),
    confirmed: bigint("confirmed", { mode: "bigint" }).notNull(),
    possible: bigint("possible", { mode: "bigint" }).notNull(),
    cleared: bigint("cleared", { mode: "bigint" }).notNull(),
    people: bigint("people", { mode: "bigint" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.version, t.kind, t.locale, t.country, t.confirmed, t.possible, t.cleared] }),
    foreignKey({ columns: [t.incidentId, t.version], foreignColumns: [datasets.incidentId, datasets.version] }).onDelete("cascade"),
  ],
);

export const importUploads = pgTable("import_uploads", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  incidentId: uuid("incident_id").notNull().references(() => incidents.id),
  fileName: text("file_name").notNull(),
  bytes: bigint("bytes", { mode: "number" }).notNull().default(0),
  hash: bytea("hash"),
  uploadedBy: uuid("uploaded_by"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
});

export const imports = pgTable(
  "imports",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    serial: integer("serial").notNull().generatedAlwaysAsIdentity().unique(),
    incidentId: uuid("incident_id").notNull(),
    version: integer("version").notNull(),
    state: text("state").$type<"loading" | "merging" | "done" | "failed">().notNull().default("loading"),
    fileName: text("file_name").notNull(),
    mapping: jsonb("mapping").$type<Record<string, ImportField>>().notNull(),
    lineDone: bigint("line_done", { mode: "number" }).notNull().default(0),
    accepted: bigint("accepted", { mode: "number" }).notNull().default(0),
    rejected: bigint("rejected", { mode: "number" }).notNull().default(0),
    bytesDone: bigint("bytes_done", { mode: "number" }).notNull().default(0),
    bytesTotal: bigint("bytes_total", { mode: "number" }).notNull(),
    uploadId: uuid("upload_id").unique().references(() => importUploads.id, { onDelete: "set null" }),
    error: text("error"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
  },
  (t) => [index("imports_by_dataset").on(t.incidentId, t.version), foreignKey({ columns: [t.incidentId, t.version], foreignColumns: [datasets.incidentId, datasets.version] })],
);

export const importRejects = pgTable(
  "import_rejects",
  {
    importId: uuid("import_id").notNull().references(() => imports.id),
    number: bigint("number", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    line: bigint("line", { mode: "number" }).notNull(),
    columnName: text("column_name"),
    code: text("code").notNull(),
    preview: text("preview").notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.number] })],
);

export const importPieces = pgTable(
  "import_pieces",
  {
    uploadId: uuid("upload_id").notNull().references(() => importUploads.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    sealed: bytea("sealed").notNull(),
  },
  (t) => [primaryKey({ columns: [t.uploadId, t.number] })],
);
