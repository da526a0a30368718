import { findCurrentIncident } from "@/app/_server/current-incident";
import { loadAlarmLimits } from "@/content/alarms/limits";
import type { StaffContext } from "@/domain/kernel/context";

/** The clock on the wall that times of the audit are typed by and shown in: that of the incident they are of, else of the one that the console shows; while there is none, that by which the days of this installation's limits end. */
export async function auditZone(ctx: StaffContext, incidentId?: string | null): Promise<string> {
  const { current, all } = await findCurrentIncident(ctx);
  return (all.find(({ id }) => id === incidentId) ?? current)?.timeZone ?? loadAlarmLimits().reveals.zone;
}
