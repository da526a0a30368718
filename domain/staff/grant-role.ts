import { and, eq, isNull } from "drizzle-orm";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Forbidden, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { grantRoleInput } from "./input";
import { mayManageStaff } from "./policy";

/** Give somebody a role, until a day or for good. Admin counts once another admin approves. @throws {Forbidden} for oneself @throws {Conflict} when they have it */
export async function grantRole(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageStaff);
  const { staffId: by } = requireStaffActor(ctx);
  const { staffId, role, until } = parseInput(grantRoleInput, raw);
  if (by === staffId) throw new Forbidden("not-oneself");
  await withTransaction(ctx, async (tx) => {
    const [member] = await tx.select({ id: staffMembers.id }).from(staffMembers).where(and(eq(staffMembers.id, staffId), isNull(staffMembers.disabledAt)));
    if (!member) throw new NotFound("staff");
    const granted = await tx.insert(staffGrants).values({ staffId, role, grantedBy: by, expiresAt: until ?? null }).onConflictDoNothing().returning({ id: staffGrants.id });
    if (granted.length === 0) throw new Conflict("role-held");
    await recordAudit(tx, ctx, { action: "staff.grant", object: { kind: "staff", id: staffId }, details: { role, until: until?.toISOString() ?? null } });
  });
}
