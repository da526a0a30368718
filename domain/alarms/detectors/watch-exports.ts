import { sql } from "drizzle-orm";
import type { AlarmLimits } from "@/content/alarms/limits";
import { loadCalendars } from "@/content/calendars/calendars";
import { BeyondCalendar, businessMinutesBetween, type Office } from "../../claims/clocks/business-time";
import { officeOf } from "../../claims/clocks/reckon-clock";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import type { WatchedEvent } from "../read-stream";
import { countInDetails } from "./count-in-details";

const MINUTE = 60_000;
/** By what belongs to no incident is judged: the zone that the console itself shows. */
const ZONE = "Asia/Seoul";

/** Acts by which a file with personal data, or the log about it, leaves the console. */
const exports: ReadonlySet<string> = new Set(["payments.export", "wave.export-unreached", "letters.download", "dataset.export-rejects", "audit.export", "audit.export-range"]);

/** A program pulls the log at night as it does by day. What it has already it takes out anew only where somebody else has its token, or its copy is made from the beginning. */
const PULL = "audit.pull";
/** So many of somebody's newest events are looked through for where their token had come. */
const LOOKED_AT = 1_000;

/** Look whether a file was taken out by a member of staff, or the log pulled again with their token, while the offices of the incident's country are closed. Where the calendar of that year is not known, nothing is said. */
export async function watchExports(tx: Executor, ctx: Context, events: readonly WatchedEvent[], { "off-hours-export": { behind } }: AlarmLimits): Promise<void> {
  for (const event of events) {
    const { id, at, actorKind, actorId, action, incidentId } = event;
    if (actorKind !== "staff" || actorId === null || (action !== PULL && !exports.has(action))) continue;
    const office = (incidentId && (await officeOf(tx, incidentId))) || ourOffice();
    if (!office || isOpen(office, at)) continue;
    if (action === PULL && (await countBehind(tx, actorId, event)) <= behind) continue;
    await raiseAlarm(tx, ctx, { kind: "off-hours-export", severity: "warning", object: { kind: "staff", id: actorId }, incidentId, occurrence: id, details: { action } });
  }
}

/** How many events before where its token had come a pull begins; 0 for the first of a token, and where it says no number. */
async function countBehind(tx: Executor, staffId: string, { id, details: { token, after } }: WatchedEvent): Promise<number> {
  if (typeof token !== "string" || typeof after !== "number") return 0;
  const { rows: [row] } = await tx.execute<{ reached: number | null }>(sql`
    select max(${countInDetails("until")})::float8 as reached from (select action, details from audit_events where actor_id = ${staffId} and id < ${id} order by id desc limit ${LOOKED_AT}) as before
    where action = ${PULL} and details->>'token' = ${token}`);
  return row?.reached ? row.reached - after : 0;
}

function ourOffice(): Office | null {
  const calendar = loadCalendars().find(({ timeZones }) => timeZones.includes(ZONE));
  return calendar ? { calendar, timeZone: ZONE } : null;
}

function isOpen(office: Office, at: Date): boolean {
  try {
    return businessMinutesBetween(office, at, new Date(at.getTime() + MINUTE)) > 0;
  } catch (error) {
    if (error instanceof BeyondCalendar) return true;
    throw error;
  }
}
