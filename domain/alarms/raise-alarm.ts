import { and, desc, eq, sql } from "drizzle-orm";
import { alarms } from "@/db/schema/alarms";
import type { AlarmKind, AlarmSeverity } from "@/db/values/alarms";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { enqueue } from "../kernel/job";
import type { Executor } from "../kernel/transaction";
import { postAlarmJob, tellAlarmJob } from "./jobs";

interface Hit {
  kind: AlarmKind;
  severity: AlarmSeverity;
  /** What it is about: hits about the same join one alarm. Ids alone; of a network its trace. */
  object: { kind: string; id: string };
  /** Names what was seen, such as a minute: whoever sees the same again adds nothing, also after it was closed. */
  occurrence: string;
  incidentId?: string | null;
  /** Ids and counts, never a person's data: an alarm leaves the house. */
  details?: Record<string, unknown>;
}

/**
 * Raise an alarm in the caller's transaction, or add a hit to the one that stands. Whoever ought to know is told when it is new and when it becomes worse, and not of each hit; one that was acknowledged
 * and becomes worse is open again. Returns its id, or null where this very occurrence was closed.
 */
export async function raiseAlarm(tx: Executor, ctx: Context, { kind, severity, object, occurrence, incidentId = null, details = {} }: Hit): Promise<string | null> {
  // Two who see it at once make one alarm.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`alarm|${kind}|${object.kind}|${object.id}`}, 0))`);
  const same = and(eq(alarms.objectKind, object.kind), eq(alarms.objectId, object.id), eq(alarms.kind, kind));
  const [last] = await tx.select({ id: alarms.id, state: alarms.state, severity: alarms.severity, occurrence: alarms.occurrence }).from(alarms).where(same).orderBy(desc(alarms.id)).limit(1);
  const worse = last?.severity === "warning" && severity === "critical";
  if (last?.occurrence === occurrence && !worse) return last.state === "closed" ? null : last.id;
  const now = sql`clock_timestamp()`;
  if (last && last.state !== "closed") {
    const hits = last.occurrence === occurrence ? alarms.hits : sql`${alarms.hits} + 1`;
    // What an earlier hit did, such as ending sessions, stays said.
    const known = sql`${alarms.details} || ${JSON.stringify(details)}::jsonb`;
    await tx.update(alarms).set({ hits, lastAt: now, occurrence, ...(worse ? { severity, state: "open" as const, details } : last.severity === severity ? { details: known } : {}) }).where(eq(alarms.id, last.id));
    if (worse) await tell(tx, ctx, last.id, { kind, severity, object, incidentId });
    return last.id;
  }
  const [made] = await tx.insert(alarms).values({ kind, severity, objectKind: object.kind, objectId: object.id, incidentId, details, occurrence }).returning({ id: alarms.id });
  if (!made) throw new Error("no alarm was written");
  await tell(tx, ctx, made.id, { kind, severity, object, incidentId });
  return made.id;
}

async function tell(tx: Executor, ctx: Context, alarmId: string, { kind, severity, object, incidentId }: Pick<Hit, "kind" | "severity" | "object" | "incidentId">): Promise<void> {
  await recordAudit(tx, ctx, { action: "alarm.raise", object: { kind: "alarm", id: alarmId }, incidentId: incidentId ?? null, details: { kind, severity, of: object } });
  await enqueue(tx, tellAlarmJob, { alarmId });
  await enqueue(tx, postAlarmJob, { alarmId });
}
