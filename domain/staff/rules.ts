import type { Role } from "@/db/values/roles";
import type { SignInMethod } from "@/db/values/session-methods";
import { Conflict, Forbidden, type Refusal } from "../kernel/errors";

/** A session's whole length: a long working day, never longer. Milliseconds, as the others here. */
export const SESSION_MS = 12 * 3_600_000;
/** How long a session lives without a request that a person made. */
export const IDLE_MS = 30 * 60_000;
/** Goes with what a page of the console asks by itself while nobody touches it: such a request ends no idle time. Whoever sets it otherwise only shortens their own session. */
export const UNATTENDED_COOKIE = "amends-unattended";
/** How old the proof may be that acts with `stepUp` ask for. */
export const PROOF_MS = 5 * 60_000;
/** A session's last use is written no more often. */
export const SEEN_MS = 60_000;
/** A role's last use is written no more often. */
export const USED_MS = 3_600_000;
/** How long a mailed set-up code works. */
export const SET_UP_MS = 24 * 3_600_000;

/** Roles that approve (the second person's word on a claim is one), pay or administer: a password that was phished must not be enough for them. */
const strongRoles: readonly Role[] = ["support", "lead", "approver", "finance", "security", "admin"];

/** Whether somebody with these roles has to show by a passkey, or what is as good as one, who they are. */
export function needsStrongProof(roles: readonly Role[]): boolean {
  return roles.some((role) => strongRoles.includes(role));
}

/** Whether a session shows too little for its person's roles. Built-in accounts are held to it where `required` says so; whoever comes through the company's sign-in always is. */
export function isWeak(session: { roles: readonly Role[]; strong: boolean; method: SignInMethod }, required: boolean): boolean {
  return !session.strong && (required || session.method === "company") && needsStrongProof(session.roles);
}

/**
 * Whether somebody has to show a passkey of theirs before they change what signs them in: the session's last proof was strong, or it began with a recovery code because the passkey is lost. A password and a
 * code that were phished must not become a passkey, or take one away.
 */
export function needsOwnPasskey(session: { hasPasskey: boolean; strong: boolean; method: SignInMethod }): boolean {
  return session.hasPasskey && !session.strong && session.method !== "recovery";
}

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

/** Say why a grant cannot be renewed by this person, or null. The operator is nobody's own administrator. */
export function whyNotRenewable(grant: { staffId: string; counts: boolean }, by: string | null): Refusal | null {
  if (grant.staffId === by) return new Forbidden("not-oneself");
  return grant.counts ? null : new Conflict("grant-settled");
}

/** Say why what one administrator asked for cannot be approved by this person, or null. */
export function whyNotRenewalApprovable(grant: { staffId: string; renewalBy: string | null; counts: boolean }, by: string): Refusal | null {
  if (grant.renewalBy === null || !grant.counts) return new Conflict("grant-settled");
  if (grant.renewalBy === by || grant.staffId === by) return new Forbidden("second-person");
  return null;
}
