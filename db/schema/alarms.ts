import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { AlarmKind, AlarmSeverity, AlarmState } from "../values/alarms";
import { bytea } from "./bytea";
import { incidents } from "./incidents";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** What stands now, and what stood: hits about one thing join its alarm until somebody closes it. */
export const alarms = pgTable(
  "alarms",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    kind: text("kind").$type<AlarmKind>().notNull(),
    severity: text("severity").$type<AlarmSeverity>().notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: text("object_id").notNull(),
    incidentId: uuid("incident_id").references(() => incidents.id),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
    hits: integer("hits").notNull().default(1),
    firstAt: moment("first_at").notNull().default(sql`clock_timestamp()`),
    lastAt: moment("last_at").notNull().default(sql`clock_timestamp()`),
    state: text("state").$type<AlarmState>().notNull().default("open"),
    acknowledgedBy: uuid("acknowledged_by"),
    acknowledgedAt: moment("acknowledged_at"),
    acknowledgedWords: text("acknowledged_words"),
    closedBy: uuid("closed_by"),
    closedAt: moment("closed_at"),
    closedWords: text("closed_words"),
    told: text("told").$type<AlarmSeverity>(),
  },
  (t) => [
    uniqueIndex("alarms_standing").on(t.kind, t.objectKind, t.objectId).where(sql`state <> 'closed'`),
    index("alarms_by_state").on(t.state, t.id.desc()),
    index("alarms_by_state_and_kind").on(t.state, t.kind, t.id.desc()),
  ],
);

/** What was seen of each thing, and how bad it was then. */
export const alarmOccurrences = pgTable(
  "alarm_occurrences",
  {
    kind: text("kind").$type<AlarmKind>().notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: text("object_id").notNull(),
    occurrence: text("occurrence").notNull(),
    severity: text("severity").$type<AlarmSeverity>().notNull(),
    seenAt: moment("seen_at").notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.kind, t.objectKind, t.objectId, t.occurrence] }), index("alarm_occurrences_by_time").on(t.seenAt)],
);

/** How far the detectors have come. */
export const alarmTurns = pgTable("alarm_turns", {
  one: boolean("one").primaryKey().default(true),
  seq: bigint("seq", { mode: "number" }).notNull().default(0),
  at: moment("at"),
});

/** What each member of staff was shown, in stretches of 10 and of 600 seconds. */
export const staffReads = pgTable(
  "staff_reads",
  {
    staffId: uuid("staff_id").notNull(),
    span: smallint("span").$type<10 | 600>().notNull(),
    began: moment("began").notNull(),
    pages: integer("pages").notNull().default(0),
    looks: integer("looks").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.staffId, t.span, t.began] }), index("staff_reads_now").on(t.span, t.began)],
);

/** Keys that open nothing, by their hash and where they were put. */
export const canaryKeys = pgTable("canary_keys", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  place: text("place").notNull(),
  hash: bytea("hash").notNull().unique(),
  plantedBy: uuid("planted_by").notNull(),
  plantedAt: moment("planted_at").notNull().default(sql`clock_timestamp()`),
  liftedBy: uuid("lifted_by"),
  liftedAt: moment("lifted_at"),
});

/** Rows that web processes were given in answers larger than any page, by minute. */
export const largeAnswers = pgTable("large_answers", {
  began: moment("began").primaryKey(),
  rows: bigint("rows", { mode: "number" }).notNull(),
  answers: integer("answers").notNull(),
});
