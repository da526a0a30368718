import { and, eq } from "drizzle-orm";
import { loadCalendars } from "@/content/calendars/calendars";
import { loadClockRules, type ClockRule, type Span } from "@/content/clocks/clocks";
import { incidentRevisions, incidents } from "@/db/schema/incidents";
import type { ClockKind } from "@/db/values/claim-clocks";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { addBusinessMinutes, addSpan, BeyondCalendar, businessMinutesBetween, spanBefore, type Office } from "./business-time";

const MINUTE = 60_000;
const LENGTHS = { businessDays: 1440, businessHours: 60, days: 1440 } as const;

/** The office of an incident: the calendar of the country in whose time its people read dates; null for a country whose calendar is not there. */
export async function officeOf(db: Executor, incidentId: string): Promise<Office | null> {
  const [row] = await db
    .select({ content: incidentRevisions.content })
    .from(incidents)
    .innerJoin(incidentRevisions, and(eq(incidentRevisions.incidentId, incidents.id), eq(incidentRevisions.number, incidents.publishedRevision)))
    .where(eq(incidents.id, incidentId));
  const timeZone = (row?.content as { timeZone?: string } | undefined)?.timeZone;
  const calendar = timeZone === undefined ? undefined : loadCalendars().find(({ timeZones }) => timeZones.includes(timeZone));
  return timeZone !== undefined && calendar ? { calendar, timeZone } : null;
}

export interface Reckoned {
  dueAt: Date;
  soonAt: Date;
}

/** When a clock of a claim that starts now is due. @throws {Error} for one whose length the terms give: whoever starts it says when it is due */
export function reckonClock(ctx: Context, office: Office | null, kind: ClockKind, from: Date): Reckoned {
  const { length, soon } = loadClockRules()[kind];
  if ("terms" in length) throw new Error(`when ${kind} is due is for the terms to say`);
  return withSoon(ctx, office, soon, reckon(ctx, office, (known) => addSpan(known, from, length), () => plainly(from, length, 1)), from);
}

/** The last moment for handing in what is asked for now: the end of the last of so many days, of a day on which people work. */
export async function reckonCureDue(db: Executor, ctx: Context, incidentId: string, from: Date, days: number): Promise<Date> {
  return reckon(ctx, await officeOf(db, incidentId), (known) => addSpan(known, from, { days }), () => plainly(from, { days }, 1));
}

/** The same for an end that is given. */
export function reckonSoon(ctx: Context, office: Office | null, kind: ClockKind, dueAt: Date, from: Date): Reckoned {
  return withSoon(ctx, office, loadClockRules()[kind].soon, dueAt, from);
}

/** What is left of a clock that is paused: minutes of office hours where it counts those. Nothing of one that has run out, which is not mended by waiting. */
export function reckonLeft(ctx: Context, office: Office | null, rule: ClockRule, at: Date, dueAt: Date): number | null {
  if (dueAt <= at) return null;
  const plain = () => Math.floor((dueAt.getTime() - at.getTime()) / MINUTE);
  return countsOfficeHours(rule) ? reckon(ctx, office, (known) => businessMinutesBetween(known, at, dueAt), plain) : plain();
}

/** When a clock that goes on is due, by what was left of it. */
export function reckonResumed(ctx: Context, office: Office | null, kind: ClockKind, at: Date, left: number): Reckoned {
  const rule = loadClockRules()[kind];
  const plain = () => new Date(at.getTime() + left * MINUTE);
  const dueAt = countsOfficeHours(rule) ? reckon(ctx, office, (known) => addBusinessMinutes(known, at, left), plain) : plain();
  return withSoon(ctx, office, rule.soon, dueAt, at);
}

function withSoon(ctx: Context, office: Office | null, soon: Span, dueAt: Date, from: Date): Reckoned {
  const soonAt = reckon(ctx, office, (known) => spanBefore(known, dueAt, soon), () => plainly(dueAt, soon, -1));
  return { dueAt, soonAt: soonAt < from ? (from < dueAt ? from : dueAt) : soonAt };
}

function countsOfficeHours({ length }: ClockRule): boolean {
  return !("terms" in length) && !("days" in length);
}

/**
 * Reckon by the office's calendar. Where there is none, or it ends before the date, the days of every calendar count, Sundays too: that is early and never late for the claimant, and filing a claim
 * cannot fail for a calendar that nobody has gone on with.
 */
function reckon<T>(ctx: Context, office: Office | null, byOffice: (office: Office) => T, plain: () => T): T {
  if (!office) return plain();
  try {
    return byOffice(office);
  } catch (error) {
    if (!(error instanceof BeyondCalendar)) throw error;
    ctx.log.warn({ country: office.calendar.country, day: error.day }, "a claim's clock is beyond its calendar and counts every day");
    return plain();
  }
}

function plainly(from: Date, span: Span, sign: 1 | -1): Date {
  const [unit, count] = Object.entries(span)[0] as [keyof typeof LENGTHS, number];
  return new Date(from.getTime() + sign * count * LENGTHS[unit] * MINUTE);
}
