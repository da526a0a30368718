import { expect, it } from "vitest";
import { demoTerms } from "@/db/seed/demo-programme";
import { simulateProgramme, suppose } from "./simulate";

const supposed = { eligible: 1_000, mix: { vouchers: 60, cash: 40 }, averageMinor: {} };

it("multiplies take-up and mix by what each benefit is worth", () => {
  expect(simulateProgramme(demoTerms, supposed, [0, 10])).toEqual([
    { takeUp: 0, claims: 0, costMinor: 0n, paidMinor: 0n, paidPercent: 100, unpaidClaims: 0 },
    { takeUp: 10, claims: 100, costMinor: 5_000_000n, paidMinor: 5_000_000n, paidPercent: 100, unpaidClaims: 0 },
  ]);
});

it("shares a pool that does not suffice, or leaves the last ones without", () => {
  const [shared] = simulateProgramme({ ...demoTerms, poolMinor: 2_500_000n, proRata: true }, supposed, [10]);
  expect(shared).toMatchObject({ paidMinor: 2_500_000n, paidPercent: 50, unpaidClaims: 0 });
  const [first] = simulateProgramme({ ...demoTerms, poolMinor: 2_500_000n, proRata: false }, supposed, [10]);
  expect(first).toMatchObject({ paidPercent: 50, unpaidClaims: 50 });
});

it("supposes evenly what nobody says, and takes what can be read", () => {
  const words = { ko: "이름", en: "Name" };
  const every = { name: words, explanation: words, eligibility: { evidence: "confirmed" as const, classes: [], kinds: ["account-holder" as const] } };
  const terms = {
    currency: "USD",
    benefits: [
      { kind: "documented-loss" as const, slug: "loss", ...every, capMinor: 10_000n, losses: [] },
      { kind: "lost-time" as const, slug: "time", ...every, rateMinor: 2_500n, stepMinutes: 15, minimumMinutes: 15, capMinutes: 300 },
    ],
  };
  expect(suppose(terms, 1_000, {})).toEqual({ eligible: 1_000, mix: { loss: 50, time: 50 }, averageMinor: { loss: 5_000n, time: 6_250n } });
  expect(suppose(terms, 1_000, { eligible: "2,000", "mix.loss": "12.5", "mix.time": "900", "average.loss": "12.34", "average.time": "much" })).toEqual({ eligible: 2_000, mix: { loss: 12.5, time: 100 }, averageMinor: { loss: 1_234n, time: 6_250n } });
});
