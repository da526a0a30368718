/** Why a role ended where no person took it away by itself: its time, nobody using it, or a review. */
export type GrantEnd = "expired" | "unused" | "revoked" | "no-answer";
