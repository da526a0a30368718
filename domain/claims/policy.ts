import { policy } from "../kernel/context";

export const mayReadClaims = policy("claims.read", ["support", "lead", "approver", "finance", "security", "auditor"], { weak: true });
/** Enter claims that came on paper. */
export const mayEnterPaperClaims = policy("claims.enter-paper", ["support", "lead"]);
export const mayDecideClaims = policy("claims.decide", ["support", "lead", "approver"]);
/** The word by which a claim is granted: alone, or as the second person. Whoever proposes or denies proves nothing anew. */
export const mayApproveClaims = policy("claims.approve", ["support", "lead", "approver"], { stepUp: true });
/** Where the money of an approved claim goes. */
export const mayAcceptAccounts = policy("claims.accept-accounts", ["support", "lead", "approver"], { stepUp: true });
export const mayRevealClaims = policy("claims.reveal", ["support", "lead", "approver"]);
/** What only a job does. */
export const mayWatchClocks = policy("claims.watch-clocks", [], { machine: true });
/** Reminding is the clock's: nobody presses a button for it. */
export const mayRemindClaimants = policy("claims.remind", [], { machine: true });
