import { loadCalendars } from "@/content/calendars/calendars";
import { BeyondCalendar, businessMinutesBetween, type Office } from "../../claims/clocks/business-time";
import { officeOf } from "../../claims/clocks/reckon-clock";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import type { WatchedEvent } from "../read-stream";

const MINUTE = 60_000;
/** By what belongs to no incident is judged: the zone that the console itself shows. */
const ZONE = "Asia/Seoul";

/** Acts by which a file with personal data, or the log about it, leaves the console. */
const exports: ReadonlySet<string> = new Set(["payments.export", "wave.export-unreached", "letters.download", "dataset.export-rejects", "audit.export", "audit.export-range"]);

/** Look whether a file was taken out by a member of staff while the offices of the incident's country are closed. Where the calendar of that year is not known, nothing is said. */
export async function watchExports(tx: Executor, ctx: Context, events: readonly WatchedEvent[]): Promise<void> {
  for (const { id, at, actorKind, actorId, action, incidentId } of events) {
    if (actorKind !== "staff" || actorId === null || !exports.has(action)) continue;
    const office = (incidentId && (await officeOf(tx, incidentId))) || ourOffice();
    if (!office || isOpen(office, at)) continue;
    await raiseAlarm(tx, ctx, { kind: "off-hours-export", severity: "warning", object: { kind: "staff", id: actorId }, incidentId, occurrence: id, details: { action } });
  }
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
