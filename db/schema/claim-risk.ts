import { sql } from "drizzle-orm";
import { doublePrecision, index, integer, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { LinkExplanation, NameVerdict, RiskKind, TraceKind } from "../values/claim-risk";
import { bytea } from "./bytea";
import { claims } from "./claims";
import { incidents } from "./incidents";
import { programmes } from "./programmes";

const incidentId = () => uuid("incident_id").notNull().references(() => incidents.id);
const at = () => timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`);

export const claimTraces = pgTable(
  "claim_traces",
  {
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    incidentId: incidentId(),
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    kind: text("kind").$type<TraceKind>().notNull(),
    trace: bytea("trace").notNull(),
    at: at(),
    /** How many links the installation's index key had that this is under. */
    indexLinks: smallint("index_links").notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.claimId, t.kind, t.trace] }), index("claim_traces_same").on(t.incidentId, t.programmeId, t.kind, t.trace, t.at), index("claim_traces_networks").on(t.incidentId, t.programmeId, t.at, t.trace).where(sql`kind = 'network'`)],
);

/** What weighing a claim came to. Whether anything is open stands in the flags of `claims` besides, for the queue. */
export const claimRisks = pgTable("claim_risks", {
  claimId: uuid("claim_id").primaryKey().references(() => claims.id),
  incidentId: incidentId(),
  nameVerdict: text("name_verdict").$type<NameVerdict>().notNull().default("unknown"),
  open: text("open").array().$type<RiskKind[]>().notNull().default(sql`'{}'`),
});

export const claimBursts = pgTable("claim_bursts", {
  claimId: uuid("claim_id").primaryKey().references(() => claims.id),
  incidentId: incidentId(),
  filed: integer("filed").notNull(),
  usual: doublePrecision("usual").notNull(),
  at: at(),
});

export const claimExplanations = pgTable(
  "claim_explanations",
  {
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    incidentId: incidentId(),
    kind: text("kind").$type<RiskKind>().notNull(),
    trace: bytea("trace").notNull(),
    explanation: text("explanation").$type<LinkExplanation>().notNull(),
    reason: text("reason").notNull(),
    explainedBy: uuid("explained_by").notNull(),
    at: at(),
    /** How many links the installation's index key had that this is under. */
    indexLinks: smallint("index_links").notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.claimId, t.kind, t.trace] })],
);
