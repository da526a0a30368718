import type { ClaimFlag } from "@/db/values/claim-facets";
import type { ClaimState } from "@/db/values/claim-states";
import type { ClaimWay } from "@/db/values/claim-ways";
import type { Bits } from "../audiences/class-bits";
import { Conflict, Forbidden, Invalid, type Refusal } from "../kernel/errors";
import { benefitsFor, type EligibilityRecord } from "../programmes/eligibility";
import { isCash } from "../programmes/rules";
import type { Benefit, ProgrammeTerms } from "../programmes/types";
import { maskContact } from "../lookups/rules";
import type { Claim, ClaimAnswers, ClaimBenefit, ClaimDecision, PayoutAccount } from "./types";

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

type Decided = Pick<Claim, "state" | "decidedBy" | "proposedBy">;
type Judged = Decided & Pick<Claim, "assignedTo">;

/** Whether somebody had a part in the decision that a claim on appeal is about: made it, or proposed it. */
export function tookPart({ state, decidedBy, proposedBy }: Decided, staffId: string): boolean {
  return state === "appealed" && (decidedBy === staffId || proposedBy === staffId);
}

/** Say why a claim cannot be decided by this person now, or null. Somebody else's review is theirs to finish, and an appeal is for somebody who had no part in the first decision. */
export function whyNotDecidable(claim: Judged, staffId: string): Refusal | null {
  const { state, assignedTo } = claim;
  if (state !== "in-review" && state !== "appealed") return new Conflict("claim-not-in-review");
  if (tookPart(claim, staffId)) return new Forbidden("appeal-own-decision");
  if (assignedTo === staffId) return null;
  return assignedTo === null ? new Conflict("claim-not-taken") : new Forbidden("claim-of-another");
}

/** States in which somebody works on a claim, so that it is somebody's or waits for somebody. */
export const OPEN_STATES: readonly ClaimState[] = ["submitted", "in-review", "needs-information", "appealed"];

/** Whether a claim, or an entry from paper, is somebody else's and stays so: all that is somebody's is theirs, unless a lead takes it. */
export function isOfAnother({ assignedTo }: Pick<Claim, "assignedTo">, by: { staffId: string; leads: boolean }): boolean {
  return assignedTo !== null && assignedTo !== by.staffId && !by.leads;
}

/** Say why a claim cannot be taken by this person, or null. What somebody else has is theirs, begun or not, unless one leads; an appeal is for somebody who had no part in the first decision. */
export function whyNotTakable(claim: Judged, by: { staffId: string; leads: boolean }): Refusal | null {
  const { state, assignedTo } = claim;
  if (!OPEN_STATES.includes(state) || (state !== "submitted" && assignedTo === by.staffId)) return new Conflict("claim-taken-already");
  if (isOfAnother(claim, by)) return new Forbidden("claim-of-another");
  return tookPart(claim, by.staffId) ? new Forbidden("appeal-own-decision") : null;
}

/** States of a claim of which something was granted. */
const GRANTED: readonly ClaimState[] = ["approved", "in-payment", "paid", "returned"];

/** Whether a claim was granted in part by a decision that can, or could, be appealed against. */
export function isGrantedInPart(state: ClaimState, decision: Pick<ClaimDecision, "outcome" | "appealBy"> | null): boolean {
  return GRANTED.includes(state) && decision?.outcome === "approved" && decision.appealBy !== null;
}

/** Say why a decision cannot be looked at a second time, or null: of a claim that was denied the whole of it, of one that was granted in part the rest, each once. */
export function whyNotAppealable(state: ClaimState, decision: Pick<ClaimDecision, "outcome" | "appealBy"> | null, hasRest: boolean, at: Date): Refusal | null {
  if (state !== "denied" && !isGrantedInPart(state, decision)) return new Conflict("claim-not-appealable");
  if (hasRest) return new Conflict("appealed-already");
  return decision?.appealBy && decision.appealBy < at ? new Conflict("appeal-too-late") : null;
}

/** Say why somebody cannot act on what a page showed them of a claim, or null: something has come from its claimant since. */
export function whyNotSeen({ arrivals }: { arrivals: number }, seen: number): Refusal | null {
  return arrivals === seen ? null : new Conflict("claim-unread");
}

/** Where a claim stands, as it is said: one for which nothing of a shared pool is left stays approved, and nothing of it is paid. */
export function shownState<S extends ClaimState>({ state, flags }: { state: S; flags: readonly ClaimFlag[] }): S | "nothing-left" {
  return flags.includes("nothing-left") ? "nothing-left" : state;
}

/** States in which a claim can be paid into another account: as long as money is to be paid and is not on its way. */
const ACCOUNT_OPEN: readonly ClaimState[] = ["submitted", "in-review", "needs-information", "appealed", "approved", "returned"];

/** Say why the account of a filed claim cannot be changed, or null. */
export function whyNotAccount({ payoutVersion, ...claim }: Pick<Claim, "state" | "flags" | "payoutVersion">): Refusal | null {
  return payoutVersion > 0 && ACCOUNT_OPEN.some((state) => state === shownState(claim)) ? null : new Conflict("account-closed");
}

/** Say why there is no new account to be accepted, or null: of an approved claim one that was changed since, of money that came back any. None of a claim whose claimant was erased: nobody could be told, or asked when it comes back. */
export function whyNotAcceptable({ payoutVersion, approvedPayoutVersion, hasAccount, erasedAt, ...claim }: Pick<Claim, "state" | "flags" | "payoutVersion" | "approvedPayoutVersion" | "hasAccount" | "erasedAt">): Refusal | null {
  if (!hasAccount || erasedAt) return new Conflict("account-gone");
  const state = shownState(claim);
  if (state === "returned") return null;
  return state === "approved" && payoutVersion !== approvedPayoutVersion ? null : new Conflict("account-as-approved");
}

/** Whether a decision over so much, in minor units, takes a second person. What was granted before of the same claim counts: two decisions that are small by themselves may not be together. */
export function takesTwo({ secondPersonAboveMinor }: Pick<ProgrammeTerms, "secondPersonAboveMinor">, togetherMinor: bigint): boolean {
  return secondPersonAboveMinor !== null && togetherMinor > secondPersonAboveMinor;
}

/** What was approved of a claim in money, and what a shared pool pays of it, in minor units; null where it pays all. */
export function shareOfPool(benefits: readonly Pick<ClaimBenefit, "kind" | "approvedMinor">[], cutMinor: bigint): { approvedMinor: bigint; paidMinor: bigint } | null {
  if (cutMinor === 0n) return null;
  const approvedMinor = benefits.filter(isCash).reduce((sum, line) => sum + (line.approvedMinor ?? 0n), 0n);
  return { approvedMinor, paidMinor: approvedMinor > cutMinor ? approvedMinor - cutMinor : 0n };
}

/** Whether money that is to be paid waits for an agent to accept another account than the one that was approved. */
export function waitsForAcceptance({ payoutVersion, approvedPayoutVersion, ...claim }: Pick<Claim, "state" | "flags" | "payoutVersion" | "approvedPayoutVersion">): boolean {
  const state = shownState(claim);
  return (state === "approved" || state === "returned") && payoutVersion > 0 && payoutVersion !== approvedPayoutVersion;
}

/** An account is changed within so many milliseconds of proving the contact. */
export const FRESH_PROOF_MS = 10 * 60_000;

/** Say why answers cannot be changed, or null. */
export function whyNotEditable(state: ClaimState): Refusal | null {
  if (state === "draft") return null;
  return new Conflict(state === "withdrawn" ? "claim-ended" : "claim-already-filed");
}

/**
 * Whether a draft that came in one way gives way to one that begins another way for the same claimant, so that nobody is kept out by what nobody files: a letter's number says less than a contact of the record, and a form that
 * was posted is a claim already, which only has to be entered.
 */
export function givesWay(draft: ClaimWay | "contact", to: ClaimWay | "contact"): boolean {
  return draft !== "paper" && (to !== "letter" || draft === "letter");
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

/** Say why something cannot be chosen by somebody who is answered by post, or null: codes are sent by mail or text alone. */
export function whyNotByPost(contact: ClaimAnswers["contact"], chosen: readonly Pick<Benefit, "kind">[]): Refusal | null {
  return contact.kind === "post" && !chosen.every(isCash) ? new Invalid({ benefits: ["codes-not-by-post"] }) : null;
}

/** Where letters about a claim go, masked; nothing for the post, whose address stands with the record. */
export function maskLetterContact(contact: ClaimAnswers["contact"]): string {
  return contact.kind === "post" ? "" : maskContact(contact);
}

/** Show a name's first letter only. */
export function maskName(name: string): string {
  const [first, ...rest] = Array.from(name);
  return first === undefined ? "" : `${first}${"•".repeat(Math.max(rest.length, 1))}`;
}
