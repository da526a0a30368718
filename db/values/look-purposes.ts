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

/** What a look that was written down was for; null for an act that says so itself, for looks from before it was asked, and for what is no purpose of that act. */
export function purposeOf(action: string, written: unknown): LookPurpose | null {
  const offered = Object.entries<readonly LookPurpose[]>(lookPurposes).find(([act]) => act === action)?.[1];
  return offered?.find((purpose) => purpose === written) ?? null;
}
