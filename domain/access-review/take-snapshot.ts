import { sql } from "drizzle-orm";
import { accessReviews } from "@/db/schema/access-review";
import { auditEvents } from "@/db/schema/audit";
import { incidents } from "@/db/schema/incidents";
import { keyCustodians } from "@/db/schema/keys";
import { scimGroups, staffGrants, staffMembers, staffSessions } from "@/db/schema/staff";
import { firstIdAt } from "../audit/rules";
import type { Executor } from "../kernel/transaction";
import { looks } from "../offboarding/report";
import { counts } from "../staff/in-force";

/** Audit actions by which somebody let something happen in the company's name. */
const approvals = ["dataset.publish", "fact.approve", "incident.publish", "payments.release", "payments.release-again", "posting.publish", "programme.publish", "staff.approve-grant", "staff.renew-grant", "template.approve", "wave.approve", "wave.release-ramp"];

const PERIOD_MS = 90 * 86_400_000;

/** Write down every role that counts now, one row each, with what helps to decide whether it is still needed. What people did is found through the audit log's index of actors, for 90 days. */
export async function takeSnapshot(tx: Executor, campaignId: string, now: Date): Promise<{ id: string; staffId: string; givenBy: string[] }[]> {
  const since = firstIdAt(new Date(now.getTime() - PERIOD_MS), -1);
  const among = (actions: readonly string[]) => sql`e.action = any(${sql.param([...actions])}::text[])`;
  const name = (id: ReturnType<typeof sql>) => sql`(select n.name from ${staffMembers} n where n.id = ${id})`;
  await tx.execute(sql`
    with people as (
      select m.id, m.name, m.suspended_at is not null as suspended,
        (select max(s.created_at) from ${staffSessions} s where s.staff_id = m.id) as last_sign_in,
        coalesce((select jsonb_agg(k.key_id order by k.key_id) from ${keyCustodians} k where k.staff_id = m.id), '[]') as keys
      from ${staffMembers} m where m.disabled_at is null
    ), acts as (
      select p.id, a.action, a.incident_id, a.times from people p cross join lateral (
        select e.action, e.incident_id, count(*)::int as times from ${auditEvents} e where e.actor_id = p.id::text and e.actor_kind = 'staff' and e.id >= ${since}::uuid group by e.action, e.incident_id) a
    ), done as (
      select id,
        (select coalesce(jsonb_object_agg(x.action, x.times), '{}') from (select e.action, sum(e.times)::int as times from acts e where e.id = p.id and ${among(approvals)} group by e.action) x) as approved,
        (select coalesce(sum(e.times), 0)::int from acts e where e.id = p.id and ${among(looks)}) as looks,
        (select coalesce(jsonb_agg(jsonb_build_object('slug', i.slug, 'acts', y.times) order by i.slug), '[]') from (select e.incident_id, sum(e.times)::int as times from acts e where e.id = p.id and e.incident_id is not null group by e.incident_id) y join ${incidents} i on i.id = y.incident_id) as incidents
      from people p
    )
    insert into ${accessReviews} (campaign_id, grant_id, staff_id, role, facts)
    select ${campaignId}, g.id, g.staff_id, g.role, jsonb_build_object(
      'name', p.name, 'suspended', p.suspended, 'lastSignInAt', p.last_sign_in, 'keys', p.keys, 'approved', d.approved, 'looks', d.looks, 'incidents', d.incidents,
      'grantedAt', g.granted_at, 'grantedBy', ${name(sql`g.granted_by`)}, 'approvedBy', ${name(sql`g.approved_by`)}, 'group', (select sg.display_name from ${scimGroups} sg where sg.id = g.group_id),
      'renewedAt', g.renewed_at, 'renewedBy', ${name(sql`g.renewed_by`)}, 'expiresAt', g.expires_at, 'lastUsedAt', g.last_used_at)
    from ${staffGrants} g join people p on p.id = g.staff_id join done d on d.id = p.id where ${counts}`);
  const { rows } = await tx.execute<{ id: string; staffId: string; givenBy: string[] }>(sql`
    select r.id, r.staff_id as "staffId", array_remove(array[g.granted_by, g.approved_by, g.renewed_by]::text[], null) as "givenBy"
    from ${accessReviews} r join ${staffGrants} g on g.id = r.grant_id where r.campaign_id = ${campaignId} order by r.staff_id, r.role`);
  return rows;
}
