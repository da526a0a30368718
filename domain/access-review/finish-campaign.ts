import { and, eq, isNull, sql } from "drizzle-orm";
import { accessBundles, accessCampaigns, accessReviews } from "@/db/schema/access-review";
import { staffGrants } from "@/db/schema/staff";
import type { ReviewOutcome } from "@/db/values/access-reviews";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { endSessions } from "../staff/end-sessions";
import { endRole } from "../staff/end-role";
import { holdAdministration, isLastAdmin } from "../staff/in-force";
import { alarmOfLastAdmin } from "./alarm-of-last-admin";
import { packBundle } from "./bundle/pack-bundle";
import { listForBundle } from "./queries";

type CampaignRow = typeof accessCampaigns.$inferSelect;

/**
 * Carry out a campaign and close it, in the caller's transaction, which holds it: roles that go end, and with them every session of their people, who sign in again with what they have left. What nobody answered goes. The last administrator
 * stays one. What was decided is packed, and the hash of its manifest stands in the audit event.
 */
export async function finishCampaign(tx: Executor, ctx: Context, campaign: CampaignRow, by: string | null): Promise<void> {
  const closedAt = ctx.clock.now();
  await holdAdministration(tx);
  const mine = eq(accessReviews.campaignId, campaign.id);
  await tx.update(accessReviews).set({ decision: "no-answer", decidedAt: closedAt }).where(and(mine, isNull(accessReviews.decision)));
  // Of several administrators who go, the one whose role was of use last goes last, and may be the one who stays.
  const rows = await tx
    .select({ id: accessReviews.id, grantId: accessReviews.grantId, staffId: accessReviews.staffId, role: accessReviews.role, decision: accessReviews.decision })
    .from(accessReviews)
    .innerJoin(staffGrants, eq(staffGrants.id, accessReviews.grantId))
    .where(mine)
    .orderBy(sql`${staffGrants.lastUsedAt} nulls first`, accessReviews.id);
  const gone = new Set<string>();
  for (const row of rows) {
    const outcome = row.decision === "keep" ? "kept" : await carryOut(tx, ctx, { ...row, campaignId: campaign.id, why: row.decision === "revoke" ? "revoked" : "no-answer" });
    if (outcome === "ended") gone.add(row.staffId);
    await tx.update(accessReviews).set({ outcome }).where(eq(accessReviews.id, row.id));
  }
  for (const staffId of gone) await endSessions(tx, staffId, "role-ended");
  const { archive, manifestHash, counts } = packBundle({ ...campaign, closedAt, closedBy: by }, await listForBundle(tx, campaign.id));
  await tx.insert(accessBundles).values({ campaignId: campaign.id, archive });
  await tx.update(accessCampaigns).set({ closedAt, closedBy: by, manifestHash }).where(eq(accessCampaigns.id, campaign.id));
  await recordAudit(tx, ctx, { action: "access-review.close", object: { kind: "access-campaign", id: campaign.id }, details: { quarter: campaign.quarter, ...counts, manifest: manifestHash } });
}

interface Due {
  id: string;
  grantId: string;
  staffId: string;
  role: string;
  campaignId: string;
  why: "revoked" | "no-answer";
}

async function carryOut(tx: Executor, ctx: Context, { grantId, staffId, role, campaignId, why }: Due): Promise<ReviewOutcome> {
  const [standing] = await tx.select({ id: staffGrants.id }).from(staffGrants).where(and(eq(staffGrants.id, grantId), isNull(staffGrants.endedAt)));
  if (!standing) return "ended-before";
  if (role === "admin" && (await isLastAdmin(tx, staffId))) {
    await alarmOfLastAdmin(tx, ctx, staffId, why);
    return "last-admin";
  }
  await endRole(tx, grantId, why);
  await recordAudit(tx, ctx, { action: "staff.end-grant", object: { kind: "staff", id: staffId }, details: { role, why, campaign: campaignId } });
  return "ended";
}
