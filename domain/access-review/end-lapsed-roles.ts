import { sql, type SQL } from "drizzle-orm";
import type { AccessPeriods } from "@/content/access-review/periods";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import type { GrantEnd } from "@/db/values/grant-ends";
import type { Role } from "@/db/values/roles";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { endRole } from "../staff/end-role";
import { comesIn, holdAdministration, isAdminOverdue, isLastAdmin, lastOfUse } from "../staff/in-force";
import { alarmOfLastAdmin } from "./alarm-of-last-admin";
import { mayWatchAccess } from "./policy";

type Due = { id: string; staff_id: string; role: Role; why: GrantEnd };

/**
 * Tidy up roles that have run out, which count for nothing already, and take away those that let nobody through to anything for too long. Each in a transaction of its own. What is being sent to its person goes on to its end: the next
 * request is the first that is refused. The last administrator keeps the role, and security is told. @throws {Forbidden}
 */
export async function endLapsedRoles(ctx: Context, { unused }: Pick<AccessPeriods, "unused">): Promise<{ ended: number }> {
  authorise(ctx, mayWatchAccess);
  const { rows } = await ctx.db.execute<Due>(sql`${whatIsDue(unused)} order by ${lastOfUse}, g.id`);
  let ended = 0;
  for (const due of rows) if (await endOne(ctx, due, unused)) ended += 1;
  return { ended };
}

/** Whoever may not come in uses nothing: what they have left is seen by whoever lets them in again. */
function whatIsDue(unused: number): SQL {
  return sql`
    select g.id, g.staff_id, g.role, case when g.expires_at <= clock_timestamp() then 'expired' else 'unused' end as why
    from ${staffGrants} g join ${staffMembers} m on m.id = g.staff_id
    where g.ended_at is null and (g.expires_at <= clock_timestamp() or ${comesIn} and ${lastOfUse} < clock_timestamp() - make_interval(days => ${unused}))`;
}

async function endOne(ctx: Context, { id, staff_id: staffId, role }: Due, unused: number): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    if (role === "admin") await holdAdministration(tx);
    // Used or renewed since it was listed: others came before, and the administration was waited for.
    const { rows: [due] } = await tx.execute<Due>(sql`${whatIsDue(unused)} and g.id = ${id} for update of g`);
    if (!due) return false;
    const { why } = due;
    if (role === "admin") {
      const needed = why === "expired" ? await isAdminOverdue(tx) : await isLastAdmin(tx, staffId);
      if (needed) {
        await alarmOfLastAdmin(tx, ctx, staffId, why);
        return false;
      }
    }
    if (!(await endRole(tx, id, why))) return false;
    await recordAudit(tx, ctx, { action: "staff.end-grant", object: { kind: "staff", id: staffId }, details: { role, why } });
    return true;
  });
}
