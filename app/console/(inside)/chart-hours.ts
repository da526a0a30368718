import type { Locale } from "@/db/values/locales";

const HOUR = 3_600_000;
const SHOWN = 48;

/** The last two days by whole hours (UTC, as the counters keep them), oldest first. */
export function chartHours(now: Date): { hours: Date[]; since: Date } {
  const last = Math.floor(now.getTime() / HOUR) * HOUR;
  const hours = Array.from({ length: SHOWN }, (_, index) => new Date(last - (SHOWN - 1 - index) * HOUR));
  return { hours, since: hours[0] ?? now };
}

/** How each hour reads in the incident's zone. */
export function periodLabels(hours: Date[], locale: Locale, timeZone: string): string[] {
  const format = new Intl.DateTimeFormat(locale === "ko" ? "ko-KR" : "en-GB", { timeZone, month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return hours.map((hour) => format.format(hour));
}
