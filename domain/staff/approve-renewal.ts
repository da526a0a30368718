import { eq } from "drizzle-orm";
import { staffGrants } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { approveRenewalInput } from "./input";
import { countsNow } from "./in-force";
import { mayManageStaff } from "./policy";
import { whyNotRenewalApprovable } from "./rules";

/** Let an administrator's role last longer, as the second person: until when the first asked for, which the second saw. @throws {Forbidden} @throws {Conflict} when it has run out, or something else is asked for by now */
export async function approveRenewal(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageStaff);
  const { staffId: by } = requireStaffActor(ctx);
  const { grantId, until } = parseInput(approveRenewalInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [grant] = await tx.select().from(staffGrants).where(eq(staffGrants.id, grantId)).for("update");
    if (!grant) throw new NotFound("staff");
    const { renewalBy, renewalUntil } = grant;
    const refusal = whyNotRenewalApprovable({ staffId: grant.staffId, renewalBy, counts: await countsNow(tx, grantId) }, by);
    if (refusal) throw refusal;
    if (renewalUntil === null || renewalUntil.toISOString() !== until) throw new Conflict("grant-settled");
    await tx.update(staffGrants).set({ expiresAt: renewalUntil, renewedAt: ctx.clock.now(), renewedBy: by, renewalBy: null, renewalUntil: null, remindedAt: null }).where(eq(staffGrants.id, grantId));
    await recordAudit(tx, ctx, { action: "staff.renew-grant", object: { kind: "staff", id: grant.staffId }, details: { role: grant.role, until, askedBy: renewalBy } });
  });
}
