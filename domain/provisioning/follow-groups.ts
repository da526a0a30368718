import { sql } from "drizzle-orm";
import { loadAccessPeriods } from "@/content/access-review/periods";
import { scimGroups, scimMembers, staffGrants, staffMembers } from "@/db/schema/staff";
import type { Role } from "@/db/values/roles";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";

type Changed = { staff_id: string; role: Role; group_id: string };

/**
 * Let the roles of some people be those of their groups, in the caller's transaction. Only what came by a group goes with it; a role that a person gave stays. Who said what the group stands for is who gave the
 * role, so that admin counts once another admin approves it. Where whoever said so has left it is nobody's word: whoever has the role keeps it, and nobody gets it. A role that ended here while they were in the group does not come back by it. Nobody gives
 * themselves a role: whoever said what a group stands for gets nothing by it, also where they come into it later, and that it was left out is written down.
 */
export async function followGroups(tx: Executor, ctx: Context, staffIds: readonly string[]): Promise<void> {
  const ids = sql`${sql.param([...new Set(staffIds)])}::uuid[]`;
  const days = JSON.stringify(loadAccessPeriods().grants);
  const due = sql`
    select distinct on (m.staff_id, g.role) m.staff_id, g.role, g.id as group_id, g.mapped_by
    from ${scimMembers} m join ${scimGroups} g on g.id = m.group_id and g.deleted_at is null and g.role is not null
    join ${staffMembers} s on s.id = m.staff_id and s.disabled_at is null
    where m.staff_id = any(${ids}) and m.lapsed_role is distinct from g.role order by m.staff_id, g.role, g.mapped_by is null, g.mapped_by = m.staff_id, g.id`;
  // Held in one order for all, so that an off-boarding of the same moment comes before it or ends these roles as well.
  await tx.execute(sql`select from ${staffMembers} where id = any(${ids}) order by id for share`);
  const { rows: ended } = await tx.execute<Changed>(sql`
    update ${staffGrants} set ended_at = clock_timestamp()
    where ended_at is null and group_id is not null and staff_id = any(${ids}) and not exists (select from (${due}) d where d.staff_id = staff_grants.staff_id and d.role = staff_grants.role)
    returning staff_id, role, group_id`);
  const { rows: given } = await tx.execute<Changed>(sql`
    insert into ${staffGrants} (staff_id, role, granted_by, group_id, expires_at)
    select d.staff_id, d.role, d.mapped_by, d.group_id, clock_timestamp() + make_interval(days => (${days}::jsonb ->> d.role)::int) from (${due}) d where d.mapped_by <> d.staff_id
    on conflict do nothing returning staff_id, role, group_id`);
  const { rows: leftOut } = await tx.execute<Changed>(sql`
    select d.staff_id, d.role, d.group_id from (${due}) d where d.mapped_by = d.staff_id and not exists (select from ${staffGrants} g where g.staff_id = d.staff_id and g.role = d.role and g.ended_at is null)`);
  await recordAudit(tx, ctx, ended.map(({ staff_id, role, group_id }) => ({ action: "staff.end-grant", object: { kind: "staff", id: staff_id }, details: { role, group: group_id } })));
  await recordAudit(tx, ctx, given.map(({ staff_id, role, group_id }) => ({ action: "staff.grant", object: { kind: "staff", id: staff_id }, details: { role, group: group_id } })));
  await recordAudit(tx, ctx, leftOut.map(({ staff_id, role, group_id }) => ({ action: "provisioning.leave-out", object: { kind: "staff", id: staff_id }, details: { role, group: group_id } })));
}
