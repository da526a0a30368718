import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import type { BulkRowResult, BulkRunState } from "../values/claim-bulk";
import { incidents } from "./incidents";

/** One act on all claims that a filter fits. */
export const claimBulkRuns = pgTable(
  "claim_bulk_runs",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    filter: jsonb("filter").$type<unknown>().notNull(),
    picked: uuid("picked").array(),
    act: jsonb("act").$type<unknown>().notNull(),
    timeZone: text("time_zone").notNull(),
    state: text("state").$type<BulkRunState>().notNull().default("running"),
    place: jsonb("place").$type<unknown>(),
    done: integer("done").notNull().default(0),
    refused: integer("refused").notNull().default(0),
    undone: integer("undone").notNull().default(0),
    kept: integer("kept").notNull().default(0),
    startedBy: uuid("started_by").notNull(),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    undoneBy: uuid("undone_by"),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [index("claim_bulk_runs_of_incident").on(t.incidentId, t.startedAt)],
);

/** What became of each claim. */
export const claimBulkRows = pgTable(
  "claim_bulk_rows",
  {
    runId: uuid("run_id").notNull().references(() => claimBulkRuns.id),
    claimId: uuid("claim_id").notNull(),
    number: bigint("number", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    result: text("result").$type<BulkRowResult>().notNull(),
    reason: text("reason"),
    before: jsonb("before").$type<unknown>(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.runId, t.claimId] }), unique().on(t.runId, t.number), index("claim_bulk_rows_by_result").on(t.runId, t.result, t.number)],
);
