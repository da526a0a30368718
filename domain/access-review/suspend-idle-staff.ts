import { eq, sql, type SQL } from "drizzle-orm";
import type { AccessPeriods } from "@/content/access-review/periods";
import { staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { endSessions } from "../staff/end-sessions";
import { comesIn, holdAdministration, isLastAdmin, lastHere } from "../staff/in-force";
import { alarmOfLastAdmin } from "./alarm-of-last-admin";
import { mayWatchAccess } from "./policy";

/**
 * Suspend everybody who has not used the console for too long, also whoever never set up their sign-in: nobody comes in as them until somebody who may lets them in again. They keep what they sign in with, and their roles run on. Whoever is
 * the last administrator comes in all the same, and security is told. @throws {Forbidden}
 */
export async function suspendIdleStaff(ctx: Context, { idle }: Pick<AccessPeriods, "idle">): Promise<{ suspended: number }> {
  authorise(ctx, mayWatchAccess);
  const { rows } = await ctx.db.execute<{ id: string }>(sql`${whoIsIdle(idle)} order by ${lastHere}, m.id`);
  let suspended = 0;
  for (const { id } of rows) if (await suspendOne(ctx, id, idle)) suspended += 1;
  return { suspended };
}

function whoIsIdle(idle: number): SQL {
  return sql`select m.id from ${staffMembers} m where ${comesIn} and ${lastHere} < clock_timestamp() - make_interval(days => ${idle})`;
}

async function suspendOne(ctx: Context, staffId: string, idle: number): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    await holdAdministration(tx);
    // Others came before, and the administration was waited for: whoever signed in meanwhile is here. A sign-in under way is waited for, and sees the suspension otherwise.
    await tx.select({ id: staffMembers.id }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("update");
    const { rows: [due] } = await tx.execute(sql`${whoIsIdle(idle)} and m.id = ${staffId}`);
    if (!due) return false;
    if (await isLastAdmin(tx, staffId)) {
      await alarmOfLastAdmin(tx, ctx, staffId, "idle");
      return false;
    }
    await tx.update(staffMembers).set({ suspendedAt: sql`clock_timestamp()` }).where(eq(staffMembers.id, staffId));
    const sessions = await endSessions(tx, staffId, "idle-account");
    await recordAudit(tx, ctx, { action: "staff.suspend-idle", object: { kind: "staff", id: staffId }, details: { sessions } });
    return true;
  });
}
