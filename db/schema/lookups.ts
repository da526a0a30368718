import { sql } from "drizzle-orm";
import { bigint, doublePrecision, index, integer, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { bytea } from "./bytea";
import { incidents } from "./incidents";

const incidentId = () => uuid("incident_id").notNull().references(() => incidents.id);
const contactKind = () => text("contact_kind").$type<"email" | "phone">().notNull();

export const codeMails = pgTable(
  "code_mails",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: incidentId(),
    addressIndex: bytea("address_index").notNull(),
    sendAt: timestamp("send_at", { withTimezone: true }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    /** How many links the installation's index key had that this is under. */
    indexLinks: smallint("index_links").notNull().default(1),
    /** Of all browsers that share it; each has fewer of its own (`lookup_codes.tries_left`). */
    triesLeft: integer("tries_left").notNull().default(100),
  },
  (t) => [index("code_mails_by_address").on(t.addressIndex, t.sendAt.desc()), index("code_mails_by_time").on(t.incidentId, t.createdAt)],
);

export const lookupCodes = pgTable(
  "lookup_codes",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: incidentId(),
    codeMailId: uuid("code_mail_id").notNull().references(() => codeMails.id),
    browserHash: bytea("browser_hash").notNull(),
    contactKind: contactKind(),
    contactIndex: bytea("contact_index").notNull(),
    sealedContact: bytea("sealed_contact").notNull(),
    triesLeft: integer("tries_left").notNull().default(5),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [index("lookup_codes_by_browser").on(t.browserHash, t.incidentId, t.createdAt.desc()), index("lookup_codes_by_time").on(t.incidentId, t.createdAt)],
);

export const subjectSessions = pgTable(
  "subject_sessions",
  {
    id: bytea("id").primaryKey(),
    incidentId: incidentId(),
    contactKind: contactKind(),
    contactIndex: bytea("contact_index").notNull(),
    sealedContact: bytea("sealed_contact").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [index("subject_sessions_by_time").on(t.incidentId, t.createdAt)],
);

export const useCounts = pgTable(
  "use_counts",
  {
    budget: bytea("budget").notNull(),
    began: timestamp("began", { withTimezone: true }).notNull(),
    uses: integer("uses").notNull(),
    /** The kind of budget, such as `network`: its name up to the first bar. */
    what: text("what").notNull().default(""),
    /** How many links the installation's index key had that this is under. */
    indexLinks: smallint("index_links").notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.budget, t.began] }), index("use_counts_by_time").on(t.began), index("use_counts_of_networks").on(t.began).where(sql`what = 'network'`), index("use_counts_of_wrong_codes").on(t.began).where(sql`what = 'wrong-code'`)],
);

export const lookupHours = pgTable(
  "lookup_hours",
  {
    incidentId: incidentId(),
    hour: timestamp("hour", { withTimezone: true }).notNull(),
    shard: smallint("shard").notNull(),
    requested: bigint("requested", { mode: "number" }).notNull().default(0),
    proven: bigint("proven", { mode: "number" }).notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.hour, t.shard] })],
);

export const lookupLatencies = pgTable("lookup_latencies", {
  process: uuid("process").primaryKey(),
  at: timestamp("at", { withTimezone: true }).notNull(),
  lookups: integer("lookups").notNull(),
  p95Ms: doublePrecision("p95_ms").notNull(),
});
