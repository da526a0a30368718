import { expect, it } from "vitest";
import { demoTerms } from "@/db/seed/demo-programme";
import { simulateProgramme, suppose } from "./simulate";

const supposed = { eligible: 1_000, mix: { vouchers: 60, cash: 40 }, averageMinor: {} };

it("multiplies take-up and mix by what each benefit is worth", () => {
  expect(simulateProgramme(demoTerms, supposed, [0, 10])).toEqual([
    { takeUp: 0, claims: 0, costMinor: 0n, vouchersMinor: 0n, paidMinor: 0n, paidPercent: 100, unpaidClaims: 0 },
    { takeUp: 10, claims: 100, costMinor: 5_000_000n, vouchersMinor: 3_000_000n, paidMinor: 5_000_000n, paidPercent: 100, unpaidClaims: 0 },
  ]);
});

it("shares the money of a pool that does not suffice as it is shared in earnest, or leaves the last ones without", () => {
  // Of 5,000,000 three fifths are vouchers, which are not cut: the rest is for the money, of which there is half.
  const [shared] = simulateProgramme({ ...demoTerms, poolMinor: 4_000_000n, proRata: true }, supposed, [10]);
  expect(shared).toMatchObject({ paidMinor: 4_000_000n, paidPercent: 50, unpaidClaims: 0 });
  expect(simulateProgramme({ ...demoTerms, poolMinor: 2_999_999n, proRata: true }, supposed, [10])).toMatchObject([{ costMinor: 5_000_000n, paidMinor: null, paidPercent: null }]);
  // Monitoring is paid by nobody's pool.
  const words = { ko: "", en: "" };
  const watched = { ...demoTerms, benefits: [...demoTerms.benefits, { kind: "monitoring" as const, slug: "watch", name: words, explanation: words, eligibility: demoTerms.benefits[0]!.eligibility, months: 12, costMinor: 10_000n, provider: words }] };
  const mix = { ...supposed, mix: { ...supposed.mix, watch: 100 } };
  expect(simulateProgramme({ ...watched, poolMinor: 4_000_000n, proRata: true }, mix, [10])).toMatchObject([{ costMinor: 6_000_000n, paidMinor: 5_000_000n, paidPercent: 50 }]);
  expect(simulateProgramme({ ...watched, poolMinor: 5_000_000n, proRata: false }, mix, [10])).toMatchObject([{ paidMinor: 6_000_000n, paidPercent: 100, unpaidClaims: 0 }]);
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
