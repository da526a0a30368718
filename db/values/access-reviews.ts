/** What a person answers, and what the clock does where nobody does. */
export type ReviewDecision = "keep" | "revoke" | "no-answer";

/** What became of a role when its campaign was closed: `ended-before` was gone already, `last-admin` stayed because nobody could have administered any more. */
export type ReviewOutcome = "kept" | "ended" | "ended-before" | "last-admin";
