/** The life of a wave. */
export type WaveState = "draft" | "in-review" | "approved" | "scheduled" | "freezing" | "sending" | "paused" | "finished" | "cancelled";

/** Why a wave stands still: a person paused it, other data is published than it was written for, or freezing found another number of people than was approved. */
export type PauseReason = "person" | "dataset-changed" | "count-differs";

/** The life of one delivery. `in-doubt` stays open until a person decides it. */
export const deliveryStates = ["pending", "handing-over", "deferred", "accepted", "rejected", "in-doubt", "suppressed", "cancelled"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Where one person of a frozen audience stands. */
export const pathStates = ["open", "reached", "unreachable", "covered-by", "cancelled", "in-doubt"] as const;
export type PathState = (typeof pathStates)[number];
