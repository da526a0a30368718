import type { BusinessCalendar } from "@/content/calendars/calendars";
import type { Span } from "@/content/clocks/clocks";
import { readZonedTime, writeZonedTime } from "../../incidents/zoned-time";
import { Conflict } from "../../kernel/errors";

/** A country's calendar, read on the clock of one of its zones. */
export interface Office {
  calendar: BusinessCalendar;
  timeZone: string;
}

const MINUTE = 60_000;

/** Thrown for a day of a year whose holidays nobody has entered: a guess would promise a date that the law or the office may not keep. */
export class BeyondCalendar extends Conflict {
  constructor({ country, known }: BusinessCalendar, readonly day: string) {
    super("calendar-ends", { country, day, from: known.from, to: known.to });
  }
}

/** Say whether the offices work on a day (ISO 8601). @throws {BeyondCalendar} */
export function isBusinessDay({ calendar }: Pick<Office, "calendar">, day: string): boolean {
  const year = Number(day.slice(0, 4));
  if (year < calendar.known.from || year > calendar.known.to) throw new BeyondCalendar(calendar, day);
  return !calendar.weekend.has(new Date(`${day}T00:00:00Z`).getUTCDay()) && !calendar.closed.has(day);
}

/** The end of office hours of the so-manieth working day after the day on which `from` falls, which does not count itself. @throws {BeyondCalendar} */
export function addBusinessDays(office: Office, from: Date, days: number): Date {
  let day = dayOf(office, from);
  for (let left = days; left > 0; ) {
    day = nextDay(day);
    if (isBusinessDay(office, day)) left -= 1;
  }
  return at(office, day, office.calendar.hours.to);
}

/** The moment by which so many minutes of office hours have passed. None at all is the next moment of office hours. @throws {BeyondCalendar} */
export function addBusinessMinutes(office: Office, from: Date, minutes: number): Date {
  let left = minutes * MINUTE;
  for (let day = dayOf(office, from); ; day = nextDay(day)) {
    if (!isBusinessDay(office, day)) continue;
    const begin = Math.max(at(office, day, office.calendar.hours.from).getTime(), from.getTime());
    const room = at(office, day, office.calendar.hours.to).getTime() - begin;
    if (room < 0 || (room === 0 && left > 0)) continue;
    if (left <= room) return new Date(begin + left);
    left -= room;
  }
}

/** Minutes of office hours between two moments, none where the second comes first. @throws {BeyondCalendar} */
export function businessMinutesBetween(office: Office, from: Date, to: Date): number {
  let sum = 0;
  for (let day = dayOf(office, from), last = dayOf(office, to); day <= last; day = nextDay(day)) {
    if (!isBusinessDay(office, day)) continue;
    const begin = Math.max(at(office, day, office.calendar.hours.from).getTime(), from.getTime());
    const end = Math.min(at(office, day, office.calendar.hours.to).getTime(), to.getTime());
    sum += Math.max(0, end - begin);
  }
  return Math.floor(sum / MINUTE);
}

/** Working days that are still to come until the end of a clock: those after today, its own last day among them. @throws {BeyondCalendar} */
export function businessDaysUntil(office: Office, now: Date, end: Date): number {
  let days = 0;
  for (let day = nextDay(dayOf(office, now)), last = dayOf(office, end); day <= last; day = nextDay(day)) if (isBusinessDay(office, day)) days += 1;
  return days;
}

/** Days off within so many days from now on which people would work otherwise. Those past the calendar's end are not known and left out. */
export function closedDaysAhead(office: Office, now: Date, days: number): string[] {
  const first = dayOf(office, now);
  const last = dayOf(office, new Date(now.getTime() + days * 1440 * MINUTE));
  return [...office.calendar.closed.keys()].filter((day) => day >= first && day <= last && !office.calendar.weekend.has(new Date(`${day}T00:00:00Z`).getUTCDay()));
}

/** The last second of the day so many days later; where nobody works on it, of the next on which somebody does, as a period of the law ends. @throws {BeyondCalendar} */
export function addDays(office: Office, from: Date, days: number): Date {
  let day = dayOf(office, from);
  for (let left = days; left > 0; left -= 1) day = nextDay(day);
  while (!isBusinessDay(office, day)) day = nextDay(day);
  return new Date(at(office, nextDay(day), "00:00").getTime() - 1000);
}

/** The end of a stretch of time that begins now. @throws {BeyondCalendar} */
export function addSpan(office: Office, from: Date, span: Span): Date {
  if ("businessDays" in span) return addBusinessDays(office, from, span.businessDays);
  return "businessHours" in span ? addBusinessMinutes(office, from, span.businessHours * 60) : addDays(office, from, span.days);
}

/** The latest moment from which a stretch of time may be counted back from an end: an approximation that is never later than it should be, because it is there to warn. */
export function spanBefore(office: Office, end: Date, span: Span): Date {
  if ("days" in span) return new Date(end.getTime() - span.days * 1440 * MINUTE);
  const wanted = "businessHours" in span ? span.businessHours * 60 : span.businessDays * minutesOfDay(office);
  let left = wanted * MINUTE;
  for (let day = dayOf(office, end); ; day = previousDay(day)) {
    if (!isBusinessDay(office, day)) continue;
    const begin = at(office, day, office.calendar.hours.from).getTime();
    const room = Math.min(at(office, day, office.calendar.hours.to).getTime(), end.getTime()) - begin;
    if (room <= 0) continue;
    if (left <= room) return new Date(begin + room - left);
    left -= room;
  }
}

function minutesOfDay({ calendar: { hours } }: Office): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return minutes(hours.to) - minutes(hours.from);
}

function dayOf({ timeZone }: Office, moment: Date): string {
  return writeZonedTime(moment.toISOString(), timeZone).slice(0, 10);
}

function at({ timeZone }: Office, day: string, time: string): Date {
  const instant = readZonedTime(`${day}T${time}`, timeZone);
  if (!instant) throw new Error(`no such time: ${day} ${time}`);
  return new Date(instant);
}

function nextDay(day: string): string {
  return shift(day, 1);
}

function previousDay(day: string): string {
  return shift(day, -1);
}

function shift(day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}
