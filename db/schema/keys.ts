import { sql } from "drizzle-orm";
import { integer, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import type { KeyPurpose } from "@/lib/keys";
import { bytea } from "./bytea";

export const dataKeys = pgTable(
  "data_keys",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    purpose: text("purpose").$type<KeyPurpose>().notNull(),
    scope: text("scope").notNull(),
    kekId: text("kek_id").notNull(),
    wrapped: bytea("wrapped").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    retiredAt: timestamp("retired_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("data_keys_current").on(t.purpose, t.scope).where(sql`retired_at is null`)],
);
