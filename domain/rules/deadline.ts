import type { Ground, RuleClock } from "@/content/rules/types";
import { readZonedTime, writeZonedTime } from "../incidents/zoned-time";
import type { Deadline, Situation } from "./types";

const HOUR = 3_600_000;

/**
 * Reckon a rule's deadline. Hours are elapsed hours. Days are calendar days in the rule's own time zone, to the same time of day: the laws run to the end
 * of the last day, so this is never late. A ground moves the deadline to its end and no further, and only if that is later. `longer` says that the law
 * gives the longer time.
 */
export function reckonDeadline(clock: RuleClock, situation: Situation, timeZone: string, longer: boolean): Deadline {
  const from = situation.anchors[clock.anchor];
  const days = longer ? clock.longer?.days : clock.days;
  const base = from === null ? null : clock.hours !== undefined ? new Date(from.getTime() + clock.hours * HOUR) : days !== undefined ? addDays(from, days, timeZone) : null;
  const claimed = clock.postpone.flatMap((ground): { ground: Ground; until: Date | null }[] => {
    const until = situation.grounds[ground];
    return until === undefined ? [] : [{ ground, until }];
  });
  const postponed = base === null ? claimed : claimed.filter(({ until }) => until === null || until > base);
  const due = base === null || postponed.some(({ until }) => until === null) ? null : postponed.reduce((latest, { until }) => (until && until > latest ? until : latest), base);
  return { anchor: clock.anchor, from, base, due, postponed };
}

/** The same time on the wall of a zone so many days later. */
function addDays(from: Date, days: number, timeZone: string): Date {
  const wall = writeZonedTime(from.toISOString(), timeZone);
  const day = new Date(`${wall.slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  const instant = readZonedTime(`${day.toISOString().slice(0, 10)}${wall.slice(10)}`, timeZone);
  if (!instant) throw new Error(`no such time: ${wall}`);
  return new Date(instant);
}

/** The day that a moment falls on in a zone, ISO 8601. */
export function dayIn(at: Date, timeZone: string): string {
  return writeZonedTime(at.toISOString(), timeZone).slice(0, 10);
}

/** The last second of the day so many days later in a zone: a day that is given is given whole. */
export function endOfDayAfter(from: Date, days: number, timeZone: string): Date {
  const instant = readZonedTime(`${dayIn(addDays(from, days, timeZone), timeZone)}T23:59:59`, timeZone);
  if (!instant) throw new Error("a day without an end");
  return new Date(instant);
}
