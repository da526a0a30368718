import { policy } from "../../kernel/context";

/** Reading what colleagues wrote to one, and being seen on a claim's page. */
export const mayFollowClaims = policy("claims.follow", ["support", "lead", "approver", "finance", "security"], { weak: true });
/** Writing to colleagues about a claim. */
export const mayNoteClaims = policy("claims.note", ["support", "lead", "approver", "finance", "security"]);
/** Who works on claims, with what, and what is done to many at once. */
export const mayReadDesk = policy("claims.read-desk", ["support", "lead", "approver"], { weak: true });
/** Taking claims, giving them on, running macros, and the same for many at once. */
export const mayWorkClaims = policy("claims.work", ["support", "lead", "approver"]);
/** Setting claims free and giving them by the rule. */
export const mayAssignNew = policy("claims.assign-new", [], { machine: true });
/** Who can be given what, what the team works with, and claims of others. */
export const mayLeadDesk = policy("claims.lead", ["lead"]);
