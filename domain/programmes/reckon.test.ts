import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedMinutes, reckonBenefits, shareMoney, shareProRata, totalMinor } from "./reckon";
import type { Benefit } from "./types";

const words = { ko: "이름", en: "name" };
const every = { name: words, explanation: words, eligibility: { evidence: "confirmed" as const, classes: [], kinds: ["account-holder" as const] } };
const time = (rateMinor: bigint, more: Partial<Extract<Benefit, { kind: "lost-time" }>> = {}): Benefit => ({ kind: "lost-time", slug: "time", ...every, rateMinor, stepMinutes: 15, minimumMinutes: 30, capMinutes: 300, ...more });
const loss = (capMinor: bigint): Benefit => ({ kind: "documented-loss", slug: "loss", ...every, capMinor, losses: [{ slug: "card", name: words }] });

describe("lost time", () => {
  it.each([
    [0, 0],
    [29, 0],
    [30, 30],
    [31, 45],
    [45, 45],
    [299, 300],
    [301, 300],
    [6000, 300],
  ])("%i minutes count as %i", (minutes, counted) => {
    expect(countedMinutes({ stepMinutes: 15, minimumMinutes: 30, capMinutes: 300 }, minutes)).toBe(counted);
  });

  // KRW and JPY have no decimals, USD has two: the amounts are minor units of each.
  it.each([
    ["KRW", 10_030n, 45, 7_523n],
    ["JPY", 1_001n, 30, 501n],
    ["USD", 2_501n, 45, 1_876n],
    ["USD", 2_500n, 45, 1_875n],
  ])("%s %s an hour for %i minutes is %s", (_, rate, minutes, amount) => {
    expect(totalMinor(reckonBenefits({ benefits: [time(rate)], jointCaps: [] }, { chosen: ["time"], minutes }))).toBe(amount);
  });
});

describe("reckonBenefits", () => {
  it("caps a loss, says what was asked, and leaves out what the terms do not know", () => {
    expect(reckonBenefits({ benefits: [loss(100n)], jointCaps: [] }, { chosen: ["loss", "gone"], losses: [{ loss: "card", amountMinor: 70n }, { loss: "card", amountMinor: 50n }] })).toEqual([
      { benefit: "loss", kind: "documented-loss", askedMinor: 120n, allowedMinor: 100n },
    ]);
  });

  it("counts a loss for the benefit that names its kind, and lost time once, so that neither is paid twice or not at all", () => {
    const phone: Benefit = { kind: "documented-loss", slug: "phone", ...every, capMinor: 100n, losses: [{ slug: "number", name: words }, { slug: "card", name: words }] };
    const terms = { benefits: [loss(1_000n), phone, time(60n), { ...time(60n), slug: "more-time" }], jointCaps: [] };
    const given = { minutes: 60, losses: [{ loss: "card", amountMinor: 300n }, { loss: "number", amountMinor: 50n }, { loss: "gone", amountMinor: 7n }] };
    const reckoned = (chosen: string[], of?: string[]) => reckonBenefits(terms, { chosen, ...given }, of && { of }).map(({ benefit, askedMinor, allowedMinor }) => [benefit, askedMinor, allowedMinor]);
    const all = ["phone", "loss", "time", "more-time"];
    expect(reckoned(all)).toEqual([["loss", 300n, 300n], ["phone", 50n, 50n], ["time", 60n, 60n], ["more-time", 0n, 0n]]);
    // Whichever of them are looked at, what belongs to which stays.
    expect(reckoned(all, ["phone", "more-time"])).toEqual([["phone", 50n, 50n], ["more-time", 0n, 0n]]);
    expect(reckoned(["phone", "more-time"])).toEqual([["phone", 350n, 100n], ["more-time", 60n, 60n]]);
  });

  it("lets the first benefit fill a joint cap first", () => {
    const terms = { benefits: [loss(100n), time(60n, { minimumMinutes: 0, stepMinutes: 1 })], jointCaps: [{ benefits: ["time", "loss"], capMinor: 110n }] };
    expect(reckonBenefits(terms, { chosen: ["time", "loss"], minutes: 60, losses: [{ loss: "card", amountMinor: 90n }] }).map(({ allowedMinor }) => allowedMinor)).toEqual([90n, 20n]);
  });

  it("grants whole vouchers alone under a joint cap, and leaves the rest of it to the next benefit", () => {
    const part = (valueMinor: bigint) => ({ valueMinor, validDays: 365, minimumSpendMinor: 0n, keepsBalance: true, notFor: { ko: "", en: "" } });
    const vouchers: Benefit = { kind: "vouchers", slug: "vouchers", ...every, parts: [part(5_000n), part(20_000n), part(5_000n)], membersOnly: false };
    const terms = { benefits: [vouchers, loss(100_000n)], jointCaps: [{ benefits: ["vouchers", "loss"], capMinor: 12_000n }] };
    expect(reckonBenefits(terms, { chosen: ["vouchers", "loss"], losses: [{ loss: "card", amountMinor: 90_000n }] }).map(({ allowedMinor }) => allowedMinor)).toEqual([10_000n, 2_000n]);
  });
});

describe("shareProRata", () => {
  it("pays everybody in full where the pool suffices", () => {
    expect(shareProRata([1n, 2n], 3n)).toEqual([1n, 2n]);
  });

  it("gives the last units to the largest fractions, the earlier first", () => {
    expect(shareProRata([1n, 1n, 1n], 2n)).toEqual([1n, 1n, 0n]);
    expect(shareProRata([10n, 20n, 30n], 31n)).toEqual([5n, 10n, 16n]);
  });

  it("sums to the pool to the last unit, gives nobody more than their amount, and is off by less than a unit", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10_000_000_000n }), { minLength: 1, maxLength: 200 }), fc.bigInt({ min: 0n, max: 500_000_000_000n }), (amounts, pool) => {
        const total = amounts.reduce((sum, amount) => sum + amount, 0n);
        const shares = shareProRata(amounts, pool);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(total < pool ? total : pool);
        for (const [i, share] of shares.entries()) {
          const amount = amounts[i]!;
          expect(share <= amount).toBe(true);
          if (total > pool) {
            const floor = (amount * pool) / total;
            expect(share === floor || share === floor + 1n).toBe(true);
          }
        }
      }),
    );
  });
});

describe("shareMoney", () => {
  it("gives the last unit of what vouchers and earlier payments leave, and nothing where they are more than the pool", () => {
    const amount = fc.bigInt({ min: 0n, max: 10_000_000_000n });
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 200 }), fc.bigInt({ min: 0n, max: 500_000_000_000n }), amount, (amounts, pool, whole) => {
        const shares = shareMoney(amounts, pool, whole);
        if (whole > pool) {
          expect(shares).toBeNull();
          return;
        }
        const sum = (all: readonly bigint[]) => all.reduce((so, one) => so + one, 0n);
        const left = pool - whole;
        expect(sum(shares!)).toBe(sum(amounts) < left ? sum(amounts) : left);
        expect(shares!.every((share, i) => share <= amounts[i]!)).toBe(true);
      }),
    );
  });
});
