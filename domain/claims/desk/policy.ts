import { policy } from "../../kernel/context";

/** Writing to colleagues about a claim, and being seen on its page. */
export const mayNoteClaims = policy("claims.note", ["support", "lead", "approver", "finance", "security"]);
/** Taking claims, giving them on, running macros, and the same for many at once. */
export const mayWorkClaims = policy("claims.work", ["support", "lead", "approver"]);
/** Setting claims free and giving them by the rule. */
export const mayAssignNew = policy("claims.assign-new", [], { machine: true });
/** Who can be given what, what the team works with, and claims of others. */
export const mayLeadDesk = policy("claims.lead", ["lead"]);
