import { describe, expect, it } from "vitest";
import { deliveryStates, type DeliveryState } from "@/db/values/wave-states";
import { retryAfter, sendingPace } from "./rules";

const counts = (some: Partial<Record<DeliveryState, number>>) => Object.fromEntries(deliveryStates.map((state) => [state, some[state] ?? 0])) as Record<DeliveryState, number>;
const frozenAt = new Date("2025-12-03T09:00:00Z");

describe("how far a wave has come", () => {
  it("counts what is still to go, and calls only what is known through", () => {
    const wave = { deliveries: counts({ accepted: 990, pending: 5, deferred: 2, "handing-over": 1, "in-doubt": 1, rejected: 1 }), entered: 1000, frozenAt, endedAt: null };
    expect(sendingPace(wave)).toEqual({ sent: 992, left: 8, percent: 99, average: null });
    expect(sendingPace({ ...wave, deliveries: counts({ accepted: 999, "in-doubt": 1 }) }).percent).toBe(99);
    expect(sendingPace({ ...wave, deliveries: counts({}), entered: 0 })).toMatchObject({ left: 0, percent: 100 });
  });

  it("says the pace of one that has ended", () => {
    const ended = { deliveries: counts({ accepted: 600 }), entered: 600, frozenAt, endedAt: new Date("2025-12-03T09:01:00Z") };
    expect(sendingPace(ended).average).toBe(10);
    expect(sendingPace({ ...ended, endedAt: frozenAt }).average).toBe(600);
    expect(sendingPace({ ...ended, deliveries: counts({ cancelled: 600 }) }).average).toBeNull();
  });
});

it("tries what was put off after 1, 5, 15 and 30 minutes, then hourly, and gives up within 72 hours", () => {
  const waits: number[] = [];
  for (let attempt = 1, wait = retryAfter(1); wait !== null; wait = retryAfter(++attempt)) waits.push(wait / 60);
  expect(waits.slice(0, 6)).toEqual([1, 5, 15, 30, 60, 60]);
  expect(new Set(waits.slice(4))).toEqual(new Set([60]));
  const hours = waits.reduce((sum, minutes) => sum + minutes, 0) / 60;
  expect(hours).toBeGreaterThan(71);
  expect(hours).toBeLessThanOrEqual(72);
});
