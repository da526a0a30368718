import { sql } from "drizzle-orm";
import { bigint, integer, jsonb, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import type { PayoutMethod } from "../values/payout";
import { incidents } from "./incidents";

export const programmes = pgTable(
  "programmes",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    slug: text("slug").notNull(),
    state: text("state").$type<"draft" | "open" | "closed">().notNull().default("draft"),
    amountMinor: bigint("amount_minor", { mode: "bigint" }).notNull(),
    currency: text("currency").notNull(),
    payoutMethods: text("payout_methods").array().$type<PayoutMethod[]>().notNull(),
    texts: jsonb("texts").$type<unknown>().notNull(),
    termsVersion: integer("terms_version").notNull().default(1),
    opensAt: timestamp("opens_at", { withTimezone: true }).notNull(),
    closesAt: timestamp("closes_at", { withTimezone: true }).notNull(),
    createdBy: uuid("created_by").notNull(),
    openedBy: uuid("opened_by"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    openedAt: timestamp("opened_at", { withTimezone: true }),
  },
  (t) => [unique().on(t.incidentId, t.slug)],
);
