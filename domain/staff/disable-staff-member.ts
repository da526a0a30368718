import { and, eq, isNull, sql } from "drizzle-orm";
import { staffGrants, staffMembers, staffSessions, staffSetups } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, Forbidden, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { disableStaffMemberInput } from "./input";
import { mayDisableStaff } from "./policy";

/** End a person's access at once: every session, grant and open set-up. Their name stays with what they did. @throws {Forbidden} for oneself @throws {Conflict} when it is done already */
export async function disableStaffMember(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayDisableStaff);
  const { staffId, reason } = parseInput(disableStaffMemberInput, raw);
  const by = ctx.actor.kind === "staff" ? ctx.actor.staffId : null;
  if (by === staffId) throw new Forbidden("not-oneself");
  await withTransaction(ctx, async (tx) => {
    const disabled = await tx
      .update(staffMembers)
      .set({ disabledAt: sql`clock_timestamp()`, disabledBy: by, passwordHash: null, sealedTotp: null })
      .where(and(eq(staffMembers.id, staffId), isNull(staffMembers.disabledAt)))
      .returning({ id: staffMembers.id });
    if (disabled.length === 0) throw new Conflict("staff-disabled-already");
    const ended = await tx.update(staffSessions).set({ endedAt: sql`clock_timestamp()`, endedFor: "off-boarded" }).where(and(eq(staffSessions.staffId, staffId), isNull(staffSessions.endedAt))).returning({ staffId: staffSessions.staffId });
    await tx.update(staffGrants).set({ endedAt: sql`clock_timestamp()` }).where(and(eq(staffGrants.staffId, staffId), isNull(staffGrants.endedAt)));
    await tx.delete(staffSetups).where(eq(staffSetups.staffId, staffId));
    await recordAudit(tx, ctx, { action: "staff.disable", object: { kind: "staff", id: staffId }, reason, details: { sessions: ended.length } });
  });
}
