import { describe, expect, it } from "vitest";
import { forecast, keeps, neededRate, recentRate, type ForecastInput } from "./forecast";

const now = new Date("2025-12-03T09:00:00+09:00");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const free: ForecastInput = { now, starts: null, left: 360_000, rate: 100, pace: { perSecond: null, quiet: null }, ramp: null, timeZone: "Asia/Seoul" };
const doneIn = (input: Partial<ForecastInput>) => {
  const { doneAt } = forecast({ ...free, ...input });
  return doneAt && (doneAt.getTime() - now.getTime()) / 3_600_000;
};

describe("when a wave will be through", () => {
  it("goes at the measured pace, and never faster than its own limit", () => {
    expect(doneIn({})).toBe(1);
    expect(doneIn({ pace: { perSecond: 50, quiet: null } })).toBe(2);
    expect(doneIn({ pace: { perSecond: 600, quiet: null } })).toBe(1);
    expect(doneIn({ left: 0, rate: null })).toBe(0);
  });

  it("says before the start what it would be at its limit, from the start on", () => {
    expect(doneIn({ rate: null, pace: { perSecond: 100, quiet: null }, starts: hours(5) })).toBe(6);
    expect(forecast({ ...free, rate: null })).toEqual({ doneAt: null, rate: null });
  });

  it("foresees nothing of a wave that stands still, or beyond a year", () => {
    expect(forecast({ ...free, rate: 0 })).toEqual({ doneAt: null, rate: 0 });
    expect(doneIn({ left: 33_700_000, rate: 0.5 })).toBeNull();
  });

  it("waits while a ramp holds", () => {
    const ramp = { left: 36_000, heldSince: null, holdMinutes: 120 };
    expect(doneIn({ ramp })).toBeCloseTo(0.1 + 2 + 0.9);
    expect(doneIn({ ramp: { ...ramp, left: 0, heldSince: hours(-1) } })).toBeCloseTo(1 + 1);
    expect(doneIn({ ramp: { ...ramp, left: 0, heldSince: hours(-50) } })).toBeCloseTo(1);
  });

  it("stands still in quiet hours, over midnight and within a day", () => {
    const at = (quiet: { from: string; to: string }, left: number) => doneIn({ left, pace: { perSecond: null, quiet } });
    expect(at({ from: "21:00", to: "08:00" }, 360_000 * 12)).toBe(12);
    expect(at({ from: "21:00", to: "08:00" }, 360_000 * 13)).toBe(13 + 11);
    expect(at({ from: "12:00", to: "13:00" }, 360_000 * 4)).toBe(5);
    // It is nine: sending begins when quiet hours are over.
    expect(at({ from: "21:00", to: "10:00" }, 360_000)).toBe(2);
  });

  it("counts quiet hours as the clocks there show them when they change", () => {
    // In Berlin the clocks went back at three on 26 October 2025: this night has an hour more.
    const before = new Date("2025-10-25T20:00:00+02:00");
    const { doneAt } = forecast({ ...free, now: before, left: 360_000 * 2, pace: { perSecond: null, quiet: { from: "21:00", to: "08:00" } }, timeZone: "Europe/Berlin" });
    expect(doneAt?.toISOString()).toBe("2025-10-26T08:00:00.000Z");
  });
});

it("says whether a deadline is kept, and what it would take", () => {
  expect(keeps(null, now, now)).toBeNull();
  expect(keeps(hours(1), hours(1), now)).toBe("yes");
  expect(keeps(hours(1), hours(2), now)).toBe("no");
  expect(keeps(hours(1), null, now)).toBe("unknown");
  expect(keeps(hours(-1), null, now)).toBe("no");
  expect(neededRate(7_200, now, hours(1))).toBe(2);
  expect(neededRate(7_200, now, hours(-1))).toBeNull();
});

it("takes the rate of the last minute of movement", () => {
  const samples = (...points: [number, number][]) => points.map(([seconds, settled]) => ({ at: new Date(now.getTime() + seconds * 1000), settled }));
  expect(recentRate([])).toBeNull();
  expect(recentRate(samples([0, 5]))).toBeNull();
  expect(recentRate(samples([0, 0], [10, 100], [20, 200]))).toBe(10);
  expect(recentRate(samples([0, 0], [100, 5_000], [160, 5_600], [190, 6_000]))).toBeCloseTo((6_000 - 5_000) / 90);
  // After a night without sending: what lies before it is no part of the rate.
  expect(recentRate(samples([0, 0], [36_000, 100], [36_002, 300]))).toBe(100);
});
