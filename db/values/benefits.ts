/** What a programme can offer. Vouchers and monitoring reach a person as codes, the others as money. */
export const benefitKinds = ["vouchers", "flat-cash", "documented-loss", "lost-time", "monitoring"] as const;
export type BenefitKind = (typeof benefitKinds)[number];

/** The ways in which a bank account is named. */
export const accountKinds = ["kr-account", "iban"] as const;
export type AccountKind = (typeof accountKinds)[number];

export type ProgrammeVersionState = "draft" | "in-review" | "published" | "dropped";
