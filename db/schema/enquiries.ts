import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Locale } from "../values/locales";
import type { EnquiryState } from "../values/enquiry-states";
import { bytea } from "./bytea";
import { incidents } from "./incidents";

export const enquiries = pgTable(
  "enquiries",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    reference: text("reference").notNull().unique(),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    state: text("state").$type<EnquiryState>().notNull().default("open"),
    contactIndex: bytea("contact_index").notNull(),
    datasetVersion: integer("dataset_version"),
    dataClass: text("data_class"),
    locale: text("locale").$type<Locale>().notNull(),
    sealed: bytea("sealed").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [index("enquiries_queue").on(t.incidentId, t.state, t.createdAt, t.id), index("enquiries_by_contact").on(t.incidentId, t.contactIndex)],
);

export const enquiryReplies = pgTable(
  "enquiry_replies",
  {
    enquiryId: uuid("enquiry_id").notNull().references(() => enquiries.id),
    number: integer("number").notNull(),
    staffId: uuid("staff_id").notNull(),
    sealed: bytea("sealed").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.enquiryId, t.number] })],
);
