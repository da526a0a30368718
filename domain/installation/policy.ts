import { policy } from "../kernel/context";

/** What is known of the installation, its guests and what it keeps back. */
export const mayReadInstallation = policy("installation.read", ["admin"], { machine: true, weak: true });
/** The guest list, going live and back, and the word which database is the real one. */
export const mayManageInstallation = policy("installation.manage", ["admin"], { machine: true, stepUp: true });
/** Looking whether this is still the same database is the worker's own work. */
export const mayWatchInstallation = policy("installation.watch", [], { machine: true });
