/**
 * Business time. Deadlines, as-of dates and schedules are read from a clock so that a test or a replay can set the day;
 * leases and limits never come through here, they use the database's `clock_timestamp()`.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
