import { policy } from "../kernel/context";

export const mayReadErasures = policy("erasures.read", ["security", "approver", "auditor"], { weak: true });
/** Looking for the person whom it is about. */
export const mayFindPeople = policy("erasures.find", ["security", "approver"]);
export const mayProposeErasures = policy("erasures.propose", ["security", "approver"], { stepUp: true });
/** Who proposed it is not who approves it. */
export const mayApproveErasures = policy("erasures.approve", ["security", "approver"], { stepUp: true });
/** Erasing itself, and keeping the list: the worker's, and the operator's after a restore. */
export const mayErase = policy("erasures.erase", [], { machine: true });
