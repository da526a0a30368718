/** The life of a batch of letters: it is being printed, waits for a person to hand it over, and is then with the mail house, or thrown away before that. */
export type LetterBatchState = "making" | "waiting" | "handed-over" | "discarded";

/** What a batch consists of for the mail house. */
export const letterFiles = ["pdf", "list"] as const;
export type LetterFile = (typeof letterFiles)[number];
