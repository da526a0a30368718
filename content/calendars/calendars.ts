import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const text = z.string().trim().min(1);
const localized = z.strictObject({ ko: text, en: text });
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is no time of day");

/** A day on which nobody works: a holiday (`also` names a second one on the same day), or a day off in place of one. */
const closedDay = z.union([
  z.strictObject({ date: z.iso.date(), name: localized, also: localized.optional() }),
  z.strictObject({ date: z.iso.date(), insteadOf: z.iso.date() }),
]);

const calendarFile = z
  .strictObject({
    country: z.string().regex(/^[A-Z]{2}$/),
    name: localized,
    /** The zones in which this country's days are counted. A zone is of one country. */
    timeZones: z.array(z.string().refine(isTimeZone, "is no time zone")).min(1),
    hours: z.strictObject({ from: hour, to: hour }).refine(({ from, to }) => from < to, "ends before it begins"),
    weekend: z.array(z.enum(weekdays)).max(6),
    source: localized,
    years: z.record(z.string().regex(/^20\d\d$/), z.array(closedDay).min(1)),
  })
  .superRefine(({ years, weekend }, issues) => {
    const numbers = Object.keys(years).map(Number);
    if (numbers.some((year, i) => i > 0 && year !== (numbers[i - 1] ?? 0) + 1)) issues.addIssue("leaves out a year");
    const days = Object.values(years).flat();
    const isWeekend = (date: string) => (weekend as string[]).includes(weekdayOf(date));
    for (const [year, list] of Object.entries(years)) for (const { date } of list) if (!date.startsWith(year)) issues.addIssue(`has ${date} among the days of ${year}`);
    days.forEach((day, i) => {
      const before = days[i - 1];
      if (before && before.date >= day.date) issues.addIssue(`has ${day.date} after ${before.date}`);
      if (!("insteadOf" in day)) return;
      const holiday = days.find(({ date }) => date === day.insteadOf);
      if (!holiday || "insteadOf" in holiday) issues.addIssue(`has ${day.date} instead of ${day.insteadOf}, which is no holiday`);
      else if (!isWeekend(holiday.date) && !holiday.also) issues.addIssue(`has ${day.date} instead of ${day.insteadOf}, on which nothing is lost`);
      if (isWeekend(day.date)) issues.addIssue(`has ${day.date} instead of ${day.insteadOf}, and nobody works on it anyway`);
    });
  });

interface ClosedDay {
  date: string;
  name: z.output<typeof localized>;
  /** The day it stands for; null where it is the holiday itself. */
  insteadOf: string | null;
}

/** When a country's offices work, as far as it is known. */
export interface BusinessCalendar {
  country: string;
  name: z.output<typeof localized>;
  timeZones: string[];
  hours: { from: string; to: string };
  source: z.output<typeof localized>;
  /** First and last year whose holidays are known. */
  known: { from: number; to: number };
  closed: ReadonlyMap<string, ClosedDay>;
  /** Weekdays on which nobody works, Sunday being 0. */
  weekend: ReadonlySet<number>;
}

const CALENDARS = path.join(process.cwd(), "content", "calendars");
let read: BusinessCalendar[] | undefined;

/** The calendars of all countries, read once per process. A file that is not as it should be throws with its name and place. */
export function loadCalendars(): BusinessCalendar[] {
  read ??= readCalendars(Object.fromEntries(readdirSync(CALENDARS).filter((file) => file.endsWith(".yaml")).map((file): [string, string] => [file, readFileSync(path.join(CALENDARS, file), "utf8")])));
  return read;
}

/** Read calendars from the texts of their files, one for each country. @throws {Error} naming the file */
export function readCalendars(files: Record<string, string>): BusinessCalendar[] {
  const calendars = Object.entries(files).map(([name, content]) => readCalendar(name, content));
  const zones = calendars.flatMap(({ timeZones }) => timeZones);
  const twice = zones.find((zone, i) => zones.indexOf(zone) !== i);
  if (twice) throw new Error(`content/calendars: ${twice} is of two countries`);
  return calendars;
}

function readCalendar(file: string, content: string): BusinessCalendar {
  const result = calendarFile.safeParse(parse(content, { prettyErrors: true }));
  if (!result.success) throw new Error(`content/calendars/${file}:\n${z.prettifyError(result.error)}`);
  const { country, name, timeZones, hours, source, weekend, years } = result.data;
  if (file !== `${country.toLowerCase()}.yaml`) throw new Error(`content/calendars/${file} is of ${country}`);
  const numbers = Object.keys(years).map(Number);
  const days = Object.values(years).flat();
  const nameOf = (date: string) => {
    const holiday = days.find((day) => day.date === date);
    return holiday && "name" in holiday ? holiday.name : name;
  };
  const closed = days.map((day): ClosedDay => ("insteadOf" in day ? { date: day.date, name: nameOf(day.insteadOf), insteadOf: day.insteadOf } : { date: day.date, name: day.name, insteadOf: null }));
  return {
    country, name, timeZones, hours, source,
    known: { from: Math.min(...numbers), to: Math.max(...numbers) },
    closed: new Map(closed.map((day) => [day.date, day])),
    weekend: new Set(weekend.map((day) => weekdays.indexOf(day))),
  };
}

function weekdayOf(date: string): string {
  return weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? "";
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format() !== "";
  } catch {
    return false;
  }
}
