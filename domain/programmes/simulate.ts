import { readDecimal, readMoney } from "@/content/formats";
import { flatMinor, shareMoney } from "./reckon";
import { isCash } from "./rules";
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
  /** What of it are vouchers. */
  vouchersMinor: bigint;
  /** What is paid: the same, or what the pool gives and the monitoring codes, which it does not pay. Null where a pool that is shared is less than the vouchers alone, so that it cannot be shared. */
  paidMinor: bigint | null;
  /** Of each hundred units that were allowed, how many are paid: of a pool that is shared of the money alone, for vouchers are never cut. 100 where the pool suffices. */
  paidPercent: number | null;
  /** Claims for which a pool without shares has nothing left, at the average. */
  unpaidClaims: number;
}

type Pool = Pick<ProgrammeTerms, "poolMinor" | "proRata">;

/** Reckon what a programme costs at some take-ups, in percent of those who could claim. An estimate of averages: joint caps are left aside, so that it errs upwards. */
export function simulateProgramme(terms: Pick<ProgrammeTerms, "benefits"> & Pool, supposed: Supposition, takeUps: readonly number[]): SimulatedRow[] {
  return takeUps.map((takeUp) => {
    const claims = Math.round((supposed.eligible * takeUp) / 100);
    const costOf = (matters: (benefit: Benefit) => boolean) =>
      terms.benefits.filter(matters).reduce((sum, benefit) => sum + BigInt(Math.round((claims * (supposed.mix[benefit.slug] ?? 0)) / 100)) * averageOf(benefit, supposed), 0n);
    const [vouchersMinor, cashMinor, monitoringMinor] = [costOf(({ kind }) => kind === "vouchers"), costOf(isCash), costOf(({ kind }) => kind === "monitoring")];
    const { paidMinor, paidPercent } = payFromPool(terms, vouchersMinor, cashMinor);
    return { takeUp, claims, costMinor: vouchersMinor + cashMinor + monitoringMinor, vouchersMinor, paidMinor: paidMinor === null ? null : paidMinor + monitoringMinor, paidPercent, unpaidClaims: terms.proRata || paidPercent === null ? 0 : Math.round((claims * (100 - paidPercent)) / 100) };
  });
}

/** What a pool pays of vouchers and money, and of each hundred units how many, as `SimulatedRow` says: shared by the rule by which it is shared in earnest. */
export function payFromPool({ poolMinor, proRata }: Pool, vouchersMinor: bigint, cashMinor: bigint): Pick<SimulatedRow, "paidMinor" | "paidPercent"> {
  const wholeMinor = vouchersMinor + cashMinor;
  const percent = (part: bigint, whole: bigint) => (whole === 0n ? 100 : Number((part * 10_000n) / whole) / 100);
  if (poolMinor === null) return { paidMinor: wholeMinor, paidPercent: 100 };
  if (!proRata) {
    const paidMinor = wholeMinor > poolMinor ? poolMinor : wholeMinor;
    return { paidMinor, paidPercent: percent(paidMinor, wholeMinor) };
  }
  const [share] = shareMoney([cashMinor], poolMinor, vouchersMinor) ?? [];
  return share === undefined ? { paidMinor: null, paidPercent: null } : { paidMinor: vouchersMinor + share, paidPercent: percent(share, cashMinor) };
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
