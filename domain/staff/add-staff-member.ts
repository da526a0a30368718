import { staffGrants, staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import type { StaffId } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { endOfGrant } from "./grant-terms";
import { addStaffMemberInput } from "./input";
import { mayManageStaff } from "./policy";
import { mailSetUpCode } from "./send-set-up-code";

/**
 * Add a person with their roles and mail them a code with which they choose password and authenticator themselves. The role admin counts once another admin
 * approves it. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when the address is known
 */
export async function addStaffMember(ctx: Context, raw: unknown): Promise<StaffId> {
  authorise(ctx, mayManageStaff);
  const input = parseInput(addStaffMemberInput, raw);
  const by = ctx.actor.kind === "staff" ? ctx.actor.staffId : null;
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(staffMembers).values({ email: input.email, name: input.name, locale: input.locale, createdBy: by }).onConflictDoNothing().returning({ id: staffMembers.id });
    if (!row) throw new Conflict("staff-known");
    await tx.insert(staffGrants).values([...new Set(input.roles)].map((role) => ({ staffId: row.id, role, grantedBy: by, expiresAt: endOfGrant(role, undefined) })));
    await mailSetUpCode(tx, ctx, { id: row.id, email: input.email, name: input.name, locale: input.locale });
    await recordAudit(tx, ctx, { action: "staff.add", object: { kind: "staff", id: row.id }, details: { roles: input.roles } });
    return row.id as StaffId;
  });
}
