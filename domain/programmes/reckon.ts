import { lossesOf, timeBenefitOf } from "./rules";
import type { Benefit, BenefitOf, ProgrammeTerms } from "./types";

/** What a claim asks for. Flat benefits need no more than their name. */
export interface AskedBenefits {
  /** Every benefit that was chosen, of the rest of a claim those of its first claim: which of them a loss belongs to, and which pays time, is settled among all of them, whichever are reckoned. */
  chosen: readonly string[];
  minutes?: number | undefined;
  /** All documented losses, by their kind; amounts in minor units. */
  losses?: readonly { loss: string; amountMinor: bigint }[] | undefined;
}

export interface ReckonedBenefit {
  benefit: string;
  kind: Benefit["kind"];
  /** What it comes to by the person's figures alone, in minor units. */
  askedMinor: bigint;
  /** What the terms allow of it: after caps, steps, least amounts and joint caps. */
  allowedMinor: bigint;
}

/**
 * Reckon what the benefits of a claim come to, in minor units: all that were chosen, or those named in `of`. Where benefits have a cap together, the ones that stand first in the terms fill it first; of vouchers whole
 * ones alone, so that nobody is granted what no code is worth. Each loss counts for the one benefit to which it belongs, and time for the first of the chosen ones that pays it. A benefit the terms do not know is left out. `granted` is what was granted before of what is asked for as a whole: it is taken off, from
 * the caps as well, and vouchers of which any were granted are not granted again.
 */
export function reckonBenefits(terms: Pick<ProgrammeTerms, "benefits" | "jointCaps">, { chosen, minutes = 0, losses = [] }: AskedBenefits, { of = chosen, granted = new Map() }: { of?: readonly string[]; granted?: ReadonlyMap<string, bigint> | undefined } = {}): ReckonedBenefit[] {
  const before = (slug: string) => granted.get(slug) ?? 0n;
  const left = terms.jointCaps.map(({ capMinor, benefits }) => beyond(capMinor, benefits.reduce((sum, slug) => sum + before(slug), 0n)));
  const paysTime = timeBenefitOf(terms.benefits, chosen);
  return terms.benefits.flatMap((benefit): ReckonedBenefit[] => {
    if (!of.includes(benefit.slug)) return [];
    const own = { minutes: benefit.slug === paysTime ? minutes : 0, losses: lossesOf(terms.benefits, chosen, benefit.slug, losses) };
    const { askedMinor, allowedMinor: alone } = reckonOne(benefit, own);
    const caps = terms.jointCaps.flatMap((cap, i) => (cap.benefits.includes(benefit.slug) ? [i] : []));
    const open = benefit.kind === "vouchers" && granted.has(benefit.slug) ? 0n : beyond(alone, before(benefit.slug));
    const room = caps.reduce((least, i) => lesser(least, left[i] ?? 0n), open);
    const allowedMinor = benefit.kind === "vouchers" ? valueOf(partsWithin(benefit.parts, room)) : room;
    for (const i of caps) left[i] = (left[i] ?? 0n) - allowedMinor;
    return [{ benefit: benefit.slug, kind: benefit.kind, askedMinor: beyond(askedMinor, before(benefit.slug)), allowedMinor }];
  });
}

/** Add up what reckoned benefits allow. */
export function totalMinor(reckoned: readonly Pick<ReckonedBenefit, "allowedMinor">[]): bigint {
  return reckoned.reduce((sum, { allowedMinor }) => sum + allowedMinor, 0n);
}

function reckonOne(benefit: Benefit, { minutes, losses }: { minutes: number; losses: readonly { amountMinor: bigint }[] }): { askedMinor: bigint; allowedMinor: bigint } {
  if (benefit.kind === "documented-loss") {
    const askedMinor = losses.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    return { askedMinor, allowedMinor: lesser(askedMinor, benefit.capMinor) };
  }
  if (benefit.kind === "lost-time") {
    return { askedMinor: timeMinor(benefit.rateMinor, minutes), allowedMinor: timeMinor(benefit.rateMinor, countedMinutes(benefit, minutes)) };
  }
  const flat = flatMinor(benefit);
  return { askedMinor: flat, allowedMinor: flat };
}

/** What a benefit is worth to everybody alike; zero where it depends on the person. A monitoring code is no money. */
export function flatMinor(benefit: Benefit): bigint {
  if (benefit.kind === "vouchers") return valueOf(benefit.parts);
  return benefit.kind === "flat-cash" ? benefit.amountMinor : 0n;
}

/** The vouchers that an amount reaches for, in their order; one that is too large is left out and the next is tried. */
export function partsWithin<P extends { valueMinor: bigint }>(parts: readonly P[], minor: bigint): P[] {
  let left = minor;
  return parts.filter(({ valueMinor }) => {
    const fits = valueMinor <= left;
    if (fits) left -= valueMinor;
    return fits;
  });
}

const valueOf = (parts: readonly { valueMinor: bigint }[]) => parts.reduce((sum, { valueMinor }) => sum + valueMinor, 0n);

/** Minutes that count: in steps that were begun, none below the least, none above the cap. */
export function countedMinutes({ stepMinutes, minimumMinutes, capMinutes }: Pick<BenefitOf<"lost-time">, "stepMinutes" | "minimumMinutes" | "capMinutes">, minutes: number): number {
  if (minutes <= 0 || minutes < minimumMinutes) return 0;
  const stepped = stepMinutes > 0 ? Math.ceil(minutes / stepMinutes) * stepMinutes : minutes;
  return Math.min(stepped, capMinutes);
}

/** Pay for minutes at a rate per hour, to the nearest minor unit, halves upwards. */
function timeMinor(ratePerHour: bigint, minutes: number): bigint {
  return (ratePerHour * BigInt(minutes) * 2n + 60n) / 120n;
}

/**
 * Share a pool among amounts in proportion to them, to the last unit: each gets its whole units, and what is left goes one unit each to the largest fractions (Hamilton's method), the
 * earlier one where they are equal. Nobody gets more than their amount; a pool that suffices pays everybody in full.
 */
export function shareProRata(amounts: readonly bigint[], poolMinor: bigint): bigint[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  if (total <= poolMinor) return [...amounts];
  const shares = amounts.map((amount) => (amount * poolMinor) / total);
  let left = poolMinor - shares.reduce((sum, share) => sum + share, 0n);
  const byFraction = amounts.map((amount, i) => ({ i, fraction: (amount * poolMinor) % total })).sort((a, b) => (a.fraction === b.fraction ? a.i - b.i : a.fraction > b.fraction ? -1 : 1));
  for (const { i } of byFraction) {
    if (left === 0n) break;
    shares[i] = (shares[i] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares;
}

/**
 * What a shared pool pays of amounts of money, by {@link shareProRata}: what cannot be cut, as vouchers and what is paid already, comes out of it whole first. Null where that alone is more than the pool.
 */
export function shareMoney(amounts: readonly bigint[], poolMinor: bigint, wholeMinor: bigint): bigint[] | null {
  return wholeMinor > poolMinor ? null : shareProRata(amounts, poolMinor - wholeMinor);
}

/** What of an amount is left once another is taken off; never less than nothing. */
function beyond(amount: bigint, taken: bigint): bigint {
  return amount > taken ? amount - taken : 0n;
}

function lesser(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
