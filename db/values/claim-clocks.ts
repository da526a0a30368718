/** What a claim is held to in time: the first word to the claimant, the decision, the papers that were asked for, and the decision about an appeal. */
export const clockKinds = ["first-reply", "decision", "cure", "appeal"] as const;
export type ClockKind = (typeof clockKinds)[number];

/** Where a clock stands. `soon` and `late` are written by the job that looks each minute. */
export type ClockStage = "running" | "soon" | "late" | "paused" | "ended";
