import { describe, expect, it } from "vitest";
import { z } from "zod";
import { demoTerms } from "@/db/seed/demo-programme";
import { cashShare, checkFairness, openFindings, type CountedPeople } from "./fairness";
import { programmeTerms, type BenefitOf, type ProgrammeTerms } from "./types";

const DAY = 86_400_000;
const opensAt = new Date("2026-01-01T00:00:00+09:00");
const terms: ProgrammeTerms = { ...demoTerms, opensAt, closesAt: new Date(opensAt.getTime() + 90 * DAY) };
const vouchers = terms.benefits[0] as BenefitOf<"vouchers">;
const bits = (slugs: readonly string[]) => slugs.reduce((mask, slug) => mask | ({ names: 1n, purchases: 2n }[slug] ?? 0n), 0n);
const people: CountedPeople[] = [
  { kind: "account-holder", confirmed: 1n, possible: 0n, people: 100 },
  { kind: "third-party", confirmed: 1n, possible: 0n, people: 20 },
  { kind: "account-holder", confirmed: 0n, possible: 2n, people: 3 },
  { kind: "account-holder", confirmed: 0n, possible: 0n, people: 5 },
];
const rules = (changed: Partial<ProgrammeTerms>) => checkFairness({ ...terms, ...changed }, people, bits).map(({ rule, place }) => `${rule} ${place}`);
const both = (text: string) => ({ ko: text, en: text });

/** Every place of a type that is a text, `*` for each of a list. */
function textPlaces(schema: z.core.$ZodType, path = ""): string[] {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape as Record<string, z.core.$ZodType>).flatMap(([name, one]) => textPlaces(one, at(name)));
  if (schema instanceof z.ZodArray) return textPlaces(schema.element, at("*"));
  if (schema instanceof z.ZodUnion || schema instanceof z.ZodDiscriminatedUnion) return [...new Set(schema.options.flatMap((one) => textPlaces(one, path)))];
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return textPlaces(schema.unwrap(), path);
  // Digits of an amount, and the like, are no text.
  return schema instanceof z.ZodString ? [path] : [];
}

/** The terms with some words in the first place of a pattern that they have. @throws where they have none */
function plant(value: unknown, [name, ...rest]: readonly string[], words: string): { planted: unknown; place: string } {
  if (name === undefined) return { planted: words, place: "" };
  for (const [key, one] of Object.entries(value ?? {})) {
    if (name !== "*" && name !== key) continue;
    try {
      const { planted, place } = plant(one, rest, words);
      return { planted: Array.isArray(value) ? value.with(Number(key), planted) : { ...(value as object), [key]: planted }, place: place === "" ? key : `${key}.${place}` };
    } catch {
      // Another of the list may have it.
    }
  }
  throw new Error(`no ${name} to plant words in`);
}
const withVouchers = (change: Partial<BenefitOf<"vouchers">>, part: Partial<BenefitOf<"vouchers">["parts"][number]> = {}): Partial<ProgrammeTerms> => ({
  benefits: [{ ...vouchers, parts: [{ ...vouchers.parts[0]!, ...part }], ...change }, terms.benefits[1]!],
});

describe("checkFairness", () => {
  it("asks about the demo's four parts and about people of whom something is possible", () => {
    expect(checkFairness(terms, people, bits).map(({ rule, values, grave }) => [rule, values, grave])).toEqual([
      ["voucher-split", { parts: 4 }, false],
      ["excluded-possible", { people: 3 }, false],
    ]);
  });

  it.each([
    ["voucher-expiry benefits.0", withVouchers({}, { validDays: 90 })],
    ["voucher-not-for benefits.0", withVouchers({}, { notFor: { ko: "여행 상품", en: "travel" } })],
    ["minimum-spend benefits.0", withVouchers({}, { minimumSpendMinor: 10_000n })],
    ["balance-lost benefits.0", withVouchers({}, { keepsBalance: false })],
    ["members-only benefits.0", withVouchers({ membersOnly: true })],
    ["cash-share benefits", { benefits: [vouchers] }],
    ["excluded-confirmed benefits", { benefits: terms.benefits.map((benefit) => ({ ...benefit, eligibility: { ...benefit.eligibility, kinds: ["account-holder"] } })) } satisfies Partial<ProgrammeTerms>],
    ["short-filing closesAt", { closesAt: new Date(opensAt.getTime() + 89 * DAY) }],
    ["short-cure cureDays", { cureDays: 13 }],
    ["short-appeal appealDays", { appealDays: 29 }],
    ["first-come poolMinor", { poolMinor: 1_000n }],
    ["waiver texts.terms.ko", { texts: { ...terms.texts, terms: { ko: "보상을 받으면 이후 어떠한 청구권도 포기한 것으로 봅니다.", en: "None." } } }],
    ["waiver faq.0.answer.en", { faq: [{ question: { ko: "질문", en: "Question" }, answer: { ko: "답", en: "By accepting you release the company from any further claim." } }] }],
  ] as [string, Partial<ProgrammeTerms>][])("finds %s, once, and nothing in the terms without it", (finding, change) => {
    expect(rules({}).filter((one) => one === finding)).toEqual([]);
    expect(rules(change).filter((one) => one === finding)).toEqual([finding]);
  });

  it("reads every text that terms can hold, in its own language, or in each where it has none", () => {
    const part = { ...vouchers.parts[0]!, notFor: both("") };
    const every = { slug: "x", name: both(""), explanation: both(""), eligibility: vouchers.eligibility };
    const full = programmeTerms.parse({
      ...terms,
      benefits: [
        { kind: "vouchers", ...every, parts: [part], membersOnly: false },
        { kind: "documented-loss", ...every, capMinor: "1", losses: [{ slug: "x", name: both("") }] },
        { kind: "monitoring", ...every, months: 1, costMinor: "1", provider: both("") },
      ],
      exclusive: [["x"]],
      jointCaps: [{ benefits: ["x"], capMinor: "1" }],
      faq: [{ question: both(""), answer: both("") }],
      documents: [{ sha256: "0".repeat(64), size: 1, languages: ["en"], title: both("") }],
    });
    const words = { ko: "보상을 받으면 이후 어떠한 청구권도 포기한 것으로 봅니다.", en: "By accepting you release the company from any further claim." };
    const places = textPlaces(programmeTerms);
    expect(places).toEqual(expect.arrayContaining(["texts.terms.ko", "benefits.*.parts.*.notFor.en", "benefits.*.losses.*.name.ko", "benefits.*.provider.en", "documents.*.title.ko", "faq.*.question.en"]));
    for (const pattern of places) {
      const language = pattern.endsWith(".ko") ? "ko" : "en";
      const { planted, place } = plant(full, pattern.split("."), words[language]);
      expect(checkFairness(planted as ProgrammeTerms, [], bits).filter(({ rule }) => rule === "waiver").map((finding) => finding.place)).toEqual([place]);
    }
  });

  it("asks whoever opens it to have read each PDF, which no check reads", () => {
    const document = { sha256: "0".repeat(64), size: 1, languages: ["en" as const], title: both("Terms") };
    expect(rules({ documents: [document, document] }).filter((one) => one.startsWith("document-unread"))).toEqual(["document-unread documents.0", "document-unread documents.1"]);
  });

  it("says nothing against a pool that is shared", () => {
    expect(rules({ poolMinor: 1_000n, proRata: true })).toEqual(rules({}));
  });
});

describe("cashShare", () => {
  it("compares the best choice in money with the best of all", () => {
    expect(cashShare(terms)).toBe(1);
    expect(cashShare({ ...terms, exclusive: [] })).toBe(0.5);
    expect(cashShare({ benefits: [vouchers], exclusive: [] })).toBe(0);
    expect(cashShare({ benefits: [], exclusive: [] })).toBeNull();
  });
});

describe("openFindings", () => {
  const [split] = checkFairness(terms, [], bits);
  it("closes a finding by a reason, and a grave one by none", () => {
    expect(openFindings([split!], [])).toHaveLength(1);
    expect(openFindings([split!], [{ rule: "voucher-split", place: "benefits.0", reason: "" }])).toHaveLength(1);
    expect(openFindings([split!], [{ rule: "voucher-split", place: "benefits.0", reason: "Four parts can be spent on different days." }])).toEqual([]);
    expect(openFindings([{ ...split!, grave: true }], [{ rule: "voucher-split", place: "benefits.0", reason: "Because." }])).toHaveLength(1);
  });
});
