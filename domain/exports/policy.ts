import { policy } from "../kernel/context";

/** Whoever may ask for some file or agree to one; which, is the kind's to say (`kinds.ts`). */
export const mayReadExports = policy("exports.read", ["comms", "approver", "security", "finance", "auditor", "admin"], { weak: true });
/** Asking, and taking out what one asked for. */
export const mayAskExports = policy("exports.ask", ["comms", "approver", "security", "finance", "auditor", "admin"], { stepUp: true });
/** Being the second person. */
export const mayDecideExports = policy("exports.decide", ["approver", "security", "finance"], { stepUp: true });
/** Who took what, whoever it was. */
export const mayReadEveryExport = policy("exports.read-all", ["security", "auditor"], { weak: true });
/** Whose a file is that was found somewhere: at the machine, where the file is. */
export const mayTraceExports = policy("exports.trace", [], { machine: true });

/** Second persons, by what is in the file. */
export const maySecondExports = policy("exports.second", ["approver", "security"], { stepUp: true });
export const maySecondPayments = policy("exports.second-payments", ["finance", "approver"], { stepUp: true });
