import { policy } from "../kernel/context";

export const mayReadSuppressions = policy("suppressions.read", ["support", "comms", "approver", "security", "auditor"]);
export const mayChangeSuppressions = policy("suppressions.change", ["support", "comms", "approver"]);
