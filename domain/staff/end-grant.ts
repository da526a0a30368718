import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { endRole } from "./end-role";
import { grantIdInput } from "./input";
import { mayManageStaff } from "./policy";

/** Take a role away; it is gone with the person's next request. @throws {Forbidden} @throws {Conflict} when it has ended already */
export async function endGrant(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageStaff);
  requireStaffActor(ctx);
  const { grantId } = parseInput(grantIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const ended = await endRole(tx, grantId, null);
    if (!ended) throw new Conflict("grant-settled");
    await recordAudit(tx, ctx, { action: "staff.end-grant", object: { kind: "staff", id: ended.staffId }, details: { role: ended.role } });
  });
}
