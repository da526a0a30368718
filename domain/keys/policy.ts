import { policy } from "../kernel/context";

/** The register shows which keys there are and who knows them, never a key. */
export const mayReadKeys = policy("keys.read", ["admin", "security", "auditor"], { machine: true, weak: true });
/** Saying who answers for a key and who knows it. */
export const mayKeepCustodians = policy("keys.custodians", ["admin", "security"], { stepUp: true });
/** Entering what a process holds is its own work. */
export const mayRecordKeys = policy("keys.record", [], { machine: true });
/** Rotating needs the machine: half of the keys come from its files and settings. */
export const mayRotateKeys = policy("keys.rotate", [], { machine: true });
