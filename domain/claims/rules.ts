import type { ClaimState } from "@/db/values/claim-states";
import { Conflict, Forbidden, type Refusal } from "../kernel/errors";

/** The records of a proven contact that a flat benefit can rest on: something of theirs is confirmed as leaked. */
export interface ClaimableRecord {
  subjectId: bigint;
  kind: "account-holder" | "third-party";
  confirmed: bigint;
}

/**
 * Choose the record a claim rests on, or null when nothing of this contact is confirmed as leaked. The account itself comes before a record in
 * somebody else's address list, then the lowest number, so that the same person always rests on the same record.
 */
export function recordForClaim(records: readonly ClaimableRecord[]): ClaimableRecord | null {
  const eligible = records.filter((record) => record.confirmed !== 0n);
  eligible.sort((a, b) => Number(a.kind === "third-party") - Number(b.kind === "third-party") || (a.subjectId < b.subjectId ? -1 : 1));
  return eligible[0] ?? null;
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

/** Show a name's first letter only. */
export function maskName(name: string): string {
  const [first, ...rest] = Array.from(name);
  return first === undefined ? "" : `${first}${"•".repeat(Math.max(rest.length, 1))}`;
}
