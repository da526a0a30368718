import { loadClockRules } from "@/content/clocks/clocks";
import type { ClockKind } from "@/db/values/claim-clocks";
import type { Executor } from "../../kernel/transaction";
import type { ClockReading } from "../types";
import { BeyondCalendar, businessDaysUntil, spanBefore, type Office } from "./business-time";
import { officeOf } from "./reckon-clock";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Say how far away the end of a clock is. Without `kind` it is one of which only the end is known, and days are those of every calendar. */
function readClock(office: Office | null, now: Date, dueAt: Date, kind?: ClockKind): ClockReading {
  const late = dueAt <= now;
  const left = Math.abs(dueAt.getTime() - now.getTime());
  const stage = late ? "late" : isSoon(office, now, dueAt, kind) ? "soon" : "running";
  const reading = { at: dueAt, late, stage } as const;
  if (left < HOUR) return { ...reading, count: Math.max(1, Math.floor(left / MINUTE)), unit: "minutes" };
  if (left < DAY) return { ...reading, count: Math.floor(left / HOUR), unit: "hours" };
  const working = !late && kind !== undefined && countsOffice(kind) ? known(() => office && businessDaysUntil(office, now, dueAt)) : null;
  return working === null ? { ...reading, count: Math.floor(left / DAY), unit: "days" } : { ...reading, count: working, unit: "business-days" };
}

/** The same for many ends of claims of one incident: asks for the calendar once. */
export async function clockReader(db: Executor, incidentId: string, now: Date): Promise<(dueAt: Date, kind?: ClockKind) => ClockReading> {
  const office = await officeOf(db, incidentId);
  return (dueAt, kind) => readClock(office, now, dueAt, kind);
}

/** Whether a kind of clock counts working days or hours. */
export function countsOffice(kind: ClockKind): boolean {
  const { length } = loadClockRules()[kind];
  return "businessDays" in length || "businessHours" in length;
}

/** Where the kind is not known, a day ahead is soon. */
function isSoon(office: Office | null, now: Date, dueAt: Date, kind?: ClockKind): boolean {
  if (kind === undefined) return dueAt.getTime() - now.getTime() <= DAY;
  const { soon } = loadClockRules()[kind];
  const from = known(() => office && spanBefore(office, dueAt, soon)) ?? new Date(dueAt.getTime() - DAY);
  return from <= now;
}

/** What is reckoned by a calendar, or null where the calendar ends before. */
function known<T>(reckon: () => T | null): T | null {
  try {
    return reckon();
  } catch (error) {
    if (error instanceof BeyondCalendar) return null;
    throw error;
  }
}
