import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { ReviewDecision, ReviewOutcome } from "../values/access-reviews";
import type { Role } from "../values/roles";
import { bytea } from "./bytea";

/** A review of who may do what. One at a time; what a closed one says stays. */
export const accessCampaigns = pgTable(
  "access_campaigns",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    quarter: text("quarter").notNull(),
    openedAt: timestamp("opened_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    openedBy: uuid("opened_by"),
    answerBy: timestamp("answer_by", { withTimezone: true }).notNull(),
    reminded: integer("reminded").notNull().default(0),
    /** From then on nothing is answered in it, and what was decided is carried out. */
    closingAt: timestamp("closing_at", { withTimezone: true }),
    closingBy: uuid("closing_by"),
    closedAt: timestamp("closed_at", { withTimezone: true }),
    closedBy: uuid("closed_by"),
    /** SHA-256 of the manifest of its evidence, hex. */
    manifestHash: text("manifest_hash"),
  },
  () => [uniqueIndex("access_campaigns_open").on(sql`(true)`).where(sql`closed_at is null`)],
);

/** One role of one person in a campaign, with what was known of it when the campaign was opened. */
export const accessReviews = pgTable(
  "access_reviews",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    campaignId: uuid("campaign_id").notNull().references(() => accessCampaigns.id),
    grantId: uuid("grant_id").notNull(),
    staffId: uuid("staff_id").notNull(),
    role: text("role").$type<Role>().notNull(),
    facts: jsonb("facts").$type<Record<string, unknown>>().notNull(),
    reviewerId: uuid("reviewer_id"),
    decision: text("decision").$type<ReviewDecision>(),
    decidedBy: uuid("decided_by"),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    reason: text("reason"),
    outcome: text("outcome").$type<ReviewOutcome>(),
  },
  (t) => [unique().on(t.campaignId, t.grantId), index("access_reviews_by_reviewer").on(t.reviewerId, t.campaignId).where(sql`decision is null`)],
);

/** The evidence of a closed campaign as it is handed out. */
export const accessBundles = pgTable("access_bundles", {
  campaignId: uuid("campaign_id").primaryKey().references(() => accessCampaigns.id),
  archive: bytea("archive").notNull(),
  madeAt: timestamp("made_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
});
