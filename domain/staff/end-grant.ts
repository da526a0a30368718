import { and, eq } from "drizzle-orm";
import { staffGrants } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { endRole } from "./end-role";
import { keepLastAdmin } from "./in-force";
import { grantIdInput } from "./input";
import { mayManageStaff } from "./policy";

/** Take a role away; it is gone with the person's next request. @throws {Forbidden} @throws {Conflict} when it has ended already, or nobody else administers the installation */
export async function endGrant(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageStaff);
  requireStaffActor(ctx);
  const { grantId } = parseInput(grantIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [admin] = await tx.select({ staffId: staffGrants.staffId }).from(staffGrants).where(and(eq(staffGrants.id, grantId), eq(staffGrants.role, "admin")));
    if (admin) await keepLastAdmin(tx, admin.staffId);
    const ended = await endRole(tx, grantId, null);
    if (!ended) throw new Conflict("grant-settled");
    await recordAudit(tx, ctx, { action: "staff.end-grant", object: { kind: "staff", id: ended.staffId }, details: { role: ended.role } });
  });
}
