import { policy } from "../kernel/context";

/** Figures about lookups; never who looked. */
export const mayReadLookupCounts = policy("lookups.count", ["support", "lead", "comms", "approver", "finance", "security", "admin", "auditor"], { weak: true });
