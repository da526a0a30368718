import type { Wave } from "../types";

/** Where a wave stands, for a forecast. */
export interface ForecastInput {
  now: Date;
  /** When sending begins, if it has not. */
  starts: Date | null;
  /** Messages whose outcome is still to come. */
  left: number;
  /** Messages a second: as measured of late, or as earlier waves went; null when neither is known. */
  rate: number | null;
  pace: Pick<Wave["pace"], "perSecond" | "quiet">;
  /** What is left of the first part of its ramp; since when it holds. */
  ramp: { left: number; heldSince: Date | null; holdMinutes: number } | null;
  /** The zone in which the wave was planned. */
  timeZone: string;
}

export interface Forecast {
  /** Null when nobody can say: no limit, and nothing measured. */
  doneAt: Date | null;
  /** Messages a second that it reckons with. */
  rate: number | null;
}

/** Further than this nothing is foreseen: a year. */
const FURTHEST_SECONDS = 366 * 86_400;

/**
 * Say when a wave will be through. It goes at the measured pace and never faster than its own limit; before the start at its limit, or as fast as earlier waves went. A ramp's
 * hold is waited for, and one that waits for a person counts as let go on when its minutes are over. Quiet hours stand still, as if everybody lived in the wave's own
 * zone: elsewhere they lie at other hours and are as long. Not in it: limits of single providers, because nobody knows beforehand who has an address where; people who
 * are moved on to another channel later; messages that are put off again.
 */
export function forecast({ now, starts, left, rate, pace, ramp, timeZone }: ForecastInput): Forecast {
  const begins = starts && starts > now ? starts : now;
  if (left === 0) return { doneAt: begins, rate };
  const perSecond = Math.min(rate ?? Infinity, pace.perSecond ?? Infinity);
  if (!Number.isFinite(perSecond)) return { doneAt: null, rate: null };
  if (perSecond <= 0) return { doneAt: null, rate: 0 };
  const run = (from: Date, messages: number) => addOpenSeconds(from, messages / perSecond, pace.quiet, timeZone);
  if (!ramp) return { doneAt: run(begins, left), rate: perSecond };
  const first = Math.min(ramp.left, left);
  const held = first > 0 ? run(begins, first) : (ramp.heldSince ?? begins);
  const on = held && new Date(Math.max(begins.getTime(), held.getTime() + ramp.holdMinutes * 60_000));
  return { doneAt: on && run(on, left - first), rate: perSecond };
}

/** Messages a second that a wave has to make from now on to be through by a moment; null when it has passed. */
export function neededRate(left: number, from: Date, by: Date): number | null {
  const seconds = (by.getTime() - from.getTime()) / 1000;
  return seconds > 0 ? left / seconds : null;
}

/** Whether something that is foreseen for a moment, or was done then, keeps a deadline. Unknown while nothing is foreseen, unless the deadline has passed already. */
export function keeps(deadline: Date | null, doneAt: Date | null, now: Date): "yes" | "no" | "unknown" | null {
  if (!deadline) return null;
  if (doneAt) return doneAt <= deadline ? "yes" : "no";
  return now > deadline ? "no" : "unknown";
}

/** Over how long a rate is taken, and the longest gap between two samples of one movement. */
const RATE_SECONDS = 60;
const GAP_SECONDS = 180;

/** Messages a second of late, from samples in the order of time. A standstill before them, as of quiet hours, is no part of it. Null before there are two samples. */
export function recentRate(samples: readonly { at: Date; settled: number }[]): number | null {
  const last = samples.at(-1);
  if (!last) return null;
  let first = last;
  for (const sample of samples.toReversed()) {
    if (first.at.getTime() - sample.at.getTime() > GAP_SECONDS * 1000) break;
    first = sample;
    if (last.at.getTime() - sample.at.getTime() >= RATE_SECONDS * 1000) break;
  }
  const seconds = (last.at.getTime() - first.at.getTime()) / 1000;
  return seconds > 0 ? (last.settled - first.settled) / seconds : null;
}

/** The moment at which so many seconds outside quiet hours have gone by. Null beyond a year. */
function addOpenSeconds(from: Date, seconds: number, quiet: Wave["pace"]["quiet"], timeZone: string): Date | null {
  if (seconds > FURTHEST_SECONDS) return null;
  if (!quiet) return new Date(from.getTime() + seconds * 1000);
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const [starts, ends] = [secondsOf(quiet.from), secondsOf(quiet.to)];
  let at = from;
  let left = seconds;
  // Two steps a day: to the next beginning of quiet hours, then to their end. The clock is read anew each time, so a change of clocks cannot add up.
  for (let step = 0; step < 2 * 366; step++) {
    const here = secondsOf(clock.format(at));
    const inside = starts < ends ? here >= starts && here < ends : here >= starts || here < ends;
    const ahead = untilNext(here, inside ? ends : starts);
    if (!inside && left <= ahead) return new Date(at.getTime() + left * 1000);
    if (!inside) left -= ahead;
    at = new Date(at.getTime() + ahead * 1000);
  }
  return null;
}

function untilNext(here: number, there: number): number {
  return there > here ? there - here : there - here + 86_400;
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
