import { policy } from "../kernel/context";

/** Whoever is shown people by an act that counts, and whoever lets them see more. */
export const mayReadReveals = policy("reveals.read", ["support", "lead", "comms", "approver", "security"], { weak: true });
export const mayAskForReveals = policy("reveals.ask", ["support", "lead", "comms", "approver"]);
/** What others ask for, for whoever decides it. */
export const mayReadRequests = policy("reveals.read-requests", ["lead", "security"], { weak: true });
/** A lead knows whether the work is there, security whether the account is its person's. Never for oneself. */
export const mayGrantReveals = policy("reveals.grant", ["lead", "security"], { stepUp: true });
/** Saying no takes nothing but the right. */
export const mayDeclineReveals = policy("reveals.decline", ["lead", "security"]);
