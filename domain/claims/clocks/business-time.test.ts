import { expect, it } from "vitest";
import { loadCalendars } from "@/content/calendars/calendars";
import { addBusinessDays, addBusinessMinutes, addDays, BeyondCalendar, businessMinutesBetween, isBusinessDay, spanBefore, type Office } from "./business-time";

function office(country: string, timeZone?: string): Office {
  const calendar = loadCalendars().find((each) => each.country === country);
  if (!calendar) throw new Error(country);
  return { calendar, timeZone: timeZone ?? calendar.timeZones[0] ?? "" };
}

it.each<[what: string, country: string, from: string, days: number, due: string]>([
  ["an ordinary week", "KR", "2026-11-02T10:00+09:00", 2, "2026-11-04T18:00+09:00"],
  ["a weekend", "KR", "2026-11-06T10:00+09:00", 1, "2026-11-09T18:00+09:00"],
  ["from a Sunday", "KR", "2026-11-08T10:00+09:00", 1, "2026-11-09T18:00+09:00"],
  ["before office hours, where it is still yesterday in UTC", "KR", "2026-11-03T00:30+09:00", 1, "2026-11-04T18:00+09:00"],
  ["Chuseok of 2025 with its substitute and Hangul Day: nine days without one of work", "KR", "2025-10-02T10:00+09:00", 2, "2025-10-13T18:00+09:00"],
  ["Chuseok of 2026, whose Saturday has no substitute", "KR", "2026-09-23T10:00+09:00", 1, "2026-09-28T18:00+09:00"],
  ["Lunar New Year of 2025 behind a temporary holiday", "KR", "2025-01-24T10:00+09:00", 1, "2025-01-31T18:00+09:00"],
  ["Lunar New Year of 2027, on a Sunday with its substitute on the Tuesday", "KR", "2027-02-05T10:00+09:00", 1, "2027-02-10T18:00+09:00"],
  ["Buddha's Birthday on a Sunday", "KR", "2026-05-22T10:00+09:00", 1, "2026-05-26T18:00+09:00"],
  ["Memorial Day on a Sunday, which has no substitute", "KR", "2027-06-04T10:00+09:00", 1, "2027-06-07T18:00+09:00"],
  ["two holidays on one Monday", "KR", "2025-05-02T10:00+09:00", 1, "2025-05-07T18:00+09:00"],
  ["the year's end", "KR", "2026-12-30T17:00+09:00", 2, "2027-01-04T18:00+09:00"],
  ["the year's end with four days of Christmas", "GB", "2027-12-24T12:00Z", 1, "2027-12-29T17:00Z"],
  ["clocks put forward", "US", "2026-03-06T10:00-05:00", 1, "2026-03-09T17:00-04:00"],
  ["clocks put back", "US", "2026-10-30T10:00-04:00", 1, "2026-11-02T17:00-05:00"],
  ["clocks put forward in London", "GB", "2026-03-27T10:00Z", 1, "2026-03-30T17:00+01:00"],
  ["clocks put back in London", "GB", "2026-10-23T10:00+01:00", 1, "2026-10-26T17:00Z"],
  ["a holiday kept on the Friday before", "US", "2026-07-02T10:00-04:00", 1, "2026-07-06T17:00-04:00"],
  ["a holiday on a Sunday in Germany, lost", "DE", "2027-10-01T10:00+02:00", 1, "2027-10-04T17:00+02:00"],
  ["the Golden Week of 2026", "JP", "2026-05-01T10:00+09:00", 1, "2026-05-07T18:00+09:00"],
  ["the day between two holidays", "JP", "2026-09-18T10:00+09:00", 1, "2026-09-24T18:00+09:00"],
  ["Christmas in Sydney, in summer time", "AU", "2026-12-24T10:00+11:00", 1, "2026-12-29T17:00+11:00"],
])("counts working days over %s", (_, country, from, days, due) => {
  expect(addBusinessDays(office(country), new Date(from), days)).toEqual(new Date(due));
});

it.each<[what: string, country: string, from: string, hours: number, due: string]>([
  ["within a day", "KR", "2026-11-02T10:00+09:00", 4, "2026-11-02T14:00+09:00"],
  ["to the last minute of it", "KR", "2026-11-02T10:00+09:00", 8, "2026-11-02T18:00+09:00"],
  ["before the office opens", "KR", "2026-11-02T03:00+09:00", 1, "2026-11-02T10:00+09:00"],
  ["after it has closed", "KR", "2026-11-02T20:00+09:00", 1, "2026-11-03T10:00+09:00"],
  ["over Chuseok", "KR", "2025-10-02T17:00+09:00", 2, "2025-10-10T10:00+09:00"],
  ["over the night that is an hour short", "US", "2026-03-06T16:00-05:00", 8, "2026-03-09T16:00-04:00"],
  ["over the night that is an hour long", "US", "2026-10-30T16:00-04:00", 8, "2026-11-02T16:00-05:00"],
  ["in another zone of the country", "US", "2026-03-06T16:30-05:00", 2, "2026-03-06T18:30-05:00"],
])("counts office hours %s", (_, country, from, hours, due) => {
  const where = office(country, from === "2026-03-06T16:30-05:00" ? "America/Los_Angeles" : undefined);
  const end = addBusinessMinutes(where, new Date(from), hours * 60);
  expect(end).toEqual(new Date(due));
  expect(businessMinutesBetween(where, new Date(from), end)).toBe(hours * 60);
});

it("goes on with what was left at the next moment of office hours", () => {
  const seoul = office("KR");
  expect(addBusinessMinutes(seoul, new Date("2026-11-07T12:00+09:00"), 0)).toEqual(new Date("2026-11-09T09:00+09:00"));
  expect(addBusinessMinutes(seoul, new Date("2026-11-09T18:00+09:00"), 0)).toEqual(new Date("2026-11-09T18:00+09:00"));
  expect(businessMinutesBetween(seoul, new Date("2026-11-09T12:00+09:00"), new Date("2026-11-06T12:00+09:00"))).toBe(0);
});

it("ends a period in days at the end of its last day, or of the next day of work", () => {
  const seoul = office("KR");
  expect(addDays(seoul, new Date("2026-11-02T23:30+09:00"), 10)).toEqual(new Date("2026-11-12T23:59:59+09:00"));
  expect(addDays(seoul, new Date("2026-09-14T10:00+09:00"), 10)).toEqual(new Date("2026-09-28T23:59:59+09:00"));
  expect(addDays(office("GB"), new Date("2026-10-20T10:00+01:00"), 5)).toEqual(new Date("2026-10-26T23:59:59Z"));
});

it("counts back over days without work", () => {
  const seoul = office("KR");
  expect(spanBefore(seoul, new Date("2025-10-13T18:00+09:00"), { businessDays: 2 })).toEqual(new Date("2025-10-10T09:00+09:00"));
  expect(spanBefore(seoul, new Date("2025-10-10T11:00+09:00"), { businessHours: 4 })).toEqual(new Date("2025-10-02T16:00+09:00"));
});

it("refuses to guess a year whose holidays are not known, and says which are", () => {
  const seoul = office("KR");
  for (const guess of [() => addBusinessDays(seoul, new Date("2027-12-30T10:00+09:00"), 2), () => isBusinessDay(seoul, "2024-12-31"), () => addBusinessMinutes(seoul, new Date("2028-01-03T10:00+09:00"), 60), () => addDays(seoul, new Date("2027-12-30T10:00+09:00"), 5)]) {
    expect(guess).toThrow(BeyondCalendar);
  }
  expect(() => addBusinessDays(seoul, new Date("2027-12-30T10:00+09:00"), 2)).toThrow(expect.objectContaining({ reason: "calendar-ends", values: { country: "KR", day: "2028-01-01", from: 2025, to: 2027 } }));
});
