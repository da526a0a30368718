import { eq, sql } from "drizzle-orm";
import { incidents } from "@/db/schema/incidents";
import type { RetentionAct } from "@/db/values/retention";
import { findIncidentObstacles } from "../erasure/incident/find-incident-obstacles";
import { Conflict, NotFound, type Refusal } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";

/** Why an incident cannot be closed or opened now, or null; its row is held. It is opened only while nobody's record is erased: a portal that answered from empty records would tell people that nothing of theirs had leaked. */
export async function whyNotEndable(tx: Executor, incidentId: string, act: Extract<RetentionAct, "close" | "reopen">): Promise<Refusal | null> {
  const [incident] = await tx.select({ closedAt: incidents.closedAt, erasedAt: incidents.erasedAt }).from(incidents).where(eq(incidents.id, incidentId)).for("update");
  if (!incident || incident.erasedAt) return new NotFound("incident");
  if (act === "close") {
    if (incident.closedAt) return new Conflict("incident-closed");
    return (await findIncidentObstacles(tx, incidentId)).length > 0 ? new Conflict("incident-unfinished") : null;
  }
  if (!incident.closedAt) return new Conflict("incident-open");
  const { rows: begun } = await tx.execute(sql`select from retention_clocks where incident_id = ${incidentId} and class = 'people' and (cursor > 0 or erased_at is not null)`);
  return begun.length > 0 ? new Conflict("incident-people-erased") : null;
}

/** Close it for the public, or open it again; what people had proven ends with it. */
export async function endIncident(tx: Executor, incidentId: string, act: Extract<RetentionAct, "close" | "reopen">): Promise<void> {
  await tx.update(incidents).set({ closedAt: act === "close" ? sql`clock_timestamp()` : null }).where(eq(incidents.id, incidentId));
  if (act === "close") await tx.execute(sql`update subject_sessions set ended_at = clock_timestamp() where incident_id = ${incidentId} and ended_at is null and expires_at > clock_timestamp()`);
}
