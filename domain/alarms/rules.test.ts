import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { mayReadClaims } from "../claims/policy";
import { mayReadEnquiries } from "../enquiries/policy";
import { mayFindPeople } from "../erasure/policy";
import { mayReadDatasets } from "../exposure/policy";
import { mayUseConsole } from "../staff/policy";
import { mayReadSuppressions } from "../suppressions/policy";
import { mayReadWaves } from "../waves/policy";
import { mostUsual, showsPeople } from "./rules";

const { history } = loadAlarmLimits();

it("counts pages of people, and not those that a wave under way asks for by itself", () => {
  expect([mayReadClaims, mayReadEnquiries, mayReadSuppressions, mayFindPeople].map(showsPeople)).toEqual([true, true, true, true]);
  expect([mayUseConsole, mayReadWaves, mayReadDatasets].map(showsPeople)).toEqual([false, false, false]);
});

describe("the most that is usual", () => {
  it("is the floor while there is too little history", () => {
    expect(mostUsual(Array.from({ length: history.least - 1 }, () => 900), 200, history)).toBe(200);
  });

  it("follows somebody's own history, and not one wild day in it", () => {
    const days = Array.from({ length: 40 }, (_, n) => 300 + (n % 5) * 20);
    const usual = mostUsual(days, 200, history);
    // Median 340, median absolute deviation 20: 340 + 3.5 × max(20 / 0.6745, √340).
    expect(usual).toBe(Math.ceil(340 + 3.5 * (20 / 0.6745)));
    expect(mostUsual([...days, 100_000], 200, history)).toBe(usual);
  });

  it("leaves a history that never varies the room of a count", () => {
    expect(mostUsual(Array.from({ length: 50 }, () => 400), 200, history)).toBe(400 + 3.5 * 20);
  });

  it("is never below the floor nor below the middle of the history", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000), { minLength: history.least, maxLength: 200 }), (values) => {
        const usual = mostUsual(values, 200, history);
        const below = values.filter((value) => value <= usual).length;
        expect(usual).toBeGreaterThanOrEqual(200);
        expect(below).toBeGreaterThanOrEqual(values.length / 2);
      }),
    );
  });
});
