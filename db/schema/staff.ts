import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { GrantEnd } from "../values/grant-ends";
import type { Locale } from "../values/locales";
import type { Role } from "../values/roles";
import type { SessionEnd } from "../values/session-ends";
import type { SignInMethod } from "../values/session-methods";
import type { TokenEnd } from "../values/token-ends";
import { bytea } from "./bytea";

export const staffMembers = pgTable("staff_members", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  locale: text("locale").$type<Locale>().notNull().default("ko"),
  passwordHash: text("password_hash"),
  sealedTotp: bytea("sealed_totp"),
  totpStep: bigint("totp_step", { mode: "number" }).notNull().default(0),
  /** Until when nobody comes in as them, in whatever way, because their session read more than a person can. */
  lockedUntil: timestamp("locked_until", { withTimezone: true }),
  createdBy: uuid("created_by"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  disabledAt: timestamp("disabled_at", { withTimezone: true }),
  disabledBy: uuid("disabled_by"),
  /** From when on they count as idle, where they were not here since. */
  idleFrom: timestamp("idle_from", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  suspendedAt: timestamp("suspended_at", { withTimezone: true }),
  /** When they were told that they would be suspended; once for each time that they stay away. */
  idleWarnedAt: timestamp("idle_warned_at", { withTimezone: true }),
});

/** A person as the company's identity provider knows them (RFC 7643 § 4.1). */
export const scimUsers = pgTable(
  "scim_users",
  {
    staffId: uuid("staff_id").primaryKey().references(() => staffMembers.id),
    userName: text("user_name").notNull(),
    externalId: text("external_id"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    deactivatedAt: timestamp("deactivated_at", { withTimezone: true }),
    deletedAt: timestamp("deleted_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("scim_users_by_name").on(sql`lower(${t.userName})`).where(sql`deleted_at is null`)],
);

/** A group of the identity provider (RFC 7643 § 4.2), and the role that an admin said it stands for. */
export const scimGroups = pgTable(
  "scim_groups",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    displayName: text("display_name").notNull(),
    externalId: text("external_id"),
    role: text("role").$type<Role>(),
    mappedBy: uuid("mapped_by").references(() => staffMembers.id),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    deletedAt: timestamp("deleted_at", { withTimezone: true }),
  },
  (t) => [uniqueIndex("scim_groups_by_name").on(sql`lower(${t.displayName})`).where(sql`deleted_at is null`)],
);

export const scimMembers = pgTable(
  "scim_members",
  {
    groupId: uuid("group_id").notNull().references(() => scimGroups.id),
    staffId: uuid("staff_id").notNull().references(() => staffMembers.id),
    /** The role of this group has ended here, and does not come back by itself. */
    lapsedRole: text("lapsed_role").$type<Role>(),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.staffId] }), index("scim_members_by_staff").on(t.staffId)],
);

/** When the identity provider last came. */
export const scimContact = pgTable("scim_contact", { one: boolean("one").primaryKey().default(true), lastAt: timestamp("last_at", { withTimezone: true }).notNull() });

export const staffGrants = pgTable(
  "staff_grants",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    staffId: uuid("staff_id").notNull().references(() => staffMembers.id),
    role: text("role").$type<Role>().notNull(),
    grantedBy: uuid("granted_by"),
    approvedBy: uuid("approved_by"),
    grantedAt: timestamp("granted_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull().default(sql`clock_timestamp() + interval '180 days'`),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    endedFor: text("ended_for").$type<GrantEnd>(),
    /** When it last let its person through to something that not everybody may, within an hour. */
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
    renewedAt: timestamp("renewed_at", { withTimezone: true }),
    renewedBy: uuid("renewed_by"),
    /** Asked for, and not approved by a second person yet. */
    renewalBy: uuid("renewal_by"),
    renewalUntil: timestamp("renewal_until", { withTimezone: true }),
    remindedAt: timestamp("reminded_at", { withTimezone: true }),
    /** When its person was told that it would be taken away because it is of no use. */
    unusedWarnedAt: timestamp("unused_warned_at", { withTimezone: true }),
    /** The group of the identity provider through which they have it. */
    groupId: uuid("group_id").references(() => scimGroups.id),
  },
  (t) => [uniqueIndex("staff_grants_living").on(t.staffId, t.role).where(sql`ended_at is null`), index("staff_grants_by_end").on(t.expiresAt).where(sql`ended_at is null`)],
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
    method: text("method").$type<SignInMethod>().notNull().default("code"),
    strong: boolean("strong").notNull().default(false),
    issuer: text("issuer"),
    companySession: text("company_session"),
    acr: text("acr"),
    amr: text("amr").array(),
    authTime: timestamp("auth_time", { withTimezone: true }),
  },
  (t) => [
    index("staff_sessions_by_member").on(t.staffId, t.expiresAt).where(sql`ended_at is null`),
    index("staff_sessions_by_company").on(t.issuer, t.companySession).where(sql`ended_at is null and company_session is not null`),
  ],
);

/** Who a member of staff is at the company's identity provider (OpenID Connect Core § 2: issuer and subject together). */
export const staffIdentities = pgTable(
  "staff_identities",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    staffId: uuid("staff_id").notNull().references(() => staffMembers.id),
    linkedAt: timestamp("linked_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), unique().on(t.staffId, t.issuer)],
);

/** Logout tokens of the identity provider that were taken already. */
export const staffLogoutTokens = pgTable(
  "staff_logout_tokens",
  {
    issuer: text("issuer").notNull(),
    jti: text("jti").notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    /** Which session there, or whose, it ended, and when by the provider's clock. */
    companySession: text("company_session"),
    subject: text("subject"),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.jti] })],
);

export const staffSetups = pgTable("staff_setups", {
  staffId: uuid("staff_id").primaryKey().references(() => staffMembers.id),
  codeHash: bytea("code_hash").notNull(),
  triesLeft: integer("tries_left").notNull().default(5),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  /** Whose word it rests on; null where the operator or the identity provider sent it. */
  sentBy: uuid("sent_by"),
});

export const staffPasskeys = pgTable(
  "staff_passkeys",
  {
    id: bytea("id").primaryKey(),
    staffId: uuid("staff_id").notNull().references(() => staffMembers.id),
    name: text("name").notNull(),
    publicKey: bytea("public_key").notNull(),
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: text("transports").array().notNull().default([]),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
  },
  (t) => [index("staff_passkeys_by_member").on(t.staffId)],
);

/** Failed tries to sign in with a password, by a keyed hash of the address that was typed. */
export const staffSignInTries = pgTable(
  "staff_sign_in_tries",
  {
    address: bytea("address").primaryKey(),
    failures: integer("failures").notNull(),
    lockedUntil: timestamp("locked_until", { withTimezone: true }),
    lastAt: timestamp("last_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    toldUntil: timestamp("told_until", { withTimezone: true }),
    untold: integer("untold").notNull().default(0),
  },
  (t) => [index("staff_sign_in_tries_by_age").on(t.lastAt)],
);

/** What devices have been asked to sign and have not signed yet. */
export const staffChallenges = pgTable(
  "staff_challenges",
  {
    id: bytea("id").primaryKey(),
    purpose: text("purpose").$type<"add" | "sign-in" | "prove">().notNull(),
    sessionId: bytea("session_id").references(() => staffSessions.id),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  },
  (t) => [index("staff_challenges_expiry").on(t.expiresAt)],
);

export const staffRecoveryCodes = pgTable(
  "staff_recovery_codes",
  { staffId: uuid("staff_id").notNull().references(() => staffMembers.id), codeHash: bytea("code_hash").notNull(), usedAt: timestamp("used_at", { withTimezone: true }) },
  (t) => [primaryKey({ columns: [t.staffId, t.codeHash] })],
);

/** What a program shows in a person's place. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    staffId: uuid("staff_id").notNull().references(() => staffMembers.id),
    name: text("name").notNull(),
    hash: bytea("hash").notNull().unique(),
    /** Its entry in the register of keys. */
    keyId: text("key_id").notNull().unique(),
    madeAt: timestamp("made_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    endedWhy: text("ended_why").$type<TokenEnd>(),
  },
  (t) => [index("api_tokens_by_member").on(t.staffId).where(sql`ended_at is null`)],
);
