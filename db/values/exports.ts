/** Files with many people in them, or with the log about them, that leave the console. */
export const exportKinds = ["unreached", "rejects", "letters", "payments", "audit"] as const;
export type ExportKind = (typeof exportKinds)[number];

/** `waiting` for a second person, `ready` to be taken out by who asked; `withdrawn` when who asked has left. */
export type ExportState = "waiting" | "ready" | "refused" | "withdrawn";
