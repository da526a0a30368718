import { describe, expect, it } from "vitest";
import { whyNotFilable } from "./rules";

const opensAt = new Date("2026-01-01T00:00:00+09:00");
const closesAt = new Date("2026-04-01T00:00:00+09:00");

describe("whyNotFilable", () => {
  it.each([
    ["draft", "2026-02-01T00:00:00+09:00", "programme-not-open-yet"],
    ["open", "2025-12-31T23:59:59+09:00", "programme-not-open-yet"],
    ["open", "2026-01-01T00:00:00+09:00", null],
    ["open", "2026-03-31T23:59:59+09:00", null],
    ["open", "2026-04-01T00:00:00+09:00", "programme-closed"],
    ["closed", "2026-02-01T00:00:00+09:00", "programme-closed"],
  ] as const)("%s at %s: %s", (state, at, reason) => {
    expect(whyNotFilable({ state, opensAt, closesAt }, new Date(at))?.reason ?? null).toBe(reason);
  });
});
