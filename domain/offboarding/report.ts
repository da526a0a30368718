import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { staffMembers } from "@/db/schema/staff";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import { listTasksOf } from "../keys/register/open-tasks";
import { mayReadStaff } from "../staff/policy";
import { offBoarded, type OffBoardingReport } from "./types";

/** Audit actions by which somebody saw personal data. */
export const looks = ["claim.reveal", "claim.read", "claim.read-messages", "claim.search", "claim.find-record", "claim.print-letter", "claim.read-entry", "claim.check-paper", "claim.see-mentions", "enquiry.reveal", "enquiry.read", "enquiry.open", "evidence.look", "erasure.find-person", "fake-report.read", "fake-report.reveal", "fake-report.see-picture", "suppression.look", "audience.sample", "wave.preview", "letters.preview", "letters.download", "wave.export-unreached", "payments.read-batch", "payments.export", "dataset.export-rejects", "payments.read-answer", "audit.read-timeline", "audit.export-range"] as const;

/** What became of somebody's access, what of theirs was taken back, and what they had looked at in the 90 days before. @throws {Forbidden} @throws {NotFound} while they may still come in */
export async function getOffBoardingReport(ctx: Context, staffId: string): Promise<OffBoardingReport> {
  authorise(ctx, mayReadStaff);
  const [member] = await ctx.db.select({ at: staffMembers.disabledAt, by: staffMembers.disabledBy }).from(staffMembers).where(eq(staffMembers.id, requireUuid(staffId, "staff")));
  if (!member?.at) throw new NotFound("staff");
  const events = await ctx.db
    .select({ action: auditEvents.action, reason: auditEvents.reason, details: auditEvents.details })
    .from(auditEvents)
    .where(and(eq(auditEvents.objectKind, "staff"), eq(auditEvents.objectId, staffId), inArray(auditEvents.action, ["staff.off-board", "staff.disable", "staff.keep-out"])))
    .orderBy(desc(auditEvents.id));
  const ending = events.find(({ action }) => action !== "staff.keep-out");
  const seen = await ctx.db
    .select({ action: auditEvents.action, times: sql<number>`count(*)::int`, objects: sql<number>`count(distinct ${auditEvents.objectId})::int`, last: sql<string>`max(${auditEvents.at})` })
    .from(auditEvents)
    .where(and(eq(auditEvents.actorId, staffId), eq(auditEvents.actorKind, "staff"), inArray(auditEvents.action, [...looks]), sql`${auditEvents.at} > ${member.at.toISOString()}::timestamptz - interval '90 days'`))
    .groupBy(auditEvents.action)
    .orderBy(sql`count(*) desc`, auditEvents.action);
  const keys = await listTasksOf(ctx.db, staffId);
  return { at: member.at, by: member.by, reason: events[0]?.reason ?? null, ended: offBoarded.safeParse(ending?.details).data ?? null, keys, complete: keys.every(({ closedAt }) => closedAt !== null), looks: seen.map((row) => ({ ...row, last: new Date(row.last) })) };
}
