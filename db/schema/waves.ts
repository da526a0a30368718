import { sql } from "drizzle-orm";
import { bigint, boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Channel, DeliveryState, DoubtPolicy, PaceReason, PathState, PauseReason, WaveState } from "../values/wave-states";
import type { RelayLane, RelayPhase, RelayReason } from "../values/relay-states";
import { bytea } from "./bytea";
import { incidents } from "./incidents";
import { dataKeys } from "./keys";
import { noticeTemplateVersions } from "./notices";

/** `audience`, `sender`, `schedule` and `pace` are parsed by domain/waves. */
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
    indexLinks: smallint("index_links").notNull().default(1),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    channels: text("channels").array().$type<Channel[]>().notNull().default(["email"]),
    schedule: jsonb("schedule").$type<unknown>().notNull().default({}),
    pace: jsonb("pace").$type<unknown>().notNull().default({}),
    doubtPolicy: text("doubt_policy").$type<DoubtPolicy>().notNull().default("hold"),
    own: boolean("own").notNull().default(false),
    judgedFrom: timestamp("judged_from", { withTimezone: true }),
    frozenTo: bigint("frozen_to", { mode: "bigint" }).notNull().default(sql`0`),
    editedBy: uuid("edited_by").array().notNull().default([]),
    askedBy: uuid("asked_by"),
    askedAt: timestamp("asked_at", { withTimezone: true }),
    askedQuestion: bytea("asked_question"),
    askedRefusal: text("asked_refusal"),
    returnedBy: uuid("returned_by"),
    returnedAt: timestamp("returned_at", { withTimezone: true }),
    returnedReason: text("returned_reason"),
  },
  (t) => [index("waves_by_incident").on(t.incidentId, t.id.desc()), index("waves_asked").on(t.askedQuestion).where(sql`asked_by is not null`)],
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
    channel: text("channel").$type<Channel>().notNull(),
    timeZone: text("time_zone").notNull(),
    delivered: integer("delivered").notNull().default(0),
    bounced: integer("bounced").notNull().default(0),
    complained: integer("complained").notNull().default(0),
    resent: integer("resent").notNull().default(0),
    uncovered: integer("uncovered").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.rangeNo, t.channel] }), index("wave_ranges_due").on(t.waveId, t.nextDueAt).where(sql`next_due_at is not null`)],
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

/** How each worker process finds each relay, for the console. */
export const relayStates = pgTable(
  "relay_states",
  {
    process: text("process").notNull(),
    relay: text("relay").notNull(),
    place: integer("place").notNull(),
    lanes: text("lanes").array().$type<RelayLane[]>().notNull(),
    phase: text("phase").$type<RelayPhase>().notNull(),
    reason: text("reason").$type<RelayReason>(),
    words: text("words").notNull(),
    restsUntil: timestamp("rests_until", { withTimezone: true }),
    inFlight: integer("in_flight").notNull(),
    meanMs: doublePrecision("mean_ms").notNull(),
    accepted: bigint("accepted", { mode: "number" }).notNull(),
    failed: bigint("failed", { mode: "number" }).notNull(),
    seenAt: timestamp("seen_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.process, t.relay] })],
);

export const waveRecipients = pgTable(
  "wave_recipients",
  {
    waveId: uuid("wave_id").notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    rangeNo: integer("range_no").notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    pathState: text("path_state").$type<PathState>().notNull(),
    coveredBy: bigint("covered_by", { mode: "bigint" }),
    own: boolean("own").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.subjectId, t.own] })],
);

export const deliveries = pgTable(
  "deliveries",
  {
    waveId: uuid("wave_id").notNull(),
    rangeNo: integer("range_no").notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    state: text("state").$type<DeliveryState>().notNull().default("pending"),
    attempt: integer("attempt").notNull().default(0),
    nextAt: timestamp("next_at", { withTimezone: true }),
    resent: smallint("resent").notNull().default(0),
    covers: bigint("covers", { mode: "bigint" }).array(),
    relayReply: text("relay_reply"),
    settledAt: timestamp("settled_at", { withTimezone: true }),
    own: boolean("own").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.rangeNo, t.subjectId, t.channel, t.own] })],
);

export const outcomes = pgTable(
  "outcomes",
  {
    sourceEventId: text("source_event_id").primaryKey(),
    waveId: uuid("wave_id").notNull().references(() => waves.id),
    token: bytea("token").notNull(),
    kind: text("kind").$type<"delivered" | "bounced" | "delayed" | "complained">().notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    permanent: boolean("permanent").notNull().default(false),
    words: text("words").notNull().default(""),
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
    supersededBy: uuid("superseded_by"),
    supersededAt: timestamp("superseded_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.subjectId, t.channel, t.attempt] })],
);

export const waveTallies = pgTable(
  "wave_tallies",
  {
    waveId: uuid("wave_id").notNull().references(() => waves.id),
    channel: text("channel").$type<Channel>().notNull(),
    domain: text("domain").notNull(),
    state: text("state").$type<DeliveryState>().notNull(),
    code: text("code").notNull(),
    shard: smallint("shard").notNull(),
    messages: integer("messages").notNull(),
    words: text("words"),
    lastAt: timestamp("last_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.channel, t.domain, t.state, t.code, t.shard] })],
);

export const deliveryHandles = pgTable(
  "delivery_handles",
  {
    channel: text("channel").$type<Channel>().notNull(),
    handle: text("handle").notNull(),
    waveId: uuid("wave_id").notNull().references(() => waves.id),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.channel, t.handle] })],
);

export const wavePaces = pgTable(
  "wave_paces",
  {
    waveId: uuid("wave_id").notNull().references(() => waves.id),
    domain: text("domain").notNull().default(""),
    perSecond: doublePrecision("per_second"),
    why: text("why").$type<PaceReason>().notNull().default("free"),
    detail: jsonb("detail").$type<unknown>().notNull().default({}),
    stock: doublePrecision("stock").notNull().default(0),
    filledAt: timestamp("filled_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    rampLeft: bigint("ramp_left", { mode: "number" }),
    rampHeldAt: timestamp("ramp_held_at", { withTimezone: true }),
    rampReleasedBy: uuid("ramp_released_by"),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.domain] })],
);

export const waveSamples = pgTable(
  "wave_samples",
  {
    waveId: uuid("wave_id").notNull().references(() => waves.id),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    entered: bigint("entered", { mode: "number" }).notNull(),
    settled: bigint("settled", { mode: "number" }).notNull(),
    accepted: bigint("accepted", { mode: "number" }).notNull(),
    rejected: bigint("rejected", { mode: "number" }).notNull(),
    bounced: bigint("bounced", { mode: "number" }).notNull(),
    complained: bigint("complained", { mode: "number" }).notNull(),
    perSecond: doublePrecision("per_second"),
    why: text("why").$type<PaceReason>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.waveId, t.at] })],
);
