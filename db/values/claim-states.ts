/** The life of a claim. The database refuses every edge that is not listed in its `refuse_claim_edge` function (migration 0013), and every beginning but a draft. */
export const claimStates = [
  "draft",
  "submitted",
  "in-review",
  "needs-information",
  "approved",
  "denied",
  "in-payment",
  "paid",
  "returned",
  "withdrawn",
  "appealed",
  "denied-final",
] as const;
export type ClaimState = (typeof claimStates)[number];

/** States a queue works on or shows; drafts belong to the claimant alone. */
export const filedClaimStates = claimStates.filter((state) => state !== "draft");
