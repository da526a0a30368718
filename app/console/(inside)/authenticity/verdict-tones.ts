/** How the state of a report looks: what waits stands out. */
export const VERDICT_TONES = { open: "accent", fake: "leaked", ours: "good", unclear: "plain" } as const;
