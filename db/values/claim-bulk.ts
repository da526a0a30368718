/** `stopped`: whoever started it may not do it any more. */
export type BulkRunState = "running" | "done" | "stopped" | "undoing" | "undone";

/** `kept`: not undone, because somebody did something else to the claim meanwhile. */
export const bulkRowResults = ["done", "refused", "undone", "kept"] as const;
export type BulkRowResult = (typeof bulkRowResults)[number];
