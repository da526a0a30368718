import { describe, expect, it } from "vitest";
import { demoTerms } from "@/db/seed/demo-programme";
import { missingBeforeProposal, whyNotChoosable, whyNotFilable, whyNotPublishable } from "./rules";
import type { Benefit, ProgrammeTerms } from "./types";

const opensAt = new Date("2026-01-01T00:00:00+09:00");
const closesAt = new Date("2026-04-01T00:00:00+09:00");
const terms: ProgrammeTerms = { ...demoTerms, opensAt, closesAt };

describe("whyNotFilable", () => {
  it.each([
    ["2025-12-31T23:59:59+09:00", "programme-not-open-yet"],
    ["2026-01-01T00:00:00+09:00", null],
    ["2026-03-31T23:59:59+09:00", null],
    ["2026-04-01T00:00:00+09:00", "programme-closed"],
  ] as const)("at %s: %s", (at, reason) => {
    expect(whyNotFilable({ opensAt, closesAt }, new Date(at))?.reason ?? null).toBe(reason);
  });
});

describe("whyNotChoosable", () => {
  it("wants at least one, and one of an exclusive group", () => {
    expect(whyNotChoosable(terms, [])).toMatchObject({ fields: { benefits: ["choose-one"] } });
    expect(whyNotChoosable(terms, ["vouchers", "cash"])).toMatchObject({ fields: { benefits: ["benefits-exclusive"] } });
    expect(whyNotChoosable(terms, ["cash"])).toBeNull();
    expect(whyNotChoosable({ exclusive: [] }, ["vouchers", "cash"])).toBeNull();
  });
});

describe("missingBeforeProposal", () => {
  it("finds nothing in whole terms", () => {
    expect(missingBeforeProposal(terms)).toEqual([]);
  });

  it("names each field that is missing, in the language that lacks it", () => {
    const silent: ProgrammeTerms = {
      ...terms,
      closesAt: opensAt,
      texts: { ...terms.texts, noRightsWaived: { ko: "그대로입니다.", en: "" } },
      benefits: [{ ...terms.benefits[1]!, kind: "flat-cash", amountMinor: 0n }, { ...terms.benefits[1]!, kind: "flat-cash", amountMinor: 1n }],
      exclusive: [["cash", "gone"]],
      accounts: [],
    };
    expect(missingBeforeProposal(silent)).toEqual([
      ["texts.noRightsWaived.en", "needed-for-publication"],
      ["closesAt", "ends-before-start"],
      ["benefits.0.amountMinor", "needed-for-publication"],
      ["benefits.1.slug", "slug-taken"],
      ["exclusive.0", "benefits-unknown"],
      ["accounts", "choose-one"],
    ]);
  });
});

describe("what belongs to one benefit alone", () => {
  const { eligibility, explanation, name } = terms.benefits[0]!;
  const losses = (slug: string, ...kinds: string[]): Benefit => ({ kind: "documented-loss", slug, name, explanation, eligibility, capMinor: 1n, losses: kinds.map((kind) => ({ slug: kind, name: { ko: "손해", en: "Loss" } })) });
  const time = (slug: string): Benefit => ({ kind: "lost-time", slug, name, explanation, eligibility, rateMinor: 1n, stepMinutes: 15, minimumMinutes: 15, capMinutes: 60 });

  it("is a kind of loss, and lost time", () => {
    const missing = (...benefits: Benefit[]) => missingBeforeProposal({ ...terms, benefits, exclusive: [], jointCaps: [], accounts: ["kr-account"] });
    expect(missing(losses("one", "card", "phone"), losses("two", "fee"), time("time"))).toEqual([]);
    expect(missing(losses("one", "card", "card"), losses("two", "fee", "card"), time("time"), time("more-time"))).toEqual([["benefits.0.losses.1.slug", "loss-kind-taken"], ["benefits.1.losses.1.slug", "loss-kind-taken"], ["benefits.3.slug", "one-lost-time"]]);
  });
});

describe("whyNotPublishable", () => {
  const version = { state: "in-review" as const, edit: 3, editedBy: ["author"] };
  it.each([
    [{}, "opener", 3, null],
    [{}, "author", 3, "second-person"],
    [{}, "opener", 2, "draft-changed-meanwhile"],
    [{ state: "draft" as const }, "opener", 3, "not-in-review"],
    [{ state: "published" as const }, "opener", 3, "not-in-review"],
  ])("%j by %s of save %i: %s", (change, staffId, edit, reason) => {
    expect(whyNotPublishable({ ...version, ...change }, staffId, edit)?.reason ?? null).toBe(reason);
  });
});
