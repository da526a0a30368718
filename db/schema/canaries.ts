import { sql } from "drizzle-orm";
import { bigint, index, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { CanaryHitKind } from "../values/canaries";
import { bytea } from "./bytea";
import { incidents } from "./incidents";

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const canaries = pgTable(
  "canaries",
  {
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    /** Below zero: numbers of people are above it, and whatever counts or writes to people reads those alone. */
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    state: text("state").$type<"proposed" | "planted" | "lifted">().notNull().default("proposed"),
    sealed: bytea("sealed").notNull(),
    addresses: bytea("addresses").array().notNull(),
    /** How many links the installation's index key had that these are under. */
    indexLinks: smallint("index_links").notNull().default(1),
    proposedBy: uuid("proposed_by").notNull(),
    plantedBy: uuid("planted_by"),
    askedUntil: moment("asked_until").notNull().default(sql`clock_timestamp()`),
    createdAt: moment("created_at").notNull().default(sql`clock_timestamp()`),
    plantedAt: moment("planted_at"),
    liftedAt: moment("lifted_at"),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.subjectId] })],
);

export const canaryHits = pgTable(
  "canary_hits",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    kind: text("kind").$type<CanaryHitKind>().notNull(),
    staffId: uuid("staff_id"),
    at: moment("at").notNull().default(sql`clock_timestamp()`),
    toldAt: moment("told_at"),
    /** When the alarms slice took it up. */
    alarmedAt: moment("alarmed_at"),
    seenBy: uuid("seen_by"),
    seenAt: moment("seen_at"),
  },
  (t) => [index("canary_hits_open").on(t.incidentId).where(sql`seen_at is null`), index("canary_hits_to_alarm").on(t.id).where(sql`alarmed_at is null`), index("canary_hits_by_canary").on(t.incidentId, t.subjectId, t.at)],
);
