/** What somebody of the staff looks at a person's data for. They choose it, and its person reads it on their own page. */
export type LookPurpose = "contact" | "identity" | "examination" | "payment" | "complaint" | "misuse";

/** What each act that asks for a reason offers, in the order of its form. There is no "other": it would be chosen for everything, and say nothing. */
export const lookPurposes = {
  "claim.reveal": ["contact", "identity", "examination", "payment", "complaint", "misuse"],
  "claim.print-letter": ["contact", "examination", "payment", "complaint"],
  "evidence.look": ["examination", "identity", "complaint", "misuse"],
  "enquiry.reveal": ["contact", "identity", "complaint", "misuse"],
} as const satisfies Record<`${string}.${string}`, readonly LookPurpose[]>;

/** An act that asks for a purpose. */
export type PurposefulAct = keyof typeof lookPurposes;
