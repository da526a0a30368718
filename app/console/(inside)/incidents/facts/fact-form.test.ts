import { describe, expect, it } from "vitest";
import { factStatement, type FactValue } from "@/domain/facts/types";
import { readFactForm, writeFactForm } from "./fact-form";

const SEOUL = "Asia/Seoul";
const said = { label: { ko: "이름", en: "Name" }, status: "confirmed", source: { ko: "출처", en: "Source" } } as const;
const filled = (value: FactValue, zone = SEOUL) => ({ ...writeFactForm({ ...said, value }, zone), kind: value.kind, asOf: "2026-02-10T14:00" });
const problems = (form: Record<string, string>) => factStatement.safeParse(readFactForm(form, SEOUL)).error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [];

describe("the form of a fact", () => {
  it.each<FactValue>([
    { kind: "count", count: 33_700_000, about: true, unit: { ko: "개", en: "" } },
    { kind: "count", count: 0, about: false, unit: { ko: "", en: "people" } },
    { kind: "date", on: "2025-11-18" },
    { kind: "date", on: "2025-11-18T22:50:00+09:00" },
    { kind: "period", from: "2025-06-24", to: "2025-11-18" },
    { kind: "period", from: "2025-06-24", to: null },
    { kind: "money", minor: 50_000, currency: "KRW" },
    { kind: "money", minor: 129_905, currency: "EUR" },
    { kind: "text", text: { ko: "확인 중입니다", en: "Being established" } },
  ])("gives back what it was written from: %j", (value) => {
    expect(readFactForm(filled(value), SEOUL)).toEqual({ ...said, value, asOf: "2026-02-10T14:00:00+09:00" });
    expect(problems(filled(value))).toEqual([]);
  });

  it("takes figures as people write them, and lines as one", () => {
    const form = { ...filled({ kind: "count", count: 1, about: false, unit: { ko: "", en: "" } }), "value.count": " 33,673,817 ", "label.ko": "두\r\n  줄" };
    expect(readFactForm(form, SEOUL)).toMatchObject({ value: { count: 33_673_817 }, label: { ko: "두 줄" } });
    expect(readFactForm({ kind: "money", "value.minor": "1,299.5", "value.currency": "eur" }, SEOUL)).toMatchObject({ value: { minor: 129_950, currency: "EUR" } });
  });

  it.each<[Record<string, string>, [string, string]]>([
    [{ kind: "count", "value.count": "" }, ["value.count", "count"]],
    [{ kind: "count", "value.count": "1.5" }, ["value.count", "count"]],
    [{ kind: "count", "value.count": "-3" }, ["value.count", "count"]],
    [{ kind: "count", "value.count": "많음" }, ["value.count", "count"]],
    [{ kind: "date", "value.on": "" }, ["value.on", "date"]],
    [{ kind: "date", "value.on": "", "value.time": "10:00" }, ["value.on", "date"]],
    [{ kind: "period", "value.from": "2025-06-24", "value.to": "2025-06-23" }, ["value.to", "fact-period"]],
    [{ kind: "period", "value.from": "" }, ["value.from", "date"]],
    [{ kind: "money", "value.minor": "50000.5", "value.currency": "KRW" }, ["value.minor", "amount"]],
    [{ kind: "money", "value.minor": "50000", "value.currency": "₩" }, ["value.currency", "currency"]],
    [{ kind: "text", "value.text.ko": "하나", "value.text.en": "" }, ["value.text.en", "required"]],
  ])("has the problem of %j at its field", (typed, problem) => {
    const rest = { "label.ko": "이름", "label.en": "Name", status: "claimed", "source.ko": "출처", "source.en": "Source", asOf: "2026-02-10T14:00" };
    expect(problems({ ...rest, ...typed })).toEqual([problem]);
  });
});
