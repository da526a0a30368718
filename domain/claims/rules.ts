import type { ClaimState } from "@/db/values/claim-states";
import type { Bits } from "../audiences/class-bits";
import { Conflict, Forbidden, type Refusal } from "../kernel/errors";
import { benefitsFor, type EligibilityRecord } from "../programmes/eligibility";
import type { ProgrammeTerms } from "../programmes/types";
import type { PayoutAccount } from "./types";

/** A record of a proven contact, as far as a claim looks at it. */
export interface ClaimableRecord extends EligibilityRecord {
  subjectId: bigint;
}

/**
 * List the records that a claim can rest on: those to which the terms offer something. The account itself comes before a record in somebody else's address list, then the lowest
 * number, so that the same person always rests on the same record.
 */
export function recordsForClaim<R extends ClaimableRecord>(records: readonly R[], terms: Pick<ProgrammeTerms, "benefits">, bits: Bits): R[] {
  return records
    .filter((record) => benefitsFor(terms, record, bits).length > 0)
    .sort((a, b) => Number(a.kind === "third-party") - Number(b.kind === "third-party") || (a.subjectId < b.subjectId ? -1 : 1));
}

/** Say why a claim cannot be decided by this person now, or null. Somebody else's review is theirs to finish. */
export function whyNotDecidable(claim: { state: ClaimState; assignedTo: string | null }, staffId: string): Refusal | null {
  if (claim.state !== "in-review") return new Conflict("claim-not-in-review");
  if (claim.assignedTo !== null && claim.assignedTo !== staffId) return new Forbidden("claim-of-another");
  return null;
}

/** Say why answers cannot be changed, or null. */
export function whyNotEditable(state: ClaimState): Refusal | null {
  return state === "draft" ? null : new Conflict("claim-already-filed");
}

/** Show at most the last two digits: the last four of an account or phone number are a common secret. */
export function maskAccount(account: string): string {
  return account.length <= 2 ? "••" : `${"•".repeat(account.length - 2)}${account.slice(-2)}`;
}

export interface MaskedPayout {
  kind: PayoutAccount["kind"];
  /** Code of the bank, or country of the IBAN. */
  bank: string;
  account: string;
  holder: string;
}

/** An account as far as it may be shown: enough to recognise it, too little to copy it. */
export function maskPayout(payout: PayoutAccount): MaskedPayout {
  const { kind, holder } = payout;
  return kind === "kr-account"
    ? { kind, bank: payout.bank, account: maskAccount(payout.account), holder: maskName(holder) }
    : { kind, bank: payout.iban.slice(0, 2), account: maskAccount(payout.iban), holder: maskName(holder) };
}

/** Show a name's first letter only. */
export function maskName(name: string): string {
  const [first, ...rest] = Array.from(name);
  return first === undefined ? "" : `${first}${"•".repeat(Math.max(rest.length, 1))}`;
}
