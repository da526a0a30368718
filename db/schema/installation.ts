import { sql } from "drizzle-orm";
import { bigint, boolean, jsonb, pgTable, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { InstallationMode, InstallationStanding } from "../values/installation";
import { bytea } from "./bytea";

/** `fingerprint` and `seen` are parsed by domain/installation. */
export const installation = pgTable("installation", {
  one: boolean("one").primaryKey().default(true),
  mode: text("mode").$type<InstallationMode>().notNull().default("trial"),
  modeBy: uuid("mode_by"),
  modeAt: timestamp("mode_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  standing: text("standing").$type<InstallationStanding>().notNull().default("confirmed"),
  standingBy: uuid("standing_by"),
  standingAt: timestamp("standing_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  id: uuid("id"),
  fingerprint: jsonb("fingerprint").$type<unknown>(),
  seen: jsonb("seen").$type<unknown>(),
  differences: text("differences").array().notNull().default(sql`'{}'`),
  counter: bigint("counter", { mode: "bigint" }).notNull().default(sql`0`),
});

export const installationGuests = pgTable("installation_guests", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  kind: text("kind").$type<"email" | "phone">().notNull(),
  contactIndex: bytea("contact_index").notNull().unique(),
  sealed: bytea("sealed").notNull(),
  label: text("label").notNull(),
  addedBy: uuid("added_by"),
  addedAt: timestamp("added_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  /** How many links the installation's index key had that this is under. */
  indexLinks: smallint("index_links").notNull().default(1),
});
