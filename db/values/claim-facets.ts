import { benefitKinds, type BenefitKind } from "./benefits";
import { claimStates, type ClaimState } from "./claim-states";
import { locales, type Locale } from "./locales";

/** What can be seen of a claim besides its state, one bit each in `claims.flags`. Add to the end: the bits are stored. `new-account` and `account-awaited` are kept by the database itself. */
export const claimFlags = ["noted", "risk", "unread", "second-person", "letter-due", "new-account", "account-awaited", "nothing-left"] as const;
export type ClaimFlag = (typeof claimFlags)[number];

/*
 * What the queue filters on stands in one number of each claim, `claims.facet`: state (4 bits), language (2), whether somebody has it (1), benefit kinds (8), flags (15). A list walks the
 * few numbers that occur, each in its own order, so that no filter makes it read what it does not show. The generated column in the database puts the number together; a test holds the two together.
 */
const STATE = 0;
const LOCALE = 4;
const ASSIGNED = 6;
const BENEFITS = 7;
const FLAGS = 15;

/** What a facet has to be: its bits under each mask as they are here, or any of those that are allowed. */
export interface FacetCondition {
  /** Bit n: the nth state is wanted. */
  states: number;
  /** All of these bits, with these values. */
  mask: number;
  value: number;
  /** Any of these bits, where it is not 0. */
  any: number;
}

export function facetCondition(wanted: { states: readonly ClaimState[]; locale?: Locale | undefined; assigned?: boolean | undefined; benefits: readonly BenefitKind[]; flags: readonly ClaimFlag[] }): FacetCondition {
  let [mask, value, any, states] = [0, 0, 0, 0];
  for (const state of wanted.states.length > 0 ? wanted.states : claimStates) states |= 1 << claimStates.indexOf(state);
  if (wanted.locale !== undefined) {
    mask |= 3 << LOCALE;
    value |= locales.indexOf(wanted.locale) << LOCALE;
  }
  if (wanted.assigned !== undefined) {
    mask |= 1 << ASSIGNED;
    value |= Number(wanted.assigned) << ASSIGNED;
  }
  for (const kind of wanted.benefits) any |= 1 << (BENEFITS + benefitKinds.indexOf(kind));
  for (const flag of wanted.flags) mask |= flagBit(flag) << FLAGS;
  for (const flag of wanted.flags) value |= flagBit(flag) << FLAGS;
  return { states, mask, value, any };
}

/** The bit of a flag in `claims.flags`. */
export function flagBit(flag: ClaimFlag): number {
  return 1 << claimFlags.indexOf(flag);
}

/** Which flags a claim has. */
export function flagsOf(bits: number): ClaimFlag[] {
  return claimFlags.filter((flag) => (bits & flagBit(flag)) !== 0);
}

export function meetsFacet(facet: number, { states, mask, value, any }: FacetCondition): boolean {
  return ((states >> ((facet >> STATE) & 15)) & 1) === 1 && (facet & mask) === value && (any === 0 || (facet & any) !== 0);
}

/** Kinds of benefit as the bits of `claims.benefits`, and back. */
export function benefitBits(kinds: readonly BenefitKind[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << benefitKinds.indexOf(kind)), 0);
}

export function benefitsOf(bits: number): BenefitKind[] {
  return benefitKinds.filter((_, bit) => (bits & (1 << bit)) !== 0);
}
