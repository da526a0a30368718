import { sql } from "drizzle-orm";
import { bigint, date, index, integer, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { LetterBatchState, LetterFile } from "../values/letter-states";
import { bytea } from "./bytea";
import { waves } from "./waves";

export const letterBatches = pgTable(
  "letter_batches",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    waveId: uuid("wave_id").notNull().references(() => waves.id),
    number: integer("number").notNull(),
    state: text("state").$type<LetterBatchState>().notNull().default("making"),
    readVersion: integer("read_version").notNull(),
    letters: integer("letters").notNull(),
    pages: integer("pages"),
    returned: integer("returned").notNull().default(0),
    handedOn: date("handed_on"),
    decidedBy: uuid("decided_by"),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    reason: text("reason"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [unique().on(t.waveId, t.number), uniqueIndex("letter_batches_one_making").on(t.waveId).where(sql`state = 'making'`)],
);

export const letters = pgTable(
  "letters",
  {
    batchId: uuid("batch_id").notNull().references(() => letterBatches.id),
    sequence: integer("sequence").notNull(),
    rangeNo: integer("range_no").notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    handle: text("handle").notNull().unique(),
    returnedAt: timestamp("returned_at", { withTimezone: true }),
    returnedReason: text("returned_reason"),
    toldAt: timestamp("told_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.sequence] }), index("letters_to_tell").on(t.batchId).where(sql`returned_at is not null and told_at is null`)],
);

export const letterPieces = pgTable(
  "letter_pieces",
  {
    batchId: uuid("batch_id").notNull().references(() => letterBatches.id, { onDelete: "cascade" }),
    file: text("file").$type<LetterFile>().notNull(),
    number: integer("number").notNull(),
    sealed: bytea("sealed").notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.file, t.number] })],
);
