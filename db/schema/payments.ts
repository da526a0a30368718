import { sql } from "drizzle-orm";
import { bigint, boolean, date, index, integer, jsonb, pgTable, smallint, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { AnswerFormat, BankColumn, BatchState, PaymentFormat, PaymentState, TableEncoding } from "../values/payments";
import { bytea } from "./bytea";
import { claims } from "./claims";
import { incidents } from "./incidents";
import { programmes } from "./programmes";

export const paymentPayers = pgTable("payment_payers", {
  programmeId: uuid("programme_id").primaryKey().references(() => programmes.id),
  sealed: bytea("sealed").notNull(),
  savedBy: uuid("saved_by").notNull(),
  savedAt: timestamp("saved_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
});

export const paymentBatches = pgTable(
  "payment_batches",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    number: integer("number").notNull(),
    state: text("state").$type<BatchState>().notNull().default("draft"),
    currency: text("currency").notNull(),
    payOn: date("pay_on", { mode: "string" }).notNull(),
    createdBy: uuid("created_by").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    releasedBy: uuid("released_by"),
    releasedAt: timestamp("released_at", { withTimezone: true }),
    exportedAt: timestamp("exported_at", { withTimezone: true }),
    heldAt: timestamp("held_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [unique().on(t.programmeId, t.number), index("payment_batches_of_incident").on(t.incidentId, t.createdAt.desc())],
);

/** One claim's money in one batch. The database refuses what was not approved so, and a claim that is in a living batch already. */
export const payments = pgTable(
  "payments",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    batchId: uuid("batch_id").notNull().references(() => paymentBatches.id),
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    reference: text("reference").notNull().unique(),
    state: text("state").$type<PaymentState>().notNull().default("draft"),
    cashMinor: bigint("cash_minor", { mode: "bigint" }).notNull(),
    codesMinor: bigint("codes_minor", { mode: "bigint" }).notNull(),
    payoutVersion: integer("payout_version").notNull(),
    sealedAccount: bytea("sealed_account"),
    decidedBy: uuid("decided_by"),
    bankReason: text("bank_reason"),
    answeredAt: timestamp("answered_at", { withTimezone: true }),
    paidAt: timestamp("paid_at", { withTimezone: true }),
    booking: text("booking"),
    told: text("told").$type<PaymentState>().notNull().default("draft"),
    codesTold: boolean("codes_told").notNull().default(true),
  },
  (t) => [
    index("payments_of_batch").on(t.batchId, t.reference),
    index("payments_of_claim").on(t.claimId),
    uniqueIndex("payments_one_living").on(t.claimId).where(sql`state in ('draft', 'released')`),
    index("payments_untold").on(t.batchId).where(sql`(state in ('released', 'paid', 'returned') and told <> state) or not codes_told`),
  ],
);

export const paymentCodeLists = pgTable(
  "payment_code_lists",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    benefit: text("benefit").notNull(),
    part: smallint("part").notNull(),
    /** What each of its codes is worth, in minor units; null for a service. */
    valueMinor: bigint("value_minor", { mode: "bigint" }),
    fileHash: bytea("file_hash").notNull(),
    codes: integer("codes").notNull(),
    uploadedBy: uuid("uploaded_by").notNull(),
    uploadedAt: timestamp("uploaded_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [unique().on(t.programmeId, t.fileHash)],
);

/** A voucher's or a service's code, sealed; once it is given to a claim it stays so. */
export const paymentCodes = pgTable(
  "payment_codes",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    listId: uuid("list_id").notNull().references(() => paymentCodeLists.id),
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    benefit: text("benefit").notNull(),
    part: smallint("part").notNull(),
    sealed: bytea("sealed").notNull(),
    codeIndex: bytea("code_index").notNull(),
    expiresOn: date("expires_on", { mode: "string" }),
    claimId: uuid("claim_id").references(() => claims.id),
    paymentId: uuid("payment_id").references(() => payments.id),
    assignedAt: timestamp("assigned_at", { withTimezone: true }),
  },
  (t) => [
    unique().on(t.programmeId, t.codeIndex),
    index("payment_codes_free").on(t.programmeId, t.benefit, t.part, t.expiresOn).where(sql`claim_id is null`),
    uniqueIndex("payment_codes_once").on(t.claimId, t.benefit, t.part).where(sql`claim_id is not null`),
  ],
);

/** The table that one bank takes; who set it up, and when it stopped being offered. */
export const bankTables = pgTable(
  "bank_tables",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    name: text("name").notNull(),
    columns: jsonb("columns").$type<{ heading: string; holds: BankColumn }[]>().notNull(),
    hasHeading: boolean("has_heading").notNull(),
    encoding: text("encoding").$type<TableEncoding>().notNull(),
    statementMost: smallint("statement_most").notNull(),
    savedBy: uuid("saved_by").notNull(),
    savedAt: timestamp("saved_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    removedAt: timestamp("removed_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("bank_tables_name").on(sql`lower(${t.name})`).where(sql`removed_at is null`)],
);

export const paymentExports = pgTable("payment_exports", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  batchId: uuid("batch_id").notNull().references(() => paymentBatches.id),
  format: text("format").$type<PaymentFormat>().notNull(),
  tableId: uuid("table_id").references(() => bankTables.id),
  payments: integer("payments").notNull(),
  exportedBy: uuid("exported_by").notNull(),
  exportedAt: timestamp("exported_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
});

/** A file of the bank that was read; reading it again does nothing. */
export const paymentAnswers = pgTable(
  "payment_answers",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    fileHash: bytea("file_hash").notNull(),
    format: text("format").$type<AnswerFormat>().notNull(),
    readBy: uuid("read_by").notNull(),
    readAt: timestamp("read_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    paid: integer("paid").notNull(),
    returned: integer("returned").notNull(),
    repeated: integer("repeated").notNull(),
    pending: integer("pending").notNull(),
    unknown: jsonb("unknown").$type<unknown>().notNull(),
  },
  (t) => [unique().on(t.incidentId, t.fileHash)],
);
