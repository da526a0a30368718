import { and, eq, isNull, sql } from "drizzle-orm";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, Forbidden, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { checkEnd, endOfGrant } from "./grant-terms";
import { grantRoleInput } from "./input";
import { mayManageStaff } from "./policy";

/** Give somebody a role, until a day or for as long as roles of its kind last. Admin counts once another admin approves; the operator, at the machine, gives every role alone. @throws {Forbidden} for oneself @throws {Conflict} when they have it @throws {Invalid} */
export async function grantRole(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageStaff);
  const by = ctx.actor.kind === "staff" ? ctx.actor.staffId : null;
  const { staffId, role, until } = parseInput(grantRoleInput, raw);
  if (by === staffId) throw new Forbidden("not-oneself");
  checkEnd(role, until, ctx.clock.now());
  await withTransaction(ctx, async (tx) => {
    // Held, so that an off-boarding of the same moment comes before it or ends this role as well.
    const [member] = await tx.select({ id: staffMembers.id }).from(staffMembers).where(and(eq(staffMembers.id, staffId), isNull(staffMembers.disabledAt))).for("share");
    if (!member) throw new NotFound("staff");
    // One that has run out stands in nobody's way, though nobody has tidied it up yet. An administrator's may be in force all the same: see `counts`.
    const past = sql`${staffGrants.expiresAt} <= clock_timestamp() and ${staffGrants.role} <> 'admin'`;
    await tx.update(staffGrants).set({ endedAt: sql`clock_timestamp()`, endedFor: "expired" }).where(and(eq(staffGrants.staffId, staffId), eq(staffGrants.role, role), isNull(staffGrants.endedAt), past));
    const granted = await tx.insert(staffGrants).values({ staffId, role, grantedBy: by, expiresAt: endOfGrant(role, until) }).onConflictDoNothing().returning({ expiresAt: staffGrants.expiresAt });
    if (!granted[0]) throw new Conflict("role-held");
    await recordAudit(tx, ctx, { action: "staff.grant", object: { kind: "staff", id: staffId }, details: { role, until: granted[0].expiresAt.toISOString() } });
  });
}
