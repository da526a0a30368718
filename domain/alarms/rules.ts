import type { AlarmLimits } from "@/content/alarms/limits";
import type { Policy } from "../kernel/context";
import type { Alarm, Coordinates } from "./types";

/** Slices whose pages show people or lead to them. Those of waves and imports do not, and ask for themselves anew every two seconds while somebody follows them. */
const ofPeople: ReadonlySet<string> = new Set(["claims", "claim-risk", "enquiries", "evidence", "suppressions", "payments", "letters", "audiences", "authenticity", "erasures"]);

/** Whether what a policy lets through counts as a page that somebody was shown of people. */
export function showsPeople({ name }: Pick<Policy, "name">): boolean {
  return ofPeople.has(name.slice(0, name.indexOf(".")));
}

/** Which members of staff an alarm is about: its object, and whom its details name as who did it (`by`) and for whom (`of`). None of them handles it. */
export function whomAbout({ objectKind, objectId, details }: Pick<Alarm, "objectKind" | "objectId" | "details">): string[] {
  return [objectKind === "staff" ? objectId : null, details.by, details.of].filter((id) => typeof id === "string");
}

/** The median of the absolute deviations of a normal distribution is this much of its standard deviation. */
const MAD_SHARE = 0.6745;

function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/**
 * Reckon the most that is usual by somebody's own history: an outlier by the modified z-score lies above it. The deviation is at least that of a Poisson count, so that a history that hardly varies does not make an
 * alarm of one page more; `floor` is what is never an alarm. While there is too little history `unknown` stands alone, which is the floor itself unless it is said. Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); NIST/SEMATECH
 * e-Handbook of Statistical Methods § 1.3.5.17.
 */
export function mostUsual(history: readonly number[], floor: number, { least, score }: Pick<AlarmLimits["history"], "least" | "score">, unknown = floor): number {
  if (history.length < least) return unknown;
  const middle = median([...history].sort((a, b) => a - b));
  const spread = median(history.map((value) => Math.abs(value - middle)).sort((a, b) => a - b));
  return Math.max(floor, Math.ceil(middle + score * Math.max(spread / MAD_SHARE, Math.sqrt(middle))));
}

const EARTH_RADIUS = 6_371;

/** Great-circle distance by the haversine formula, on a sphere; half a percent off at most, and places of networks are further off. */
export function kilometresBetween(a: Coordinates, b: Coordinates): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const h = half(a.latitude, b.latitude) + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}
