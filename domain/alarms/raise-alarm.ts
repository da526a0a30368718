import { and, eq, ne, sql } from "drizzle-orm";
import { loadAlarmLimits } from "@/content/alarms/limits";
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
 * is open again when it becomes worse, and when something new is seen after nothing was for a while: somebody looked into what was there then, and nobody knows of this. An occurrence counts once, whatever was seen between, unless it became worse itself. Returns the id of the alarm that stands, or null where this very occurrence was closed.
 */
export async function raiseAlarm(tx: Executor, ctx: Context, { kind, severity, object, occurrence, incidentId = null, details = {} }: Hit): Promise<string | null> {
  // Two who see it at once make one alarm.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`alarm|${kind}|${object.kind}|${object.id}`}, 0))`);
  const seen = await noteOccurrence(tx, { kind, severity, object, occurrence });
  const same = and(eq(alarms.objectKind, object.kind), eq(alarms.objectId, object.id), eq(alarms.kind, kind), ne(alarms.state, "closed"));
  const quiet = sql<boolean>`${alarms.lastAt} < clock_timestamp() - make_interval(mins => ${loadAlarmLimits().again.minutes})`;
  const [standing] = await tx.select({ id: alarms.id, severity: alarms.severity, state: alarms.state, quiet }).from(alarms).where(same);
  if (seen === "before") return standing?.id ?? null;
  if (standing) {
    const worse = standing.severity === "warning" && severity === "critical";
    const again = seen === "new" && standing.state === "acknowledged" && standing.quiet;
    const hits = seen === "worse" ? alarms.hits : sql`${alarms.hits} + 1`;
    // What an earlier hit did, such as ending sessions, stays said.
    const known = sql`${alarms.details} || ${JSON.stringify(details)}::jsonb`;
    const reopened = { ...((worse || again) && { state: "open" as const }), ...(again && { told: null }) };
    await tx.update(alarms).set({ hits, lastAt: sql`clock_timestamp()`, ...reopened, ...(worse ? { severity, details } : standing.severity === severity ? { details: known } : {}) }).where(eq(alarms.id, standing.id));
    if (worse || again) await tell(tx, ctx, standing.id, { kind, severity: worse ? severity : standing.severity, object, incidentId });
    return standing.id;
  }
  const [made] = await tx.insert(alarms).values({ kind, severity, objectKind: object.kind, objectId: object.id, incidentId, details }).returning({ id: alarms.id });
  if (!made) throw new Error("no alarm was written");
  await tell(tx, ctx, made.id, { kind, severity, object, incidentId });
  return made.id;
}

/** Write down that this was seen, and say whether it is new, was seen before, or was milder then. */
async function noteOccurrence(tx: Executor, { kind, severity, object, occurrence }: Pick<Hit, "kind" | "severity" | "object" | "occurrence">): Promise<"new" | "before" | "worse"> {
  const { rows: [row] } = await tx.execute<{ was: AlarmSeverity | null }>(sql`
    insert into alarm_occurrences as o (kind, object_kind, object_id, occurrence, severity) values (${kind}, ${object.kind}, ${object.id}, ${occurrence}, ${severity})
    on conflict (kind, object_kind, object_id, occurrence) do update set severity = least(o.severity, excluded.severity), seen_at = clock_timestamp()
      -- "critical" comes before "warning".
      where excluded.severity < o.severity or o.seen_at < clock_timestamp() - interval '1 hour'
    returning old.severity as was`);
  if (!row) return "before";
  if (row.was === null) return "new";
  return row.was === "warning" && severity === "critical" ? "worse" : "before";
}

async function tell(tx: Executor, ctx: Context, alarmId: string, { kind, severity, object, incidentId }: Pick<Hit, "kind" | "severity" | "object" | "incidentId">): Promise<void> {
  await recordAudit(tx, ctx, { action: "alarm.raise", object: { kind: "alarm", id: alarmId }, incidentId: incidentId ?? null, details: { kind, severity, of: object } });
  await enqueue(tx, tellAlarmJob, { alarmId });
  await enqueue(tx, postAlarmJob, { alarmId });
}
