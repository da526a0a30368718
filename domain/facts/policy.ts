import { policy } from "../kernel/context";

export const mayReadFacts = policy("facts.read", ["support", "lead", "comms", "approver", "finance", "security", "admin", "auditor"], { machine: true, weak: true });
export const mayProposeFacts = policy("facts.propose", ["comms", "approver"]);
export const mayApproveFacts = policy("facts.approve", ["approver"], { stepUp: true });
