import "server-only";

/** The wall clock of a zone at an instant, in milliseconds as if it were UTC. */
function wallClock(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" }).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second"));
}

/**
 * The instant at which a zone's clocks show what was typed into a date-and-time field (`2025-12-03T18:00`); null when that is no moment. Of an hour that comes
 * twice the first is meant.
 */
export function readLocalTime(text: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null;
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return null;
  // Twice, for a change of the clocks may lie between the first guess and the answer.
  let at = wanted;
  for (let i = 0; i < 2; i++) at = wanted - (wallClock(at, timeZone) - at);
  return new Date(at);
}
