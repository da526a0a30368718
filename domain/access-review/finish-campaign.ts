import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { accessBundles, accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import type { Role } from "@/db/values/roles";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { withTransaction, type Executor } from "../kernel/transaction";
import { endSessions } from "../staff/end-sessions";
import { endRoles } from "../staff/end-role";
import { holdAdministration, isLastAdmin } from "../staff/in-force";
import { alarmOfLastAdmin } from "./alarm-of-last-admin";
import { packBundle } from "./bundle/pack-bundle";
import { listForBundle } from "./queries";

type CampaignRow = typeof accessCampaigns.$inferSelect;

/** So many roles end in one transaction: whoever is being off-boarded meanwhile waits for no more than these. */
const AT_ONCE = 25;

/**
 * Carry out a campaign that is being closed, and close it: roles that go end, and with them every session of their people, who sign in again with what they have left. What nobody answered goes. The last administrator
 * stays one. What was decided is packed, and the hash of its manifest stands in the audit event. Whoever closes it need not be there for all of it (it may be their own role that ends): it was their word. Broken off, it is gone on with from where it came to.
 * Returns false where somebody else has closed it meanwhile.
 */
export async function finishCampaign(ctx: Context, campaignId: string): Promise<boolean> {
  while (await inCampaign(ctx, campaignId, (tx) => endSome(tx, ctx, campaignId)));
  return inCampaign(ctx, campaignId, (tx, campaign) => close(tx, ctx, campaign));
}

async function inCampaign(ctx: Context, campaignId: string, act: (tx: Executor, campaign: CampaignRow) => Promise<boolean>): Promise<boolean> {
  return withTransaction({ db: ctx.db }, async (tx) => {
    const [campaign] = await tx.select().from(accessCampaigns).where(and(eq(accessCampaigns.id, campaignId), isNull(accessCampaigns.closedAt))).for("update");
    return campaign !== undefined && (await act(tx, campaign));
  });
}

async function close(tx: Executor, ctx: Context, campaign: CampaignRow): Promise<boolean> {
  const closedAt = ctx.clock.now();
  const closedBy = campaign.closingBy;
  await tx.update(accessReviews).set({ outcome: "kept" }).where(and(eq(accessReviews.campaignId, campaign.id), eq(accessReviews.decision, "keep")));
  const { archive, manifestHash, counts } = packBundle({ ...campaign, closedAt, closedBy }, await listForBundle(tx, campaign.id));
  await tx.insert(accessBundles).values({ campaignId: campaign.id, archive });
  await tx.update(accessCampaigns).set({ closedAt, closedBy, manifestHash }).where(eq(accessCampaigns.id, campaign.id));
  await recordAudit(tx, ctx, { action: "access-review.close", object: { kind: "access-campaign", id: campaign.id }, details: { quarter: campaign.quarter, ...counts, manifest: manifestHash } });
  return true;
}

interface Due {
  id: string;
  staffId: string;
  role: Role;
  why: "revoked" | "no-answer";
}

/** End some of the roles that go, with the sessions of their people, and write down what became of each. What does not stand any more had ended before. Returns whether there were any. */
async function endSome(tx: Executor, ctx: Context, campaignId: string): Promise<boolean> {
  await holdAdministration(tx);
  const due = await listDue(tx, campaignId);
  // Before anything of theirs, and by their ids, as everything else takes people.
  await tx.execute(sql`select from ${staffMembers} where ${staffMembers.id} = any(${sql.param(due.map(({ staffId }) => staffId))}::uuid[]) order by ${staffMembers.id} for no key update`);
  const needed: string[] = [];
  const ended = new Set<string>();
  const end = async (which: Due[], why: Due["why"]) => {
    for (const { id } of await endRoles(tx, which.map(({ id }) => id), why)) ended.add(id);
  };
  for (const one of due.filter(({ role }) => role === "admin")) {
    if (!(await isLastAdmin(tx, one.staffId))) await end([one], one.why);
    else {
      await alarmOfLastAdmin(tx, ctx, one.staffId, one.why);
      needed.push(one.id);
    }
  }
  for (const why of ["revoked", "no-answer"] as const) await end(due.filter((one) => one.role !== "admin" && one.why === why), why);
  const { grantId } = accessReviews;
  const outcome = sql`case when ${grantId} = any(${sql.param([...ended])}::uuid[]) then 'ended' when ${grantId} = any(${sql.param(needed)}::uuid[]) then 'last-admin' else 'ended-before' end`;
  await tx.update(accessReviews).set({ outcome }).where(and(eq(accessReviews.campaignId, campaignId), sql`${grantId} = any(${sql.param(due.map(({ id }) => id))}::uuid[])`));
  const gone = due.filter(({ id }) => ended.has(id));
  await recordAudit(tx, ctx, gone.map(({ staffId, role, why }) => ({ action: "staff.end-grant", object: { kind: "staff", id: staffId }, details: { role, why, campaign: campaignId } })));
  await endSessions(tx, [...new Set(gone.map(({ staffId }) => staffId))], "role-ended");
  return due.length > 0;
}

/** The next roles that go. Of several administrators who go, the one whose role was of use last goes last, and may be the one who stays. */
async function listDue(tx: Executor, campaignId: string): Promise<Due[]> {
  const rows = await tx
    .select({ id: accessReviews.grantId, staffId: accessReviews.staffId, role: accessReviews.role, decision: accessReviews.decision })
    .from(accessReviews)
    .innerJoin(staffGrants, eq(staffGrants.id, accessReviews.grantId))
    .where(and(eq(accessReviews.campaignId, campaignId), ne(accessReviews.decision, "keep"), isNull(accessReviews.outcome)))
    .orderBy(sql`${staffGrants.lastUsedAt} nulls first`, accessReviews.id)
    .limit(AT_ONCE);
  return rows.map(({ decision, ...row }) => ({ ...row, why: decision === "revoke" ? "revoked" : "no-answer" }));
}
