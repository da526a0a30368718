import type { ProgrammeTerms } from "./types";

/** Terms as they are stored: JSON has no integers of the size of money, so amounts are digits. */
export function storeTerms(terms: ProgrammeTerms): unknown {
  return JSON.parse(JSON.stringify(terms, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)));
}
