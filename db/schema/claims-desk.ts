import { sql } from "drizzle-orm";
import { boolean, date, index, integer, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Locale } from "../values/locales";
import { bytea } from "./bytea";
import { claims } from "./claims";
import { incidents } from "./incidents";
import { staffMembers } from "./staff";

/** What colleagues write to each other about a claim. */
export const claimNotes = pgTable(
  "claim_notes",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    authorId: uuid("author_id").notNull(),
    sealedText: bytea("sealed_text").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    takenBackAt: timestamp("taken_back_at", { withTimezone: true }),
  },
  (t) => [index("claim_notes_of_claim").on(t.claimId, t.createdAt)],
);

/** Who is named in a note, and whether they have seen it. */
export const claimMentions = pgTable(
  "claim_mentions",
  {
    noteId: uuid("note_id").notNull().references(() => claimNotes.id),
    staffId: uuid("staff_id").notNull().references(() => staffMembers.id),
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    readAt: timestamp("read_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.noteId, t.staffId] }),
    index("claim_mentions_of_member").on(t.staffId, t.createdAt),
    index("claim_mentions_unread").on(t.staffId, t.claimId).where(sql`read_at is null`),
  ],
);

/** Who has a claim open now. */
export const claimPresence = pgTable(
  "claim_presence",
  {
    claimId: uuid("claim_id").notNull(),
    staffId: uuid("staff_id").notNull(),
    seenAt: timestamp("seen_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.claimId, t.staffId] })],
);

/** What a member of staff can be given by rule. */
export const claimAgents = pgTable("claim_agents", {
  staffId: uuid("staff_id").primaryKey().references(() => staffMembers.id),
  locales: text("locales").$type<Locale>().array().notNull(),
  benefits: smallint("benefits").notNull(),
  loadLimit: integer("load_limit").notNull(),
  absentFrom: date("absent_from"),
  absentUntil: date("absent_until"),
  updatedBy: uuid("updated_by").notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
});

/** Open claims of each agent, kept by a trigger. */
export const claimLoads = pgTable("claim_loads", {
  staffId: uuid("staff_id").primaryKey(),
  openClaims: integer("open_claims").notNull().default(0),
});

/** How the claims of an incident come to somebody. */
export const claimDesks = pgTable("claim_desks", {
  incidentId: uuid("incident_id").primaryKey().references(() => incidents.id),
  assignsNew: boolean("assigns_new").notNull(),
  updatedBy: uuid("updated_by").notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
});
