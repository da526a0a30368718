import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { locales } from "@/db/values/locales";
import { personalPlaceholders, sharedPlaceholders } from "@/db/values/placeholders";
import { isDataClass } from "../data-classes";
import { loadRulebook, readRulebook } from "./rulebook";
import type { ItemTest } from "./types";

const files = Object.fromEntries(readdirSync("content/rules").filter((file) => file.endsWith(".yaml")).map((file): [string, string] => [file, readFileSync(`content/rules/${file}`, "utf8")]));
const { rules, items, jurisdictions } = loadRulebook();
/** The rulebook with one stretch of one file written otherwise. */
const altered = (file: string, from: string, to: string) => {
  const text = files[file] ?? "";
  expect(text).toContain(from);
  return () => readRulebook({ ...files, [file]: text.replace(from, to) });
};

describe("the rulebook", () => {
  it("has a file for each jurisdiction, and every rule of the sources", () => {
    expect(Object.keys(files).sort()).toEqual(["au.yaml", "eu.yaml", "items.yaml", "jp.yaml", "kr.yaml", "uk.yaml", "us.yaml"]);
    expect(rules.map(({ id }) => id).sort()).toEqual([
      ...["AU-ASSESS", "AU-IND", "EU-IND", "EU-REG", "JP-FINAL", "JP-PRELIM", "KR-CLEAR", "KR-IND", "KR-IND-2023", "KR-PHASED", "KR-PIPC-ORDERS", "KR-POSSIBLE", "KR-REG"],
      ...["UK-REG", "US-CA-AG", "US-CA-IND", "US-HIPAA-IND", "US-HIPAA-MEDIA"],
    ]);
    const countries = jurisdictions.filter(({ within }) => !within).flatMap((jurisdiction) => jurisdiction.countries);
    expect(new Set(countries).size, "a country is in one jurisdiction").toBe(countries.length);
  });

  it("has seven items in Korea from 11 September 2026 and five before", () => {
    const [now, before] = ["KR-IND", "KR-IND-2023"].map((id) => rules.find((rule) => rule.id === id));
    expect(now?.items).toEqual(["leaked-items", "time-and-circumstances", "concrete-self-help", "response-and-remedy", "contact-desk", "legal-rights", "decree-other"]);
    expect(before?.items).toEqual(now?.items.slice(0, 5));
    expect([before?.effective.to, now?.effective.from]).toEqual(["2026-09-10", "2026-09-11"]);
  });

  it("speaks both languages, each in its own letters", () => {
    for (const { id, text, instrument, source, note } of rules) for (const words of [text, instrument, source, ...(note ? [note] : [])]) expect(words.en, id).not.toMatch(/[가-힣]/);
    for (const { id, text } of rules) expect(text.ko, id).toMatch(/[가-힣]/);
    for (const { id, name } of items) expect([/[가-힣]/.test(name.ko), /[가-힣]/.test(name.en)], id).toEqual([true, false]);
  });

  it("tests items by placeholders that are filled, and uses data classes that there are", () => {
    const placeholders = (test: ItemTest): string[] => ("placeholder" in test ? [test.placeholder] : "words" in test ? [] : ("any" in test ? test.any : test.all).flatMap(placeholders));
    const known: string[] = [...sharedPlaceholders, ...personalPlaceholders];
    for (const { id, test } of items) expect(placeholders(test).filter((name) => !known.includes(name)), id).toEqual([]);
    expect(isDataClass("personal-health-data")).toBe(true);
  });

  it.each<[string, string, string, string, RegExp]>([
    ["an unknown key", "kr.yaml", "confidence: high", "confidence: high\n    penalty: 3", /kr\.yaml[\s\S]*"penalty"/],
    ["an item that does not exist", "kr.yaml", "legal-rights, decree-other]", "legal-right, decree-other]", /kr\.yaml: KR-IND asks for legal-right, which is no item/],
    ["a bad date", "kr.yaml", "from: 2026-09-11", "from: 2026-09-31", /kr\.yaml[\s\S]*effective\.from/],
    ["a rule that ends before it begins", "kr.yaml", "to: 2026-09-10", "to: 2023-09-10", /ends before it begins/],
    ["a missing translation", "uk.yaml", "name: {ko: 영국, en: United Kingdom}", "name: {en: United Kingdom}", /uk\.yaml[\s\S]*name\.ko/],
    ["an item without one", "items.yaml", "name: {ko: 유출 사실, en: The fact that a leak happened}", "name: {ko: 유출 사실, en: ''}", /items\.yaml[\s\S]*name\.en/],
    ["a pattern that is none", "items.yaml", "'법정 ?손해 ?배상'", "'법정 ?손해 ?(배상'", /items\.yaml[\s\S]*legal-rights/],
    ["a data class that does not exist", "us.yaml", "data: [names]", "data: [nick-names]", /us\.yaml/],
    ["a kind of notice that does not exist", "kr.yaml", "notices: [first]", "notices: [firts]", /kr\.yaml[\s\S]*notices/],
    ["a rule that goes by a later one", "jp.yaml", "{rule: JP-PRELIM}", "{rule: JP-LATER}", /JP-FINAL goes by JP-LATER/],
    ["a place that does not exist", "us.yaml", "in: US-state", "in: CA-state", /counts people in CA-state/],
    ["a jurisdiction that does not exist", "uk.yaml", "jurisdiction: UK", "jurisdiction: GB", /UK-REG is of GB/],
    ["a rule that is there twice", "eu.yaml", "id: EU-IND", "id: EU-REG", /EU-REG is there twice/],
    ["two limits in one clock", "au.yaml", "days: 30", "days: 30, hours: 1", /exactly one of/],
    ["an item nobody asks for", "items.yaml", "  description:", "  descriptions:\n    name: {ko: 이름, en: Name}\n    test: {placeholder: reference}\n  description:", /no rule asks for descriptions/],
    ["a key that is there twice", "uk.yaml", "kind: regulator", "kind: regulator\n    kind: media", /unique/],
  ])("refuses %s, naming the place", (_, file, from, to, message) => {
    expect(altered(file, from, to)).toThrow(message);
  });

  it("reads as it stands", () => {
    expect(readRulebook(files)).toEqual({ rules, items, jurisdictions });
    for (const locale of locales) expect(items.every(({ name }) => name[locale] !== "")).toBe(true);
  });
});
