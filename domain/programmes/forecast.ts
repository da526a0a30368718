/** Claims filed less those withdrawn on one day of the incident's calendar, and what their terms allow them, in minor units. */
export interface TakeUpDay {
  /** ISO 8601. */
  day: string;
  claims: number;
  minor: bigint;
}

export interface ForecastInput {
  /** First and last day of the programme, and today, by the incident's calendar. */
  opens: string;
  closes: string;
  today: string;
  /** Days on which something was filed or withdrawn; the others are absent. */
  days: readonly TakeUpDay[];
  /** People who could claim. */
  eligible: number;
  /** What was supposed before: claims by the closing day, and what they cost. */
  supposed: { claims: number; costMinor: bigint };
}

interface ForecastPoint {
  day: string;
  /** Sums up to the end of the day; null after today. */
  claims: number | null;
  costMinor: bigint | null;
  /** Null before today. */
  projectedClaims: number | null;
  projectedMinor: bigint | null;
  /** What was supposed, spread evenly from the opening to the close. */
  supposedClaims: number;
  supposedMinor: bigint;
}

export interface Forecast {
  claims: number;
  costMinor: bigint;
  /** Claims a day over the last full days, of which there were so many. */
  perDay: number;
  basis: number;
  projectedClaims: number;
  projectedMinor: bigint;
  points: ForecastPoint[];
}

/** Full days that a forecast rests on: a week, so that weekends do not tilt it. */
const BASIS = 7;
/** Points of the drawing; a long programme is drawn in steps of several days. */
const POINTS = 60;

/**
 * Project what was claimed so far to the closing day: as many claims a day as the last full week had (or all full days since the opening, while there are fewer), each of the average cost so far, and
 * never more people than could claim. Before the first full day is over nothing is projected beyond what is there.
 */
export function forecastTakeUp({ opens, closes, today, days, eligible, supposed }: ForecastInput): Forecast {
  const sum = (from: string, to: string) => days.reduce((all, { day, claims, minor }) => (day >= from && day <= to ? { claims: all.claims + claims, minor: all.minor + minor } : all), { claims: 0, minor: 0n });
  const last = today < closes ? today : closes;
  const { claims, minor: costMinor } = sum("", last);
  const basis = Math.max(0, Math.min(BASIS, daysBetween(opens, last)));
  const perDay = basis === 0 ? 0 : Math.max(0, sum(shiftDay(last, -basis), shiftDay(last, -1)).claims / basis);
  const project = (day: string) => Math.max(claims, Math.min(eligible, Math.round(claims + perDay * Math.max(0, daysBetween(last, day)))));
  const costOf = (count: number) => (claims <= 0 ? 0n : (costMinor * BigInt(count)) / BigInt(claims));
  const length = Math.max(1, daysBetween(opens, closes));
  const step = Math.max(1, Math.ceil(length / POINTS));
  const drawn = Array.from({ length: Math.floor(length / step) + 1 }, (_, i) => shiftDay(opens, i * step));
  const points = [...new Set([...drawn, ...(last >= opens ? [last] : []), closes])].sort().map((day): ForecastPoint => {
    const share = Math.min(1, daysBetween(opens, day) / length);
    const so = day <= last ? sum("", day) : null;
    return {
      day,
      claims: so && so.claims,
      costMinor: so && so.minor,
      projectedClaims: day >= last ? project(day) : null,
      projectedMinor: day >= last ? costOf(project(day)) : null,
      supposedClaims: Math.round(supposed.claims * share),
      supposedMinor: (supposed.costMinor * BigInt(Math.round(share * 10_000))) / 10_000n,
    };
  });
  const projectedClaims = project(closes);
  return { claims, costMinor, perDay, basis, projectedClaims, projectedMinor: costOf(projectedClaims), points };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function shiftDay(day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}
