import { and, eq, isNull } from "drizzle-orm";
import { staffGrants } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { grantIdInput } from "./input";
import { mayManageStaff } from "./policy";
import { whyNotApprovable } from "./rules";

/** Approve a grant of admin as the second person. @throws {Forbidden} @throws {Conflict} */
export async function approveGrant(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageStaff);
  const { staffId } = requireStaffActor(ctx);
  const { grantId } = parseInput(grantIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [grant] = await tx.select().from(staffGrants).where(eq(staffGrants.id, grantId)).for("update");
    if (!grant) throw new NotFound("staff");
    const refusal = whyNotApprovable(grant, staffId);
    if (refusal) throw refusal;
    const approved = await tx.update(staffGrants).set({ approvedBy: staffId }).where(and(eq(staffGrants.id, grantId), isNull(staffGrants.approvedBy), isNull(staffGrants.endedAt))).returning({ id: staffGrants.id });
    if (approved.length === 0) throw new Conflict("grant-settled");
    await recordAudit(tx, ctx, { action: "staff.approve-grant", object: { kind: "staff", id: grant.staffId }, details: { role: grant.role } });
  });
}
