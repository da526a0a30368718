import { describe, expect, it } from "vitest";
import { readZonedTime, writeZonedTime } from "./zoned-time";

it.each([
  ["2025-12-03T18:00", "Asia/Seoul", "2025-12-03T09:00:00.000Z"],
  ["2025-07-01T09:30", "Europe/Berlin", "2025-07-01T07:30:00.000Z"],
  ["2025-03-30T03:30", "Europe/Berlin", "2025-03-30T01:30:00.000Z"],
  ["2025-11-02T03:00", "America/New_York", "2025-11-02T08:00:00.000Z"],
])("reads %s in %s", (text, zone, at) => {
  expect(new Date(readZonedTime(text, zone) ?? "").toISOString()).toBe(at);
});

it.each(["", "3 December", "2025-13-03T18:00", "2025-12-03"])("says that %j is no moment", (text) => {
  expect(readZonedTime(text, "Asia/Seoul")).toBeNull();
});

describe("the clock on the wall", () => {
  it.each([
    ["2025-11-18T22:50", "Asia/Seoul", "2025-11-18T22:50:00+09:00"],
    ["2025-11-18T22:50:07", "Asia/Seoul", "2025-11-18T22:50:07+09:00"],
    ["2026-07-01T12:00", "Asia/Kolkata", "2026-07-01T12:00:00+05:30"],
    ["2026-07-01T12:00", "UTC", "2026-07-01T12:00:00+00:00"],
    ["2026-03-29T01:59", "Europe/Berlin", "2026-03-29T01:59:00+01:00"],
    ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T02:30:00+01:00"],
    ["2026-03-29T03:00", "Europe/Berlin", "2026-03-29T03:00:00+02:00"],
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T02:30:00+02:00"],
    ["2026-10-25T03:00", "Europe/Berlin", "2026-10-25T03:00:00+01:00"],
    ["2026-02-30T10:00", "Asia/Seoul", null],
    ["", "Asia/Seoul", null],
  ])("says %s in %s at %s", (wall, zone, instant) => {
    expect(readZonedTime(wall, zone)).toBe(instant);
  });

  it("reads back what it writes, also with seconds", () => {
    for (const instant of ["2025-11-18T13:50:00Z", "2025-11-18T13:50:07Z", "2026-07-01T00:00:00Z"])
      for (const zone of ["Asia/Seoul", "Europe/Berlin", "America/St_Johns", "UTC"]) expect(Date.parse(readZonedTime(writeZonedTime(instant, zone), zone) ?? "")).toBe(Date.parse(instant));
  });
});
