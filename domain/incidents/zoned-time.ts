import { dateTimeFormat } from "@/content/formats";

/** A wall clock as a form field of type `datetime-local` holds it; seconds are optional. */
const WALL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/;
const MINUTE = 60_000;

/**
 * Read what a clock on the wall of a time zone says as an instant, ISO 8601 with the zone's offset. Of an hour that a change of clocks repeats the first
 * is taken; an hour that it skips is read with the offset before the change. Null for what is no such time.
 */
export function readZonedTime(wall: string, timeZone: string): string | null {
  const parts = WALL.exec(wall);
  if (!parts) return null;
  const asUtc = Date.parse(`${wall}Z`);
  // A day that the month does not have would roll over into the next month.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(wall)) return null;
  // The offsets a day before and a day after bracket every change of clocks.
  const around = [offsetAt(asUtc - 86_400_000, timeZone), offsetAt(asUtc + 86_400_000, timeZone)];
  const offset = around.find((minutes) => offsetAt(asUtc - minutes * MINUTE, timeZone) === minutes) ?? around[0] ?? 0;
  const size = Math.abs(offset);
  return `${wall}${parts[6] ? "" : ":00"}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Write an instant as a field of type `datetime-local` holds it: the zone's wall clock to the minute, and to the second where that is not zero, so that reading it gives the same instant. */
export function writeZonedTime(instant: string, timeZone: string): string {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(at, timeZone) * MINUTE).toISOString().slice(0, 19).replace(/:00$/, "");
}

/** Minutes by which a zone is ahead of UTC at an instant; an unknown zone counts as UTC, and the schema refuses it by name. */
function offsetAt(at: number, timeZone: string): number {
  let name: string;
  try {
    name = dateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  } catch {
    return 0;
  }
  const parts = /^GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (!parts) return 0;
  return (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
