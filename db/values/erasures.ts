/** What an erasure is about: a record of the data, a contact of which it holds none, or everything. */
export const erasureKinds = ["person", "contact", "incident"] as const;
export type ErasureKind = (typeof erasureKinds)[number];

/** `approved` waits for the worker; `stopped` is one that the worker found something against. */
export type ErasureState = "proposed" | "approved" | "done" | "stopped" | "withdrawn";

/** What it rests on. `pipa-21`: kept no longer than needed; `pipa-36`: the person asks; `gdpr-17`: the right to erasure. */
export const erasureGrounds = ["pipa-36", "pipa-21", "gdpr-17", "other"] as const;
/** The same for a whole incident, whose end no one person asks for. */
export const incidentGrounds = ["pipa-21", "gdpr-17", "other"] as const satisfies readonly (typeof erasureGrounds)[number][];
export type ErasureGround = (typeof erasureGrounds)[number];

/** What stands against erasing a person, or a whole incident, now. */
export type Obstacle = "legal-hold" | "claim-open" | "payment-open" | "letter-waiting" | "record-found" | "wave-open" | "posting-standing";
