import { policy } from "../kernel/context";

/** The guest list, going live and back, and the word which database is the real one. */
export const mayManageInstallation = policy("installation.manage", ["admin"], { machine: true });
/** Looking whether this is still the same database is the worker's own work. */
export const mayWatchInstallation = policy("installation.watch", [], { machine: true });
