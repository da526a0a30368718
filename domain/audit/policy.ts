import { policy } from "../kernel/context";

export const mayReadAudit = policy("audit.read", ["admin", "security", "auditor"], { machine: true });
/** Number events, sign checkpoints and carry them outside: the worker's, and nobody's else. */
export const mayKeepLog = policy("audit.keep", [], { machine: true });
