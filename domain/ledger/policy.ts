import { policy } from "../kernel/context";

export const mayReadLedger = policy("ledger.read", ["finance", "approver", "security", "auditor"], { weak: true });
/** What only a job does. */
export const mayRecountLedger = policy("ledger.recount", [], { machine: true });
