import { policy } from "../kernel/context";

export const mayReadRules = policy("rules.read", ["support", "lead", "comms", "approver", "finance", "security", "admin", "auditor"], { machine: true, weak: true });
export const maySaveSituation = policy("rules.save-situation", ["comms", "approver", "security"]);
