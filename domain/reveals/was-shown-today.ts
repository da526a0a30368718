import { sql } from "drizzle-orm";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { auditEvents, auditSubjects } from "@/db/schema/audit";
import { firstIdAt } from "../audit/rules";
import { requireStaffActor, type Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { dayOfBudget } from "./rules";

/** No day of any zone is longer. */
const LONGEST_DAY_MS = 25 * 3_600_000;

/** Whether the actor looked at a record on the day of the budget that lasts, and it counted: what was seen at no cost, a claim with its contact masked, is less than the record shows. Asked by the record, which few look at in a day, and from there by each event's own id: somebody who works has thousands of events a day. */
export async function wasShownToday(db: Executor, ctx: Context, incidentId: string, subjectId: bigint): Promise<boolean> {
  const { staffId } = requireStaffActor(ctx);
  const { zone } = loadAlarmLimits().reveals;
  const now = ctx.clock.now();
  const { rows: [row] } = await db.execute<{ shown: boolean }>(sql`
    select exists (
      select from ${auditSubjects} s cross join lateral (select e.actor_kind, e.actor_id, e.at, e.details from ${auditEvents} e where e.id = s.event_id offset 0) e
      where s.incident_id = ${incidentId} and s.subject_id = ${subjectId} and s.event_id >= ${firstIdAt(new Date(now.getTime() - LONGEST_DAY_MS), -1)}::uuid
        and e.details -> 'costs' is not null and e.actor_kind = 'staff' and e.actor_id = ${staffId} and (e.at at time zone ${zone})::date = ${dayOfBudget(now, zone)}::date) as shown`);
  return row?.shown ?? false;
}
