/** What a filed claim leaves behind to be compared by, each as a keyed trace. `family`, `look` and `words-band` only serve the comparison of others. */
export type TraceKind = "account" | "device" | "network" | "phone" | "address" | "family" | "paper" | "look" | "words" | "words-band";

/** Why somebody should look at a claim once more. None of them decides anything. */
export const riskKinds = ["account", "device", "phone", "paper", "look", "words", "name", "burst"] as const;
export type RiskKind = (typeof riskKinds)[number];

/** What the name on an account says beside the name of the record: all that is kept of the two. */
export type NameVerdict = "same" | "household" | "other" | "unknown";

/** What somebody who looked found behind a link. */
export const linkExplanations = ["household", "office", "helper", "other"] as const;
export type LinkExplanation = (typeof linkExplanations)[number];
