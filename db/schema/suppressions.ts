import { sql } from "drizzle-orm";
import { bigint, pgTable, primaryKey, smallint, text, timestamp } from "drizzle-orm/pg-core";
import type { SuppressionReason, SuppressionScope } from "../values/suppressions";
import { bytea } from "./bytea";

export const suppressions = pgTable(
  "suppressions",
  {
    contactIndex: bytea("contact_index").notNull(),
    reason: text("reason").$type<SuppressionReason>().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    scope: text("scope").$type<SuppressionScope>().notNull(),
    /** How many links the installation's index key had that this is under. */
    indexLinks: smallint("index_links").notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.contactIndex, t.scope] })],
);

export const suppressionCounts = pgTable(
  "suppression_counts",
  {
    scope: text("scope").$type<SuppressionScope>().notNull(),
    reason: text("reason").$type<SuppressionReason>().notNull(),
    shard: smallint("shard").notNull(),
    addresses: bigint("addresses", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.scope, t.reason, t.shard] })],
);
