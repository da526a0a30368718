/** What a suppressed address gets no more: no message at all (nobody reads there), or no updates (somebody does, and does not want them). */
export const suppressionScopes = ["everything", "updates"] as const;
export type SuppressionScope = (typeof suppressionScopes)[number];

/** Why: it was returned as dead, its reader called a message unwanted or unsubscribed, or staff entered it because somebody asked. */
export const suppressionReasons = ["bounced", "complained", "unsubscribed", "asked"] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];
