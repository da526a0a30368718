import { policy } from "../kernel/context";

/** Figures about lookups; never who looked. */
export const mayReadLookupCounts = policy("lookups.count", ["support", "comms", "approver", "finance", "security", "admin", "auditor"]);
