import { expect, it } from "vitest";
import { readLocalTime } from "./local-time";

it.each([
  ["2025-12-03T18:00", "Asia/Seoul", "2025-12-03T09:00:00.000Z"],
  ["2025-07-01T09:30", "Europe/Berlin", "2025-07-01T07:30:00.000Z"],
  ["2025-03-30T03:30", "Europe/Berlin", "2025-03-30T01:30:00.000Z"],
  ["2025-11-02T03:00", "America/New_York", "2025-11-02T08:00:00.000Z"],
])("reads %s in %s", (text, zone, at) => {
  expect(readLocalTime(text, zone)?.toISOString()).toBe(at);
});

it.each(["", "3 December", "2025-13-03T18:00", "2025-12-03"])("says that %j is no moment", (text) => {
  expect(readLocalTime(text, "Asia/Seoul")).toBeNull();
});
