/** Placeholders of a notice that say the same to everybody who reads one language. */
export const sharedPlaceholders = ["organisation", "portal-url", "contact-desk", "as-of"] as const;
export type SharedPlaceholder = (typeof sharedPlaceholders)[number];

/** Placeholders that are filled for each person. `leaked-list` is a list, and stands alone in its paragraph. */
export const personalPlaceholders = ["leaked-list", "leaked-classes", "reference"] as const;
export type PersonalPlaceholder = (typeof personalPlaceholders)[number];
