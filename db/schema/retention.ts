import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { RetentionAct, RetentionClass, RetentionProposalState } from "../values/retention";
import { incidents } from "./incidents";

const moment = (name: string) => timestamp(name, { withTimezone: true });
const incidentId = () => uuid("incident_id").notNull().references(() => incidents.id);

/** One clock for each incident and class of record. What the worker saw and did stands here, so that no screen counts. */
export const retentionClocks = pgTable(
  "retention_clocks",
  {
    incidentId: incidentId(),
    class: text("class").$type<RetentionClass>().notNull(),
    /** The period that two people decided on, in the unit of the class; null for the one that everybody has. */
    keep: integer("keep"),
    /** When the next of it is erased, as the worker last saw it; null while nothing waits. */
    nextDueAt: moment("next_due_at"),
    lookedAt: moment("looked_at"),
    /** When security was told that something falls due. */
    noticedAt: moment("noticed_at"),
    /** The beginning of a run that has not ended, and what it has erased so far. */
    beganAt: moment("began_at"),
    erasing: jsonb("erasing").$type<Record<string, number>>().notNull().default({}),
    /** Where the run through an incident's people stands. */
    cursor: bigint("cursor", { mode: "bigint" }).notNull().default(0n),
    /** The last run that erased something. */
    erasedAt: moment("erased_at"),
    erased: jsonb("erased").$type<Record<string, number>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.class] })],
);

/** What keeps an incident, or one class of its records, from being erased, because of a dispute or an inquiry. */
export const legalHolds = pgTable(
  "legal_holds",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: incidentId(),
    /** Null for everything of the incident. */
    class: text("class").$type<RetentionClass>(),
    reason: text("reason").notNull(),
    placedBy: uuid("placed_by").notNull(),
    placedAt: moment("placed_at").notNull().default(sql`clock_timestamp()`),
    liftedAt: moment("lifted_at"),
  },
  (t) => [index("legal_holds_of_incident").on(t.incidentId, t.placedAt.desc()), uniqueIndex("legal_holds_standing").on(t.incidentId, sql`coalesce(class, '')`).where(sql`lifted_at is null`)],
);

/** What one person proposed and another agrees to. */
export const retentionProposals = pgTable(
  "retention_proposals",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: incidentId(),
    act: text("act").$type<RetentionAct>().notNull(),
    class: text("class").$type<RetentionClass>(),
    keep: integer("keep"),
    holdId: uuid("hold_id").references(() => legalHolds.id),
    state: text("state").$type<RetentionProposalState>().notNull().default("proposed"),
    reason: text("reason").notNull(),
    proposedBy: uuid("proposed_by").notNull(),
    proposedAt: moment("proposed_at").notNull().default(sql`clock_timestamp()`),
    decidedBy: uuid("decided_by"),
    decidedAt: moment("decided_at"),
  },
  (t) => [index("retention_proposals_of_incident").on(t.incidentId, t.proposedAt.desc()), uniqueIndex("retention_proposals_open").on(t.incidentId, t.act, sql`coalesce(class, '')`, sql`coalesce(hold_id, incident_id)`).where(sql`state = 'proposed'`)],
);
