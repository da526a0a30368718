import { policy } from "../kernel/context";

export const mayReadSuppressions = policy("suppressions.read", ["support", "lead", "comms", "approver", "security", "auditor"], { weak: true });
export const mayChangeSuppressions = policy("suppressions.change", ["support", "lead", "comms", "approver"]);
