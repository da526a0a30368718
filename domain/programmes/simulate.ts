import { readDecimal, readMoney } from "@/content/formats";
import { flatMinor } from "./reckon";
import type { Benefit, ProgrammeTerms } from "./types";

/** What a simulation supposes. */
export interface Supposition {
  /** People who could claim. */
  eligible: number;
  /** Of a hundred claimants, how many choose each benefit; a person may choose several. */
  mix: Readonly<Record<string, number>>;
  /** What a claim of a benefit that depends on the person comes to on average, in minor units. */
  averageMinor: Readonly<Record<string, bigint>>;
}

export interface SimulatedRow {
  /** Of a hundred eligible people, how many claim. */
  takeUp: number;
  claims: number;
  /** What all claims come to, in minor units, the company's cost of monitoring codes included. */
  costMinor: bigint;
  /** What is paid: the same, or what the pool gives. */
  paidMinor: bigint;
  /** Of each hundred units that were allowed, how many are paid; 100 where the pool suffices. */
  paidPercent: number;
  /** Claims for which a pool without shares has nothing left, at the average. */
  unpaidClaims: number;
}

/** Reckon what a programme costs at some take-ups, in percent of those who could claim. An estimate of averages: joint caps are left aside, so that it errs upwards. */
export function simulateProgramme(terms: Pick<ProgrammeTerms, "benefits" | "poolMinor" | "proRata">, supposed: Supposition, takeUps: readonly number[]): SimulatedRow[] {
  return takeUps.map((takeUp) => {
    const claims = Math.round((supposed.eligible * takeUp) / 100);
    const costMinor = terms.benefits.reduce((sum, benefit) => {
      const choosers = Math.round((claims * (supposed.mix[benefit.slug] ?? 0)) / 100);
      return sum + BigInt(choosers) * averageOf(benefit, supposed);
    }, 0n);
    const pool = terms.poolMinor;
    const paidMinor = pool !== null && costMinor > pool ? pool : costMinor;
    const share = costMinor === 0n ? 10_000 : Number((paidMinor * 10_000n) / costMinor);
    return { takeUp, claims, costMinor, paidMinor, paidPercent: share / 100, unpaidClaims: terms.proRata ? 0 : Math.round((claims * (10_000 - share)) / 10_000) };
  });
}

/**
 * Read what a form supposes (`eligible`, `mix.<benefit>`, `average.<benefit>` in whole units). What is left out or cannot be read is supposed evenly: everybody eligible, a claimant choosing
 * among all benefits alike, and half of what a benefit that depends on the person gives at most.
 */
export function suppose(terms: Pick<ProgrammeTerms, "benefits" | "currency">, eligible: number, typed: Readonly<Record<string, string | string[] | undefined>>): Supposition {
  const read = (name: string) => {
    const value = typed[name];
    return typeof value === "string" ? value : "";
  };
  // With three decimals at most, as a share of a hundred has.
  const number = (name: string, most: number, otherwise: number) => {
    const thousandths = readDecimal(read(name), 3);
    return thousandths === null ? otherwise : Math.min(Number(thousandths) / 1000, most);
  };
  return {
    eligible: Math.min(Number(readDecimal(read("eligible"), 0) ?? eligible), 1e10),
    mix: Object.fromEntries(terms.benefits.map(({ slug }) => [slug, number(`mix.${slug}`, 100, Math.round(100 / terms.benefits.length))])),
    averageMinor: Object.fromEntries(terms.benefits.map((benefit) => [benefit.slug, readMoney(read(`average.${benefit.slug}`), terms.currency) ?? mostMinor(benefit) / 2n])),
  };
}

/** The most that a benefit gives one person. */
function mostMinor(benefit: Benefit): bigint {
  if (benefit.kind === "documented-loss") return benefit.capMinor;
  return benefit.kind === "lost-time" ? (benefit.rateMinor * BigInt(benefit.capMinutes)) / 60n : flatMinor(benefit);
}

function averageOf(benefit: Benefit, { averageMinor }: Supposition): bigint {
  if (benefit.kind === "monitoring") return benefit.costMinor;
  const flat = flatMinor(benefit);
  return flat > 0n ? flat : (averageMinor[benefit.slug] ?? 0n);
}
