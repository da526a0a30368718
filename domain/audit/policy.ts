import { policy } from "../kernel/context";

export const mayReadAudit = policy("audit.read", ["admin", "security", "auditor"], { machine: true, weak: true });
/** A part of the log leaves the console as a file. */
export const mayExportAudit = policy("audit.export", ["admin", "security", "auditor"], { stepUp: true });
/** A program copies the log as it grows, in place of whoever made its token. */
export const mayPullAudit = policy("audit.pull", ["security", "auditor"], { weak: true });
/** Number events, sign checkpoints and carry them outside: the worker's, and nobody's else. */
export const mayKeepLog = policy("audit.keep", [], { machine: true });
