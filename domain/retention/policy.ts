import { policy } from "../kernel/context";

export const mayReadRetention = policy("retention.read", ["security", "approver", "auditor"], { weak: true });
export const mayProposeRetention = policy("retention.propose", ["security", "approver"]);
/** Who proposed it is not who approves it. */
export const mayApproveRetention = policy("retention.approve", ["security", "approver"], { stepUp: true });
/** Legal's: whoever approves what the law asks for. */
export const mayPlaceHolds = policy("retention.hold", ["approver"]);
/** Erasing what is due, and telling before: the worker's. */
export const mayKeepRetention = policy("retention.keep", [], { machine: true });
