/** Why an API token is none any more. */
export type TokenEnd = "by-hand" | "rotated" | "off-boarded" | "suspended" | "expired";
