import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { KeyPurpose } from "@/lib/keys";
import type { KeyKind, KeyState } from "../values/key-kinds";
import { bytea } from "./bytea";

/** The data keys themselves, wrapped. Of the tables of this file this one alone holds keys. */
export const dataKeys = pgTable(
  "data_keys",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    purpose: text("purpose").$type<KeyPurpose>().notNull(),
    scope: text("scope").notNull(),
    kekId: text("kek_id").notNull(),
    /** Null once the key is destroyed. */
    wrapped: bytea("wrapped"),
    /** Known to every process and not yet the one in use. */
    waits: boolean("waits").notNull().default(false),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    retiredAt: timestamp("retired_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("data_keys_current").on(t.purpose, t.scope).where(sql`retired_at is null and not waits`), uniqueIndex("data_keys_next").on(t.purpose, t.scope).where(sql`waits`)],
);

/** A rotation of an incident's index key that is under way. */
export const indexRotations = pgTable("index_rotations", {
  incidentId: uuid("incident_id").primaryKey(),
  fromKey: integer("from_key").notNull().references(() => dataKeys.id),
  /** People up to this number are under the new key. */
  walkedTo: bigint("walked_to", { mode: "bigint" }).notNull().default(sql`-9223372036854775808`),
  /** When everything that is not of the dataset went over, and the new key came into use. */
  flippedAt: timestamp("flipped_at", { withTimezone: true }),
});

/** How many days a key of a kind may be in use. */
export const keyAges = pgTable("key_ages", { kind: text("kind").$type<KeyKind>().primaryKey(), days: integer("days").notNull() });

/** What there is of keys and secrets: never a value, a fingerprint under a key of its own. */
export const keyRegister = pgTable(
  "key_register",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<KeyKind>().notNull().references(() => keyAges.kind),
    /** Which one of its kind: a setting, a relay, a selector, an incident. */
    name: text("name").notNull(),
    fingerprint: bytea("fingerprint").notNull().unique(),
    /** The number by which the server knows a login of a person to the database. */
    login: bigint("login", { mode: "number" }),
    state: text("state").$type<KeyState>().notNull(),
    ownerId: uuid("owner_id"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
    retiredAt: timestamp("retired_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("key_register_active").on(t.kind, t.name).where(sql`state = 'active'`)],
);

/** Who has had a key in their hands. `strike_asked_by` says that the entry was a mistake; a second person has to agree. */
export const keyCustodians = pgTable(
  "key_custodians",
  {
    keyId: text("key_id").notNull().references(() => keyRegister.id),
    staffId: uuid("staff_id").notNull(),
    addedBy: uuid("added_by"),
    addedAt: timestamp("added_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    strikeAskedBy: uuid("strike_asked_by"),
  },
  (t) => [primaryKey({ columns: [t.keyId, t.staffId] }), index("key_custodians_by_member").on(t.staffId)],
);

/** A key to be rotated because somebody who knows it has left. Another key in its place closes it, nothing else. */
export const keyTasks = pgTable(
  "key_tasks",
  {
    keyId: text("key_id").notNull().references(() => keyRegister.id),
    staffId: uuid("staff_id").notNull(),
    openedAt: timestamp("opened_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    closedAt: timestamp("closed_at", { withTimezone: true }),
    closedBy: text("closed_by").references(() => keyRegister.id),
  },
  (t) => [primaryKey({ columns: [t.keyId, t.staffId] }), index("key_tasks_by_member").on(t.staffId)],
);
