import { policy } from "../kernel/context";

export const mayReadRegister = policy("authenticity.read-register", ["support", "lead", "comms", "approver", "security", "admin", "auditor"], { weak: true });
export const mayProposeEntries = policy("authenticity.propose", ["comms", "security"]);
export const mayPublishEntries = policy("authenticity.publish", ["approver", "security"], { stepUp: true });
/** Taking something out of the list narrows what is said to be ours, and must not wait for a second person. */
export const mayEndEntries = policy("authenticity.end", ["comms", "approver", "security"]);
export const mayRecordSigningKeys = policy("authenticity.record-keys", [], { machine: true });
export const mayReadReports = policy("authenticity.read-reports", ["support", "lead", "comms", "approver", "security"], { weak: true });
/** Seeing whom to write back to, and the picture, which shows as much. */
export const mayRevealReporters = policy("authenticity.reveal-reporters", ["support", "lead", "comms", "security"]);
export const mayDecideReports = policy("authenticity.decide-reports", ["comms", "security"]);
