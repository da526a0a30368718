import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** A first reply and a decision for every claim of an incident that is due, most of them late and some soon, and each ninth with papers asked for; without going through the verbs. */
export async function insertManyClocks(db: Database, incidentId: string): Promise<void> {
  await db.execute(sql`
    insert into claim_clocks (claim_id, kind, incident_id, agent_id, stage, started_at, due_at, soon_at, breached_at)
    select c.id, k.kind, c.incident_id, c.assigned_to, s.stage, c.submitted_at, c.next_due_at, c.next_due_at - interval '1 day', case s.stage when 'late' then c.next_due_at end
    from claims c cross join lateral (select unnest(case when c.subject_id % 9 = 0 then array['first-reply', 'decision', 'cure'] else array['first-reply', 'decision'] end) as kind) k
    cross join lateral (select (array['late', 'late', 'late', 'soon', 'running'])[1 + (c.subject_id + length(k.kind)) % 5] as stage) s
    where c.incident_id = ${incidentId} and c.next_due_at is not null`);
}
