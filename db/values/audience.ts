/** How sure it is that something of a person's leaked. */
export const evidenceLevels = ["confirmed", "possible", "cleared"] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];

/** A person with an account, or one named in somebody else's. */
export const subjectKinds = ["account-holder", "third-party"] as const;
export type SubjectKind = (typeof subjectKinds)[number];
