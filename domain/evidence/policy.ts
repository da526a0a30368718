import { policy } from "../kernel/context";

/** A paper is personal data in the clear: who decides on it sees it. */
export const mayLookAtEvidence = policy("evidence.look", ["support", "lead", "approver"]);
export const mayInspectEvidence = policy("evidence.inspect", [], { machine: true });
