import { policy } from "../kernel/context";

export const mayReadEnquiries = policy("enquiries.read", ["support", "lead", "approver", "security", "auditor"], { machine: true, weak: true });
export const mayAnswerEnquiries = policy("enquiries.answer", ["support", "lead", "approver"]);
export const mayRevealEnquiries = policy("enquiries.reveal", ["support", "lead", "approver"]);
