import { and, asc, count, desc, eq, isNull, sql } from "drizzle-orm";
import { accessBundles, accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { comesIn, counts } from "../staff/in-force";
import { mayReadCampaigns } from "./policy";
import { accessFacts, type Campaign, type Review } from "./types";

/** So many rows of a campaign are shown at once. */
export const PAGE = 100;

/** Who may answer in a campaign now, by id. */
export async function listReviewers(db: Executor, reviewing: readonly Role[]): Promise<{ id: string }[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select m.id from ${staffMembers} m where ${comesIn} and exists (select from ${staffGrants} g where g.staff_id = m.id and g.role = any(${sql.param([...reviewing])}::text[]) and ${counts}) order by m.id`);
  return rows;
}

/** Who has how much to answer in a campaign, with where to write to them. */
export async function listOpenByReviewer(db: Executor, campaignId: string): Promise<{ email: string; locale: Locale; count: number; answerBy: Date }[]> {
  return db
    .select({ email: staffMembers.email, locale: staffMembers.locale, count: count(), answerBy: accessCampaigns.answerBy })
    .from(accessReviews)
    .innerJoin(accessCampaigns, eq(accessCampaigns.id, accessReviews.campaignId))
    .innerJoin(staffMembers, and(eq(staffMembers.id, accessReviews.reviewerId), isNull(staffMembers.disabledAt), isNull(staffMembers.suspendedAt)))
    .where(and(eq(accessReviews.campaignId, campaignId), isNull(accessReviews.decision)))
    .groupBy(staffMembers.id, accessCampaigns.id)
    .orderBy(asc(staffMembers.id));
}

const progressOf = sql<Campaign["progress"]>`(select json_build_object('reviews', count(*), 'kept', count(*) filter (where r.decision = 'keep'), 'revoked', count(*) filter (where r.decision = 'revoke'), 'unanswered', count(*) filter (where r.decision is null or r.decision = 'no-answer')) from ${accessReviews} r where r.campaign_id = access_campaigns.id)`;

function campaignRows(db: Executor) {
  const { id, quarter, openedAt, openedBy, answerBy, closedAt, closedBy, manifestHash } = accessCampaigns;
  return db.select({ id, quarter, openedAt, openedBy, answerBy, closedAt, closedBy, manifestHash, progress: progressOf }).from(accessCampaigns);
}

/** The campaigns of the last years, the newest first. @throws {Forbidden} */
export async function listCampaigns(ctx: Context): Promise<Campaign[]> {
  authorise(ctx, mayReadCampaigns);
  return campaignRows(ctx.db).orderBy(desc(accessCampaigns.openedAt)).limit(40);
}

/** @throws {Forbidden} @throws {NotFound} */
export async function getCampaign(ctx: Context, campaignId: string): Promise<Campaign> {
  authorise(ctx, mayReadCampaigns);
  const [campaign] = await campaignRows(ctx.db).where(eq(accessCampaigns.id, requireUuid(campaignId, "access-campaign")));
  if (!campaign) throw new NotFound("access-campaign");
  return campaign;
}

function reviewRows(db: Executor) {
  const { id, staffId, role, facts, reviewerId, decision, decidedBy, decidedAt, reason, outcome } = accessReviews;
  return db.select({ id, staffId, role, facts, reviewerId, decision, decidedBy, decidedAt, reason, outcome }).from(accessReviews);
}

function toReview(row: Awaited<ReturnType<typeof reviewRows>>[number]): Review {
  return { ...row, facts: accessFacts.parse(row.facts) };
}

/** A page of the roles of a campaign, by person: all, what is unanswered, or what was given to one reviewer and is unanswered. One row more than a page where there are more. @throws {Forbidden} */
export async function listReviews(ctx: Context, { campaignId, show, by, page }: { campaignId: string; show: "mine" | "open" | "all"; by: string; page: number }): Promise<Review[]> {
  authorise(ctx, mayReadCampaigns);
  const { decision, reviewerId, facts, staffId, role } = accessReviews;
  const which = { mine: and(isNull(decision), eq(reviewerId, by)), open: isNull(decision), all: undefined }[show];
  const rows = await reviewRows(ctx.db)
    .where(and(eq(accessReviews.campaignId, campaignId), which))
    .orderBy(sql`${facts} ->> 'name'`, asc(staffId), asc(role))
    .limit(PAGE + 1)
    .offset((page - 1) * PAGE);
  return rows.map(toReview);
}

/** What waits for the answer of whoever asks; null where nothing does. */
export async function findOwnOpen(ctx: Context): Promise<{ campaignId: string; count: number } | null> {
  authorise(ctx, mayReadCampaigns);
  const { campaignId, decision, reviewerId } = accessReviews;
  const [open] = await ctx.db
    .select({ campaignId, count: count() })
    .from(accessReviews)
    .where(and(eq(reviewerId, requireStaffActor(ctx).staffId), isNull(decision)))
    .groupBy(campaignId);
  return open ?? null;
}

/** Everything that a campaign says, for its evidence. */
export async function listForBundle(db: Executor, campaignId: string): Promise<{ reviews: Review[]; names: ReadonlyMap<string, string> }> {
  const rows = await reviewRows(db).where(eq(accessReviews.campaignId, campaignId)).orderBy(sql`${accessReviews.facts} ->> 'name'`, asc(accessReviews.staffId), asc(accessReviews.role));
  const people = await db.select({ id: staffMembers.id, name: staffMembers.name }).from(staffMembers);
  return { reviews: rows.map(toReview), names: new Map(people.map(({ id, name }) => [id, name])) };
}

/** The packed evidence of a closed campaign. @throws {NotFound} */
export async function findBundle(db: Executor, campaignId: string): Promise<Buffer> {
  const [bundle] = await db.select({ archive: accessBundles.archive }).from(accessBundles).where(eq(accessBundles.campaignId, requireUuid(campaignId, "access-campaign")));
  if (!bundle) throw new NotFound("access-campaign");
  return bundle.archive;
}
