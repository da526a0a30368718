import { policy } from "../kernel/context";

export const mayReadClaims = policy("claims.read", ["support", "approver", "finance", "security", "auditor"]);
export const mayDecideClaims = policy("claims.decide", ["support", "approver"]);
export const mayRevealClaims = policy("claims.reveal", ["support", "approver"]);
