import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { DeliveryState, PathState, PauseReason, WaveState } from "../values/wave-states";
import { bytea } from "./bytea";
import { incidents } from "./incidents";
import { dataKeys } from "./keys";
import { noticeTemplateVersions } from "./notices";

/** `audience` and `sender` are parsed by domain/waves. */
export const waves = pgTable(
  "waves",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    templateVersionId: uuid("template_version_id").notNull().references(() => noticeTemplateVersions.id),
    state: text("state").$type<WaveState>().notNull().default("draft"),
    audience: jsonb("audience").$type<unknown>().notNull(),
    scheduledAt: timestamp("scheduled_at", { withTimezone: true }),
    sender: jsonb("sender").$type<unknown>(),
    expected: bigint("expected", { mode: "number" }),
    countedVersion: integer("counted_version"),
    approvalHash: bytea("approval_hash"),
    datasetVersion: integer("dataset_version"),
    readVersion: integer("read_version"),
    found: bigint("found", { mode: "number" }),
    tokenKeyId: integer("token_key_id").references(() => dataKeys.id),
    pausedReason: text("paused_reason").$type<PauseReason>(),
    affected: bigint("affected", { mode: "number" }),
    createdBy: uuid("created_by").notNull(),
    submittedBy: uuid("submitted_by"),
    approvedBy: uuid("approved_by"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    submittedAt: timestamp("submitted_at", { withTimezone: true }),
    approvedAt: timestamp("approved_at", { withTimezone: true }),
    frozenAt: timestamp("frozen_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [index("waves_by_incident").on(t.incidentId, t.id.desc())],
);

export const waveRanges = pgTable(
  "wave_ranges",
  {
    waveId: uuid("wave_id").notNull().references(() => waves.id),
    rangeNo: integer("range_no").notNull(),
    subjectFrom: bigint("subject_from", { mode: "bigint" }).notNull(),
    subjectTo: bigint("subject_to", { mode: "bigint" }).notNull(),
    leaseNo: integer("lease_no").notNull().default(0),
    leaseUntil: timestamp("lease_until", { withTimezone: true }),
    nextDueAt: timestamp("next_due_at", { withTimezone: true }),
    people: integer("people").notNull(),
    pathOpen: integer("path_open").notNull(),
    pathReached: integer("path_reached").notNull().default(0),
    pathUnreachable: integer("path_unreachable").notNull().default(0),
    pathCovered: integer("path_covered").notNull().default(0),
    pathCancelled: integer("path_cancelled").notNull().default(0),
    pathInDoubt: integer("path_in_doubt").notNull().default(0),
    entered: integer("entered").notNull(),
    pending: integer("pending").notNull(),
    handingOver: integer("handing_over").notNull().default(0),
    deferred: integer("deferred").notNull().default(0),
    accepted: integer("accepted").notNull().default(0),
    rejected: integer("rejected").notNull().default(0),
    inDoubt: integer("in_doubt").notNull().default(0),
    suppressed: integer("suppressed").notNull().default(0),
    cancelled: integer("cancelled").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.rangeNo] }), index("wave_ranges_due").on(t.waveId, t.nextDueAt).where(sql`next_due_at is not null`)],
);

export const waveWatches = pgTable("wave_watches", {
  waveId: uuid("wave_id").primaryKey().references(() => waves.id),
  settled: bigint("settled", { mode: "number" }).notNull(),
  movedAt: timestamp("moved_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  checkedRange: integer("checked_range").notNull(),
  broken: boolean("broken").notNull().default(false),
  stalled: boolean("stalled").notNull().default(false),
  checkedAt: timestamp("checked_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
});

export const waveRecipients = pgTable(
  "wave_recipients",
  {
    waveId: uuid("wave_id").notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    rangeNo: integer("range_no").notNull(),
    pathState: text("path_state").$type<PathState>().notNull(),
    coveredBy: bigint("covered_by", { mode: "bigint" }),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.subjectId] })],
);

export const deliveries = pgTable(
  "deliveries",
  {
    waveId: uuid("wave_id").notNull(),
    rangeNo: integer("range_no").notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    channel: text("channel").$type<"email">().notNull().default("email"),
    state: text("state").$type<DeliveryState>().notNull().default("pending"),
    attempt: integer("attempt").notNull().default(0),
    nextAt: timestamp("next_at", { withTimezone: true }),
    covers: bigint("covers", { mode: "bigint" }).array(),
    relayReply: text("relay_reply"),
    settledAt: timestamp("settled_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.rangeNo, t.subjectId, t.channel] })],
);

export const outcomes = pgTable(
  "outcomes",
  {
    sourceEventId: text("source_event_id").primaryKey(),
    waveId: uuid("wave_id").notNull().references(() => waves.id),
    token: bytea("token").notNull(),
    kind: text("kind").$type<"delivered" | "bounced" | "complained">().notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [index("outcomes_by_wave").on(t.waveId, t.token)],
);

export const attempts = pgTable(
  "attempts",
  {
    waveId: uuid("wave_id").notNull().references(() => waves.id),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    channel: text("channel").notNull(),
    attempt: integer("attempt").notNull(),
    state: text("state").notNull(),
    relayReply: text("relay_reply"),
    settledAt: timestamp("settled_at", { withTimezone: true }),
    supersededBy: uuid("superseded_by").notNull(),
    supersededAt: timestamp("superseded_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.subjectId, t.channel, t.attempt] })],
);
