import { sql } from "drizzle-orm";
import { bigint, boolean, customType, index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea } from "./bytea";

const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });
const pgSnapshot = customType<{ data: string }>({ dataType: () => "pg_snapshot" });

/** Append-only record of acts and of looks at personal data. */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    action: text("action").notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: text("object_id"),
    incidentId: uuid("incident_id"),
    reason: text("reason"),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
    requestId: text("request_id").notNull(),
  },
  (t) => [index("audit_events_xid").on(t.xid, t.id), index("audit_events_object").on(t.objectId, t.id.desc()), index("audit_events_actor").on(t.actorId, t.id.desc()), index("audit_events_action").on(t.action, t.id.desc()), index("audit_events_kind").on(t.objectKind, t.id.desc()), index("audit_events_request").on(t.requestId, t.id.desc())],
);

/** Whose records an audit event is about, where it was a look at them. */
export const auditSubjects = pgTable(
  "audit_subjects",
  {
    incidentId: uuid("incident_id").notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    eventId: uuid("event_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.subjectId, t.eventId] })],
);

/** Up to where the events are numbered: how many, and the snapshot of that moment, taken on which server. */
export const auditSequencer = pgTable("audit_sequencer", {
  one: boolean("one").primaryKey().default(true),
  size: bigint("size", { mode: "number" }).notNull().default(0),
  seen: pgSnapshot("seen"),
  server: text("server"),
});

/** The number and the leaf hash of each event, from 0 without a gap. */
export const auditLeaves = pgTable("audit_leaves", {
  seq: bigint("seq", { mode: "number" }).primaryKey(),
  eventId: uuid("event_id").notNull().unique(),
  leafHash: bytea("leaf_hash").notNull(),
});

/** Hashes of complete subtrees of 256, 65,536, … events. */
export const auditNodes = pgTable(
  "audit_nodes",
  { level: smallint("level").notNull(), index: bigint("index", { mode: "number" }).notNull(), hash: bytea("hash").notNull() },
  (t) => [primaryKey({ columns: [t.level, t.index] })],
);

/** Keys that sign checkpoints: the name of the log, the public half, and the private half in an envelope. */
export const auditKeys = pgTable(
  "audit_keys",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    origin: text("origin").notNull(),
    publicKey: bytea("public_key").notNull().unique(),
    /** Null once another key has taken over. */
    sealedPrivate: bytea("sealed_private"),
    /** Made and not announced yet: the checkpoint that announces it makes it the one in use. */
    waits: boolean("waits").notNull().default(false),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    retiredAt: timestamp("retired_at", { withTimezone: true }),
  },
  () => [uniqueIndex("audit_keys_current").on(sql`(true)`).where(sql`retired_at is null and not waits`), uniqueIndex("audit_keys_next").on(sql`(true)`).where(sql`waits`)],
);

/** Signed roots over the first `size` events. */
export const auditCheckpoints = pgTable("audit_checkpoints", {
  size: bigint("size", { mode: "number" }).primaryKey(),
  root: bytea("root").notNull(),
  keyId: integer("key_id").notNull().references(() => auditKeys.id),
  note: text("note").notNull(),
  at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
});

/** Which checkpoint each place outside has taken last. */
export const auditPlaces = pgTable("audit_places", {
  name: text("name").primaryKey(),
  since: timestamp("since", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  size: bigint("size", { mode: "number" }).notNull().default(0),
  takenAt: timestamp("taken_at", { withTimezone: true }),
  triedAt: timestamp("tried_at", { withTimezone: true }).notNull(),
  failing: boolean("failing").notNull(),
});
