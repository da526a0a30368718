import { policy } from "../../kernel/context";

export const mayReadRisk = policy("claim-risk.read", ["support", "lead", "approver", "finance", "security", "auditor"], { weak: true });
export const mayExplainLinks = policy("claim-risk.explain", ["support", "lead", "approver"]);
export const mayWeighClaims = policy("claim-risk.weigh", [], { machine: true });
