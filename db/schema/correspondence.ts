import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { bytea } from "./bytea";

export type MailState = "pending" | "handing-over" | "accepted" | "rejected" | "in-doubt" | "expired" | "withheld" | "held";

export const correspondenceMails = pgTable(
  "correspondence_mails",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id"),
    claimId: uuid("claim_id"),
    purpose: text("purpose").notNull(),
    channel: text("channel").$type<"email" | "sms">().notNull().default("email"),
    state: text("state").$type<MailState>().notNull().default("pending"),
    sealed: bytea("sealed"),
    attempts: integer("attempts").notNull().default(0),
    relayReply: text("relay_reply"),
    notAfter: timestamp("not_after", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    settledAt: timestamp("settled_at", { withTimezone: true }),
  },
  (t) => [index("correspondence_mails_kept").on(t.incidentId, t.createdAt).where(sql`sealed is not null`), index("correspondence_mails_of_claim").on(t.claimId).where(sql`claim_id is not null`)],
);
