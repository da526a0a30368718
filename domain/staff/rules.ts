import { Conflict, Forbidden, type Refusal } from "../kernel/errors";

/** A session's whole length: a long working day, never longer. Milliseconds, as the others here. */
export const SESSION_MS = 12 * 3_600_000;
/** How long a session lives without a request that a person made. */
export const IDLE_MS = 30 * 60_000;
/** How old the proof may be that acts with `stepUp` ask for. */
export const PROOF_MS = 5 * 60_000;
/** A session's last use is written no more often. */
export const SEEN_MS = 60_000;
/** How long a mailed set-up code works. */
export const SET_UP_MS = 24 * 3_600_000;

/**
 * How long sign-in pauses after a number of failures in a row, in seconds. Guessing becomes hopeless; the rightful person waits a quarter of an hour at most,
 * so that a stranger cannot keep them out for a day.
 */
export function lockSeconds(failures: number): number {
  return failures < 5 ? 0 : Math.min(30 * 2 ** (failures - 5), 900);
}

/** Say why a grant cannot be approved by this person, or null. */
export function whyNotApprovable(grant: { staffId: string; grantedBy: string | null; approvedBy: string | null; endedAt: Date | null }, by: string): Refusal | null {
  if (grant.endedAt !== null || grant.approvedBy !== null) return new Conflict("grant-settled");
  if (grant.grantedBy === by || grant.staffId === by) return new Forbidden("second-person");
  return null;
}
