import { policy } from "../kernel/context";

export const mayReadEnquiries = policy("enquiries.read", ["support", "approver", "security", "auditor"], { machine: true });
export const mayAnswerEnquiries = policy("enquiries.answer", ["support", "approver"]);
export const mayRevealEnquiries = policy("enquiries.reveal", ["support", "approver"]);
