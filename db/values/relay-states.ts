/** How a relay's breaker stands: closed lets messages through, open lets none, half-open waits for what becomes of one. */
export const relayPhases = ["closed", "open", "half-open"] as const;
export type RelayPhase = (typeof relayPhases)[number];

/** Why a relay rests: it could not be reached or broke off, it asked to be left alone (421), it refused us, or it took too long. */
export type RelayReason = "connection" | "busy" | "refused" | "slow";

/** What a relay is used for: mails to single people, waves. */
export type RelayLane = "person" | "bulk";
