import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { ErasureGround, ErasureKind, ErasureState, Obstacle } from "../values/erasures";
import { bytea } from "./bytea";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** What was asked to be erased, and what was: ids, counts and keyed values, never what stood there. Those that are done are the erasure list. */
export const erasures = pgTable(
  "erasures",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    /** Its place in the list: from 1, without a gap. Null until it is done. */
    number: integer("number").unique(),
    /** Names an incident that need not be in this database: a list may be replayed in one that is older. */
    incidentId: uuid("incident_id").notNull(),
    kind: text("kind").$type<ErasureKind>().notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }),
    /** Keyed value of a contact, under the incident's index key of the day on which it was proposed. */
    contactIndex: bytea("contact_index"),
    state: text("state").$type<ErasureState>().notNull().default("proposed"),
    ground: text("ground").$type<ErasureGround>().notNull(),
    /** Null where the list was replayed: words are not carried in it. */
    reason: text("reason"),
    proposedBy: uuid("proposed_by").notNull(),
    proposedAt: moment("proposed_at").notNull().default(sql`clock_timestamp()`),
    decidedBy: uuid("decided_by"),
    decidedAt: moment("decided_at"),
    doneAt: moment("done_at"),
    /** By which the same person is known again in an older copy of the database. */
    recordIds: uuid("record_ids").array().notNull().default([]),
    /** Keyed value of the company's own reference: a later import leaves it out. */
    refTrace: bytea("ref_trace"),
    /** What was taken away, as counts by kind. */
    erased: jsonb("erased").$type<Record<string, number>>().notNull().default({}),
    obstacles: text("obstacles").array().$type<Obstacle[]>().notNull().default([]),
    /** How long backups were kept when it was done; null where nobody has said. */
    backupDays: integer("backup_days"),
    replayedAt: moment("replayed_at"),
  },
  (t) => [
    uniqueIndex("erasures_one_open").on(t.incidentId, t.kind, t.subjectId).where(sql`state in ('proposed', 'approved')`),
    uniqueIndex("erasures_one_contact").on(t.incidentId, t.contactIndex).where(sql`kind = 'contact' and state in ('proposed', 'approved')`),
    uniqueIndex("erasures_one_incident").on(t.incidentId).where(sql`kind = 'incident' and state in ('proposed', 'approved', 'done')`),
    index("erasures_of_incident").on(t.incidentId, t.proposedAt.desc()),
    index("erasures_of_subject").on(t.incidentId, t.subjectId),
  ],
);
