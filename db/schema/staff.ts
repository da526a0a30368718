import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Locale } from "../values/locales";
import type { Role } from "../values/roles";
import type { SessionEnd } from "../values/session-ends";
import { bytea } from "./bytea";

export const staffMembers = pgTable("staff_members", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  locale: text("locale").$type<Locale>().notNull().default("ko"),
  passwordHash: text("password_hash"),
  sealedTotp: bytea("sealed_totp"),
  totpStep: bigint("totp_step", { mode: "number" }).notNull().default(0),
  failedSignIns: integer("failed_sign_ins").notNull().default(0),
  lockedUntil: timestamp("locked_until", { withTimezone: true }),
  createdBy: uuid("created_by"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  disabledAt: timestamp("disabled_at", { withTimezone: true }),
  disabledBy: uuid("disabled_by"),
});

export const staffGrants = pgTable(
  "staff_grants",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    staffId: uuid("staff_id").notNull().references(() => staffMembers.id),
    role: text("role").$type<Role>().notNull(),
    grantedBy: uuid("granted_by"),
    approvedBy: uuid("approved_by"),
    grantedAt: timestamp("granted_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("staff_grants_living").on(t.staffId, t.role).where(sql`ended_at is null`)],
);

export const staffSessions = pgTable(
  "staff_sessions",
  {
    id: bytea("id").primaryKey(),
    staffId: uuid("staff_id").notNull().references(() => staffMembers.id),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    lastSeenAt: timestamp("last_seen_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    provenAt: timestamp("proven_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    device: text("device").notNull().default(""),
    network: text("network"),
    endedFor: text("ended_for").$type<SessionEnd>(),
  },
  (t) => [index("staff_sessions_by_member").on(t.staffId).where(sql`ended_at is null`)],
);

export const staffSetups = pgTable("staff_setups", {
  staffId: uuid("staff_id").primaryKey().references(() => staffMembers.id),
  codeHash: bytea("code_hash").notNull(),
  triesLeft: integer("tries_left").notNull().default(5),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
});
