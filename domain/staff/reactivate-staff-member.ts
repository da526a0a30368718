import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { staffIdInput } from "./input";
import { mayManageStaff } from "./policy";

/** Let somebody in again whom nobody came as for too long, with what they sign in with and the roles that they have left. They count as idle from now on. @throws {Forbidden} @throws {Conflict} when they may come in */
export async function reactivateStaffMember(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageStaff);
  const { staffId } = parseInput(staffIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const back = await tx
      .update(staffMembers)
      .set({ suspendedAt: null, idleFrom: sql`clock_timestamp()` })
      .where(and(eq(staffMembers.id, staffId), isNotNull(staffMembers.suspendedAt), isNull(staffMembers.disabledAt)))
      .returning({ id: staffMembers.id });
    if (back.length === 0) throw new Conflict("staff-not-suspended");
    await recordAudit(tx, ctx, { action: "staff.reactivate", object: { kind: "staff", id: staffId } });
  });
}
