export type BatchState = "draft" | "released" | "settled" | "cancelled";
export type PaymentState = "draft" | "released" | "paid" | "returned" | "cancelled";

/** Files that a released batch can be taken out as. */
export const paymentFormats = ["pain.001", "kr-transfer"] as const;
export type PaymentFormat = (typeof paymentFormats)[number];

export type AnswerFormat = "pain.002" | "camt.053" | "csv";
