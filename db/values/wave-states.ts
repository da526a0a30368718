/** The life of a wave. */
export type WaveState = "draft" | "in-review" | "approved" | "scheduled" | "freezing" | "sending" | "paused" | "finished" | "cancelled";

/** Ways to reach a person, in the order in which a wave may try them. */
export const channels = ["email", "sms", "letter"] as const;
export type Channel = (typeof channels)[number];

/**
 * Why a wave stands still: a person paused it, other data is published than it was written for, freezing found another number of people than was approved, or the
 * receiving side refused, bounced or complained about too much; or whoever approved it was off-boarded while its audience was being taken.
 */
export type PauseReason = "person" | "dataset-changed" | "count-differs" | "rejections" | "bounces" | "complaints" | "approver-left";

/** What becomes of a message of which nobody knows whether it arrived. */
export type DoubtPolicy = "resend-once" | "hold";

/** Why a wave goes as fast as it goes: as fast as it can, at its own limit, at a limit because the portal it points at is busy, or not at all in the pause of its ramp. */
export type PaceReason = "free" | "limit" | "portal-slow" | "portal-stopped" | "portal-recovering" | "ramp-hold";

/** The life of one delivery. `in-doubt` stays open until a person decides it. */
export const deliveryStates = ["pending", "handing-over", "deferred", "accepted", "rejected", "in-doubt", "suppressed", "cancelled"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Where one person of a frozen audience stands. */
export const pathStates = ["open", "reached", "unreachable", "covered-by", "cancelled", "in-doubt"] as const;
export type PathState = (typeof pathStates)[number];
