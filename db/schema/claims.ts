import { sql } from "drizzle-orm";
import { type AnyPgColumn, bigint, boolean, index, integer, pgTable, primaryKey, smallint, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { BenefitKind } from "../values/benefits";
import type { ClaimState } from "../values/claim-states";
import type { Locale } from "../values/locales";
import { bytea } from "./bytea";
import { incidents } from "./incidents";
import { programmes } from "./programmes";

export const claims = pgTable(
  "claims",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    reference: text("reference").unique(),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    state: text("state").$type<ClaimState>().notNull().default("draft"),
    contactIndex: bytea("contact_index").notNull(),
    claimantKey: bytea("claimant_key").notNull(),
    subjectId: bigint("subject_id", { mode: "bigint" }).notNull(),
    datasetVersion: integer("dataset_version").notNull(),
    locale: text("locale").$type<Locale>().notNull(),
    amountMinor: bigint("amount_minor", { mode: "bigint" }).notNull(),
    currency: text("currency").notNull(),
    termsVersion: integer("terms_version").notNull(),
    sealedAnswers: bytea("sealed_answers"),
    sealedDecision: bytea("sealed_decision"),
    sealedPayout: bytea("sealed_payout"),
    payoutVersion: integer("payout_version").notNull().default(0),
    approvedPayoutVersion: integer("approved_payout_version"),
    approvedMinor: bigint("approved_minor", { mode: "bigint" }),
    acceptedAt: timestamp("accepted_at", { withTimezone: true }),
    acceptedText: text("accepted_text"),
    assignedTo: uuid("assigned_to"),
    decidedBy: uuid("decided_by"),
    /** Who proposed the decision that stands; the same person where no second one was asked for. */
    proposedBy: uuid("proposed_by"),
    /** The claim of which this is what was asked for and not granted, on appeal; null for every claim that somebody filed. */
    restOf: uuid("rest_of").references((): AnyPgColumn => claims.id),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    submittedAt: timestamp("submitted_at", { withTimezone: true }),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    /** The soonest end of its clocks that run (`claim_clocks`); null while none does. Index `claims_by_due` serves the queue by it. */
    nextDueAt: timestamp("next_due_at", { withTimezone: true }),
    /** When its person was erased: what they said and where it was paid to is gone, amounts and states stay. */
    erasedAt: timestamp("erased_at", { withTimezone: true }),
    /** When nothing was left to decide or to pay, kept by the database; null while something is, and for drafts. */
    endedAt: timestamp("ended_at", { withTimezone: true }),
    /** Whether a shared pool pays less than was approved, and nobody has told them yet. */
    shareUntold: boolean("share_untold").notNull().default(false),
    /** How often something has come from its claimant: what a page showed of it is seen, what came later is not. */
    arrivals: integer("arrivals").notNull().default(0),
    benefits: smallint("benefits").notNull().default(0),
    flags: integer("flags").notNull().default(0),
    /** Put together by the database; `db/values/claim-facets.ts` says from what. */
    facet: integer("facet").notNull().generatedAlwaysAs(sql``),
  },
  (t) => [
    uniqueIndex("claims_one_per_claimant").on(t.programmeId, t.claimantKey).where(sql`state <> 'withdrawn' and rest_of is null`),
    uniqueIndex("claims_one_rest").on(t.restOf).where(sql`rest_of is not null`),
    uniqueIndex("claims_one_draft").on(t.programmeId, t.contactIndex).where(sql`state = 'draft'`),
    index("claims_queue").on(t.incidentId, t.state, t.submittedAt, t.id).where(sql`state <> 'draft'`),
    index("claims_by_facet_time").on(t.programmeId, t.facet, t.submittedAt, t.id, t.amountMinor).where(sql`state <> 'draft'`),
    index("claims_by_facet_amount").on(t.programmeId, t.facet, t.amountMinor, t.id, t.submittedAt).where(sql`state <> 'draft'`),
    index("claims_by_agent").on(t.assignedTo, t.submittedAt, t.id, t.programmeId, t.facet, t.amountMinor).where(sql`assigned_to is not null and state <> 'draft'`),
    index("claims_unassigned").on(t.incidentId, t.submittedAt, t.id).where(sql`assigned_to is null and state in ('submitted', 'in-review', 'needs-information', 'appealed')`),
    index("claims_open_of_agent").on(t.assignedTo, t.incidentId, t.id).where(sql`assigned_to is not null and state in ('submitted', 'in-review', 'needs-information', 'appealed')`),
    index("claims_entries_of_agent").on(t.assignedTo, t.incidentId, t.id).where(sql`assigned_to is not null and state = 'draft'`),
    index("claims_share_untold").on(t.programmeId, t.id).where(sql`share_untold`),
    index("claims_approved_by").on(t.decidedBy, t.decidedAt.desc()).where(sql`state = 'approved'`),
    index("claims_by_contact").on(t.incidentId, t.contactIndex),
    index("claims_by_due").on(t.programmeId, t.facet, t.nextDueAt, t.id, t.submittedAt, t.amountMinor).where(sql`next_due_at is not null and state <> 'draft'`),
    index("claims_by_subject").on(t.incidentId, t.subjectId),
    index("claims_drafts").on(t.incidentId, t.createdAt).where(sql`state = 'draft' and erased_at is null`),
    index("claims_ended").on(t.incidentId, t.endedAt).where(sql`ended_at is not null and erased_at is null`),
    index("claims_ended_with_account").on(t.incidentId, t.endedAt).where(sql`ended_at is not null and sealed_payout is not null`),
  ],
);

/** What a filed claim asks for, a line for each benefit. */
export const claimBenefits = pgTable(
  "claim_benefits",
  {
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    benefit: text("benefit").notNull(),
    kind: text("kind").$type<BenefitKind>().notNull(),
    askedMinor: bigint("asked_minor", { mode: "bigint" }).notNull(),
    allowedMinor: bigint("allowed_minor", { mode: "bigint" }).notNull(),
    approvedMinor: bigint("approved_minor", { mode: "bigint" }),
  },
  (t) => [primaryKey({ columns: [t.claimId, t.benefit] })],
);

export const claimEvents = pgTable(
  "claim_events",
  {
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    number: integer("number").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    fromState: text("from_state").$type<ClaimState>(),
    toState: text("to_state").$type<ClaimState>().notNull(),
    byKind: text("by_kind").notNull(),
    byId: text("by_id"),
  },
  (t) => [primaryKey({ columns: [t.claimId, t.number] })],
);

export const claimCounts = pgTable(
  "claim_counts",
  {
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    state: text("state").$type<ClaimState>().notNull(),
    shard: smallint("shard").notNull(),
    claims: bigint("claims", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.state, t.shard] })],
);

export const claimHours = pgTable(
  "claim_hours",
  {
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    hour: timestamp("hour", { withTimezone: true }).notNull(),
    shard: smallint("shard").notNull(),
    filed: bigint("filed", { mode: "number" }).notNull().default(0),
    decided: bigint("decided", { mode: "number" }).notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.hour, t.shard] })],
);

/** What an agent found of a claim, condition by condition, and what follows from it. */
export const claimDecisions = pgTable(
  "claim_decisions",
  {
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    number: smallint("number").notNull(),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    stage: text("stage").$type<"first" | "appeal">().notNull(),
    state: text("state").$type<"draft" | "proposed" | "final">().notNull().default("draft"),
    edit: integer("edit").notNull().default(1),
    sealedSheet: bytea("sealed_sheet").notNull(),
    /** The account that was on the page when it was judged, by `claims.payout_version`; 0 where there is none. */
    payoutVersion: integer("payout_version").notNull().default(0),
    editedBy: uuid("edited_by").notNull(),
    outcome: text("outcome").$type<"approved" | "denied">(),
    amountMinor: bigint("amount_minor", { mode: "bigint" }),
    needsSecond: boolean("needs_second").notNull().default(false),
    proposedBy: uuid("proposed_by"),
    proposedAt: timestamp("proposed_at", { withTimezone: true }),
    decidedBy: uuid("decided_by"),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    appealBy: timestamp("appeal_by", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.claimId, t.number] }),
    uniqueIndex("claim_decisions_open").on(t.claimId).where(sql`state <> 'final'`),
    uniqueIndex("claim_decisions_final").on(t.claimId, t.stage).where(sql`state = 'final'`),
    index("claim_decisions_proposed").on(t.incidentId, t.proposedAt).where(sql`state = 'proposed'`),
    index("claim_decisions_appealable").on(t.incidentId, t.appealBy).where(sql`state = 'final' and appeal_by is not null`),
  ],
);

/** What an agent asks the claimant for. */
export const claimRequests = pgTable(
  "claim_requests",
  {
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    number: smallint("number").notNull(),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    items: text("items").array().notNull(),
    sealedNote: bytea("sealed_note"),
    askedBy: uuid("asked_by").notNull(),
    askedAt: timestamp("asked_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    cureBy: timestamp("cure_by", { withTimezone: true }).notNull(),
    remindedAt: timestamp("reminded_at", { withTimezone: true }),
    passedAt: timestamp("passed_at", { withTimezone: true }),
    answeredAt: timestamp("answered_at", { withTimezone: true }),
    sealedAnswer: bytea("sealed_answer"),
    closedBy: uuid("closed_by"),
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.claimId, t.number] }),
    uniqueIndex("claim_requests_open").on(t.claimId).where(sql`answered_at is null and closed_at is null`),
    index("claim_requests_due").on(t.cureBy).where(sql`answered_at is null and closed_at is null and passed_at is null`),
  ],
);

/** Messages between claimant and agents. */
export const claimMessages = pgTable(
  "claim_messages",
  {
    claimId: uuid("claim_id").notNull().references(() => claims.id),
    number: integer("number").notNull(),
    incidentId: uuid("incident_id").notNull().references(() => incidents.id),
    fromKind: text("from_kind").$type<"claimant" | "staff">().notNull(),
    byId: uuid("by_id"),
    sealedText: bytea("sealed_text").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    readAt: timestamp("read_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.claimId, t.number] })],
);

/** What was filed under a programme less what was withdrawn, by the hour. */
export const programmeHours = pgTable(
  "programme_hours",
  {
    programmeId: uuid("programme_id").notNull().references(() => programmes.id),
    hour: timestamp("hour", { withTimezone: true }).notNull(),
    shard: smallint("shard").notNull(),
    claims: bigint("claims", { mode: "number" }).notNull().default(0),
    minor: bigint("minor", { mode: "bigint" }).notNull().default(sql`0`),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.hour, t.shard] })],
);
