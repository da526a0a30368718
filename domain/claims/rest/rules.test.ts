import { describe, expect, it } from "vitest";
import { lossTerms } from "@/test/claims";
import type { BenefitOf, ProgrammeTerms } from "../../programmes/types";
import { isAppealable, remainingBenefits } from "./rules";

const terms: Pick<ProgrammeTerms, "benefits" | "jointCaps"> = { benefits: [...lossTerms.benefits], jointCaps: [] };
const answers = { time: { minutes: 40, what: "" }, losses: [80_000n, 40_000n].map((amountMinor, i) => ({ id: `l${i}`, loss: "card", on: "2026-01-05", amountMinor, what: "" })) };
const lossLine = (approvedMinor: bigint | null) => ({ benefit: "loss", kind: "documented-loss" as const, askedMinor: 120_000n, approvedMinor });
const timeLine = (approvedMinor: bigint | null) => ({ benefit: "time", kind: "lost-time" as const, askedMinor: 6_687n, approvedMinor });
const figures = (lines: ReturnType<typeof remainingBenefits>) => lines.map(({ benefit, askedMinor, allowedMinor }) => [benefit, askedMinor, allowedMinor]);

describe("what remains of a claim", () => {
  it("is what was asked for less what was granted, and no more than the cap leaves", () => {
    expect(figures(remainingBenefits({ terms, answers, lines: [lossLine(30_000n), timeLine(7_523n)] }))).toEqual([["loss", 90_000n, 70_000n]]);
    expect(figures(remainingBenefits({ terms, answers, lines: [lossLine(null), timeLine(null)] }))).toEqual([["loss", 120_000n, 100_000n], ["time", 6_687n, 7_523n]]);
  });

  it("of time is what the whole of it pays less what a part of it paid, by the steps of the terms", () => {
    const long = { ...answers, time: { minutes: 50, what: "" } };
    // 15 of 50 minutes were granted; 50 pay as 60.
    expect(figures(remainingBenefits({ terms, answers: long, lines: [timeLine(2_508n)].map((line) => ({ ...line, askedMinor: 8_358n })) }))).toEqual([["time", 5_850n, 7_522n]]);
  });

  it("is nothing where all was granted that the terms pay", () => {
    expect(remainingBenefits({ terms, answers, lines: [lossLine(100_000n), timeLine(7_523n)] })).toEqual([]);
  });

  it("of benefits with a cap together is what the cap leaves, whichever of them is granted then", () => {
    const joint = { ...terms, jointCaps: [{ benefits: ["loss", "time"], capMinor: 50_000n }] };
    expect(figures(remainingBenefits({ terms: joint, answers, lines: [lossLine(45_000n), timeLine(null)] }))).toEqual([["loss", 75_000n, 5_000n], ["time", 6_687n, 0n]]);
    expect(remainingBenefits({ terms: joint, answers, lines: [lossLine(50_000n), timeLine(null)] })).toEqual([]);
  });

  it("of vouchers and codes is all of them or nothing", () => {
    const part = (valueMinor: bigint) => ({ valueMinor, validDays: 90, minimumSpendMinor: 0n, keepsBalance: false, notFor: { ko: "", en: "" } });
    const words = { ko: "보상", en: "Benefit" };
    const every = { name: words, explanation: words, eligibility: { evidence: "confirmed" as const, classes: [], kinds: ["account-holder" as const] } };
    const vouchers: BenefitOf<"vouchers"> = { ...every, kind: "vouchers", slug: "vouchers", membersOnly: false, parts: [part(5_000n), part(20_000n)] };
    const monitoring: BenefitOf<"monitoring"> = { ...every, kind: "monitoring", slug: "monitoring", months: 12, costMinor: 0n, provider: words };
    const both = { benefits: [vouchers, monitoring], jointCaps: [{ benefits: ["vouchers"], capMinor: 10_000n }] };
    const line = (benefit: "vouchers" | "monitoring", approvedMinor: bigint | null) => ({ benefit, kind: benefit, askedMinor: benefit === "vouchers" ? 25_000n : 0n, approvedMinor });
    expect(remainingBenefits({ terms: both, answers, lines: [line("vouchers", 5_000n), line("monitoring", 0n)] })).toEqual([]);
    expect(figures(remainingBenefits({ terms: both, answers, lines: [line("vouchers", null), line("monitoring", null)] }))).toEqual([["vouchers", 25_000n, 5_000n], ["monitoring", 0n, 0n]]);
  });
});

describe("isAppealable", () => {
  const lines = (approvedMinor: bigint) => [{ ...lossLine(null), approvedMinor, granted: approvedMinor > 0n, unmet: [], open: [] }];
  it("is so of every first decision but one that grants all that the terms pay, and of no second one", () => {
    const asked = { terms, answers };
    expect(isAppealable(asked, { outcome: "denied", lines: lines(0n) }, "first")).toBe(true);
    expect(isAppealable(asked, { outcome: "approved", lines: lines(99_999n) }, "first")).toBe(true);
    expect(isAppealable(asked, { outcome: "approved", lines: lines(100_000n) }, "first")).toBe(false);
    expect(isAppealable(asked, { outcome: "denied", lines: lines(0n) }, "appeal")).toBe(false);
    expect(isAppealable(asked, { outcome: "approved", lines: lines(1n) }, "appeal")).toBe(false);
  });
});
