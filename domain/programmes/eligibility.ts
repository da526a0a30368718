import type { Bits } from "../audiences/class-bits";
import type { Benefit, Eligibility, ProgrammeTerms } from "./types";

/** What the published dataset says of a record, as far as eligibility looks at it. */
export interface EligibilityRecord {
  kind: "account-holder" | "third-party";
  confirmed: bigint;
  possible: bigint;
}

/** Say whether a record is one that a benefit is for. Something of it must have leaked in any case: a record of which everything was cleared is eligible for nothing. */
function isEligible({ evidence, classes, kinds }: Eligibility, record: EligibilityRecord, bits: Bits): boolean {
  const leaked = record.confirmed | (evidence === "possible" ? record.possible : 0n);
  return kinds.includes(record.kind) && (classes.length === 0 ? leaked : leaked & bits(classes)) !== 0n;
}

/** List the benefits that a record is eligible for, in the order of the terms. */
export function benefitsFor(terms: Pick<ProgrammeTerms, "benefits">, record: EligibilityRecord, bits: Bits): Benefit[] {
  return terms.benefits.filter((benefit) => isEligible(benefit.eligibility, record, bits));
}
