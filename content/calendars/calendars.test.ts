import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readClockRules } from "../clocks/clocks";
import { loadCalendars, readCalendars } from "./calendars";

const korea = readFileSync("content/calendars/kr.yaml", "utf8");
const clocks = readFileSync("content/clocks/clocks.yaml", "utf8");

describe("calendars", () => {
  it("know three years of six countries, each holiday in both languages", () => {
    const calendars = loadCalendars();
    expect(calendars.map(({ country }) => country).sort()).toEqual(["AU", "DE", "GB", "JP", "KR", "US"]);
    for (const { country, known, closed } of calendars) {
      expect(known, country).toEqual({ from: 2025, to: 2027 });
      for (const { name } of closed.values()) expect([/[가-힣]/.test(name.ko), /[가-힣]/.test(name.en)], name.en).toEqual([true, false]);
    }
    expect(calendars.find(({ country }) => country === "KR")?.closed.get("2025-10-08")).toMatchObject({ insteadOf: "2025-10-05", name: { en: "Day before Chuseok" } });
  });

  it.each<[string, string, string, RegExp]>([
    ["an unknown key", "country: KR", "country: KR\nmoon: true", /kr\.yaml[\s\S]*"moon"/],
    ["a day that does not exist", "date: 2025-03-01,", "date: 2025-02-29,", /kr\.yaml[\s\S]*years/],
    ["a day of another year", "date: 2025-01-01,", "date: 2024-01-01,", /2024-01-01 among the days of 2025/],
    ["a day that is there twice", "date: 2025-01-28,", "date: 2025-01-27,", /2025-01-27 after 2025-01-27/],
    ["a day in place of none", "insteadOf: 2025-03-01", "insteadOf: 2025-03-02", /instead of 2025-03-02, which is no holiday/],
    ["a day in place of one on which people work", "insteadOf: 2025-03-01", "insteadOf: 2025-01-28", /instead of 2025-01-28, on which nothing is lost/],
    ["a day off on a weekend", "{date: 2026-03-02,", "{date: 2026-03-07,", /2026-03-07 instead of 2026-03-01, and nobody works on it anyway/],
    ["office hours that end before they begin", '"18:00"', '"08:00"', /ends before it begins/],
    ["a zone that does not exist", "Asia/Seoul", "Asia/Soul", /is no time zone/],
    ["a year left out", "  2026:\n", "  2028:\n", /kr\.yaml/],
    ["a missing translation", "name: {ko: 대한민국, en: Korea}", "name: {ko: 대한민국}", /kr\.yaml[\s\S]*name/],
    ["another country", "country: KR", "country: JP", /kr\.yaml is of JP/],
  ])("refuse %s", (_, from, to, problem) => {
    expect(korea).toContain(from);
    expect(() => readCalendars({ "kr.yaml": korea.replace(from, to) })).toThrow(problem);
  });

  it("refuse a zone of two countries", () => {
    expect(() => readCalendars({ "kr.yaml": korea, "jp.yaml": korea.replace("country: KR", "country: JP") })).toThrow("Asia/Seoul is of two countries");
  });
});

describe("clocks", () => {
  it.each<[string, string, string, RegExp]>([
    ["one without an end", "meets: [approved, denied-final]", "meets: []", /nothing meets appeal/],
    ["one that waits where it ends", "pauses: [needs-information]", "pauses: [approved]", /decision ends in approved and does not/],
    ["a state that does not exist", "starts: [appealed]", "starts: [appeal]", /clocks\.yaml[\s\S]*starts/],
    ["a length in two ways", "length: {businessDays: 2}", "length: {businessDays: 2, days: 2}", /clocks\.yaml[\s\S]*length/],
    ["an unknown clock", "appeal:", "complaint:", /clocks\.yaml/],
  ])("refuse %s", (_, from, to, problem) => {
    expect(clocks).toContain(from);
    expect(() => readClockRules(clocks.replace(from, to))).toThrow(problem);
  });
});
