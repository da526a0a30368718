/**
 * Business time. Deadlines, as-of dates and schedules are read from a clock so that a test or a replay can set the day;
 * leases and limits never come through here, they use the database's `clock_timestamp()`.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Return a clock that stands at one instant until it is moved. */
export function fixedClock(start: Date): Clock & { set(to: Date): void } {
  let current = start;
  return {
    now: () => current,
    set(to) {
      current = to;
    },
  };
}
