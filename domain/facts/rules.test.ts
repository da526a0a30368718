import { describe, expect, it } from "vitest";
import { Conflict, Forbidden } from "../kernel/errors";
import { factNamesIn, fillFacts, formatFact, inPageOrder, mentionsFact, whyNotDecidable, whyNotWithdrawable } from "./rules";
import { factValue, type FactValue } from "./types";

const SEOUL = "Asia/Seoul";
const none = { ko: "", en: "" };
const count = (figure: number, unit = none, about = false): FactValue => ({ kind: "count", count: figure, about, unit });
const accounts = { ko: "개", en: "accounts" };

describe("a fact's value, as each language says it", () => {
  it.each<[FactValue, string, string]>([
    [count(0), "0", "0"],
    [count(4_536, accounts), "4,536개", "4,536 accounts"],
    [count(33_673_817, { ko: "명", en: "people" }), "33,673,817명", "33,673,817 people"],
    [count(33_700_000, accounts), "33,700,000개", "33,700,000 accounts"],
    [count(33_700_000, accounts, true), "약 3,370만 개", "about 33.7 million accounts"],
    [count(120_000_000, none, true), "약 1억 2,000만", "about 120 million"],
    [count(200_000_000, { ko: "건", en: "records" }, true), "약 2억 건", "about 200 million records"],
    [count(33_673_800, none, true), "약 33,673,800", "about 33,673,800"],
    [count(30_000, none, true), "약 3만", "about 30,000"],
    [count(0, none, true), "약 0", "about 0"],
    [{ kind: "date", on: "2025-11-18" }, "2025년 11월 18일", "18 November 2025"],
    [{ kind: "date", on: "2025-11-18T22:50:00+09:00" }, "한국 시각 2025년 11월 18일 22:50", "18 November 2025 at 22:50 KST"],
    [{ kind: "date", on: "2025-11-18T15:30:00Z" }, "한국 시각 2025년 11월 19일 00:30", "19 November 2025 at 00:30 KST"],
    [{ kind: "period", from: "2025-06-24", to: "2025-11-18" }, "2025년 6월 24일부터 11월 18일까지", "24 June to 18 November 2025"],
    [{ kind: "period", from: "2025-12-30", to: "2026-01-02" }, "2025년 12월 30일부터 2026년 1월 2일까지", "30 December 2025 to 2 January 2026"],
    [{ kind: "period", from: "2025-06-24", to: null }, "2025년 6월 24일부터", "24 June 2025 onwards"],
    [{ kind: "money", minor: 50_000, currency: "KRW" }, "50,000원", "50,000 KRW"],
    [{ kind: "money", minor: 129_950, currency: "EUR" }, "1,299.50 EUR", "1,299.50 EUR"],
    [{ kind: "text", text: { ko: "확인 중입니다", en: "Being established" } }, "확인 중입니다", "Being established"],
  ])("%j", (value, ko, en) => {
    expect(factValue.parse(value)).toEqual(value);
    expect([formatFact(value, "ko", SEOUL), formatFact(value, "en", SEOUL)]).toEqual([ko, en]);
  });

  it("is a moment of the incident's zone, which it names, and a day of none", () => {
    const at = "2025-07-01T12:00:00Z";
    expect(formatFact({ kind: "date", on: at }, "en", "Europe/Berlin")).toBe("1 July 2025 at 14:00 CEST");
    expect(formatFact({ kind: "date", on: "2025-07-01" }, "en", "Pacific/Kiritimati")).toBe("1 July 2025");
    expect(formatFact({ kind: "date", on: "2025-07-01" }, "en", "Pacific/Pago_Pago")).toBe("1 July 2025");
  });

  it.each<[string, unknown]>([
    ["a figure below nothing", { kind: "count", count: -1, about: false, unit: none }],
    ["a fraction of a person", { kind: "count", count: 1.5, about: false, unit: none }],
    ["a period that ends before it begins", { kind: "period", from: "2025-06-24", to: "2025-06-23" }],
    ["a moment without a zone", { kind: "date", on: "2025-11-18T22:50:00" }],
    ["a day that is none", { kind: "date", on: "2025-02-30" }],
    ["text in one language", { kind: "text", text: { ko: "있음", en: " " } }],
    ["text that would begin a placeholder", { kind: "text", text: { ko: "{{fact:a}}", en: "{{fact:a}}" } }],
    ["text of two lines", { kind: "text", text: { ko: "하나\n둘", en: "one\ntwo" } }],
    ["a currency by its sign", { kind: "money", minor: 1, currency: "€" }],
  ])("is not %s", (_, value) => {
    expect(factValue.safeParse(value).success).toBe(false);
  });
});

describe("facts in a text", () => {
  const values = { "people-affected": count(33_673_817, accounts), how: { kind: "text", text: { ko: "$& 열쇠", en: "a $& key" } } as const };

  it("are found by name, each once, however the braces are written", () => {
    expect(factNamesIn("{{fact:people-affected}} and {{ fact: how }}, {{fact:people-affected}}, {{FACT:x}}, {{fact:}}, {{contact-desk}}, {fact:y}")).toEqual(["people-affected", "how", "x", ""]);
  });

  it("are filled in by the language, to the letter, and an unknown one stays", () => {
    expect(fillFacts("{{fact:people-affected}} 계정, {{ fact: how }}", "ko", values, SEOUL)).toBe("33,673,817개 계정, $& 열쇠");
    expect(fillFacts("{{fact:people-affected}}; {{fact:constructor}}; {{fact:}}", "en", values, SEOUL)).toBe("33,673,817 accounts; {{fact:constructor}}; {{fact:}}");
  });

  it.each<[string, "ko" | "en", FactValue | null, "named" | "written" | null]>([
    ["{{fact:n}} people", "en", null, "named"],
    ["We said 4,536 people.", "en", count(4_536, accounts), "written"],
    ["4,536명이라고 알려 드렸습니다", "ko", count(4_536, accounts), "written"],
    ["We said 14,536 people.", "en", count(4_536), null],
    ["We said 4,536,000 people.", "en", count(4_536), null],
    ["It was 1,234,536, and 4,536.", "en", count(4_536), "written"],
    ["In 4,536.5 hours", "en", count(4_536), null],
    ["We have 12 rules.", "en", count(12), null],
    ["11월 18일, 2025년 11월 18일에", "ko", { kind: "date", on: "2025-11-18" }, "written"],
    ["on 18 November", "en", { kind: "date", on: "2025-11-18" }, null],
    ["{{fact:other}}", "en", count(4_536), null],
  ])("%j says a fact: %s %j: %s", (text, locale, value, mention) => {
    expect(mentionsFact(text, locale, { name: "n", value }, SEOUL)).toBe(mention);
  });
});

it("shows what the law asks for first, and the rest as it was made", () => {
  const names = ["b", "measures", "a", "people-affected", "discovered"].map((name) => ({ name }));
  expect(inPageOrder(names).map(({ name }) => name)).toEqual(["people-affected", "discovered", "measures", "b", "a"]);
});

describe("a proposal", () => {
  const value = { state: "proposed", proposedBy: "writer" } as const;
  it("is decided by another than its maker, and withdrawn by its maker alone, once", () => {
    expect(whyNotDecidable(value, "reader")).toBeNull();
    expect(whyNotDecidable(value, "writer")).toBeInstanceOf(Forbidden);
    expect(whyNotDecidable({ ...value, state: "withdrawn" }, "reader")).toBeInstanceOf(Conflict);
    expect(whyNotWithdrawable(value, "writer")).toBeNull();
    expect(whyNotWithdrawable(value, "reader")).toBeInstanceOf(Forbidden);
    expect(whyNotWithdrawable({ ...value, state: "approved" }, "writer")).toBeInstanceOf(Conflict);
  });
});
