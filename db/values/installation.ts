/** Whether everybody may be written to, or guests and staff alone. */
export type InstallationMode = "trial" | "live";

/** Whether this database is known to be the real one. An `unconfirmed` one may be a restored copy; a `copy` was called one by a person. */
export type InstallationStanding = "confirmed" | "unconfirmed" | "copy";

/** By what a database and its surroundings are known again, in the order in which a page shows them. `counter` is time itself: the database is behind what a machine remembers. */
export const fingerprintParts = ["url", "host", "port", "database", "databaseOid", "systemIdentifier", "timeline", "counter"] as const;
export type FingerprintPart = (typeof fingerprintParts)[number];

/** Why no wave is handed over. */
export const sendingLocks = ["unconfirmed", "copy", "trial"] as const;
export type SendingLock = (typeof sendingLocks)[number];
