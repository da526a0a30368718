import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ClockKind, ClockStage } from "../values/claim-clocks";
import { claims } from "./claims";
import { incidents } from "./incidents";

const moment = (name: string) => timestamp(name, { withTimezone: true });
const shown = sql`stage in ('soon', 'late')`;

/** What a claim is held to in time, a row for each clock. The queue sorts by `claims.next_due_at` (index `claims_by_due`), which is the soonest `due_at` of those that run. */
export const claimClocks = pgTable(
  "claim_clocks",
  {
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    kind: text("kind").$type<ClockKind>().notNull(),
    round: smallint("round").notNull().default(1),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    /** Follows `claims.assigned_to` by a trigger. */
    agentId: uuid("agent_id"),
    stage: text("stage").$type<ClockStage>().notNull().default("running"),
    startedAt: moment("started_at").notNull(),
    dueAt: moment("due_at").notNull(),
    soonAt: moment("soon_at").notNull(),
    pausedAt: moment("paused_at"),
    leftMinutes: integer("left_minutes"),
    pausedSeconds: bigint("paused_seconds", { mode: "number" }).notNull().default(0),
    metAt: moment("met_at"),
    droppedAt: moment("dropped_at"),
    breachedAt: moment("breached_at"),
  },
  (t) => [
    primaryKey({ columns: [t.claimId, t.kind, t.round] }),
    index("claim_clocks_to_be_late").on(t.dueAt).where(sql`stage in ('running', 'soon')`),
    index("claim_clocks_to_be_soon").on(t.soonAt).where(sql`stage = 'running'`),
    index("claim_clocks_board").on(t.incidentId, t.stage, t.dueAt, t.claimId, t.kind, t.round).where(shown),
    index("claim_clocks_board_by_kind").on(t.incidentId, t.kind, t.stage, t.dueAt, t.claimId, t.round).where(shown),
    index("claim_clocks_board_by_agent").on(t.incidentId, t.agentId, t.stage, t.dueAt, t.claimId, t.kind, t.round).where(shown),
    index("claim_clocks_breached").on(t.incidentId, t.breachedAt).where(sql`stage = 'late'`),
  ],
);

/** When the leads were last told of late claims. */
export const claimLateMails = pgTable("claim_late_mails", {
  incidentId: uuid("incident_id").primaryKey().references(() => incidents.id),
  mailedAt: moment("mailed_at").notNull(),
});
