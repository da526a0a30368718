export type BatchState = "draft" | "released" | "settled" | "cancelled";
export type PaymentState = "draft" | "released" | "paid" | "returned" | "cancelled";

/** Files that a released batch can be taken out as; a bank's own table besides the two that need no setting up. */
export type PaymentFormat = "pain.001" | "kr-transfer" | "bank-table";

/** What a column of a bank's table holds. */
export const bankColumns = ["bank-code", "bank-code-short", "bank-name", "account", "amount", "holder", "statement", "reference", "empty"] as const;
export type BankColumn = (typeof bankColumns)[number];

/** Korean banks read code page 949, by the name of IANA's windows-949; newer ones UTF-8. */
export const tableEncodings = ["utf-8", "cp949"] as const;
export type TableEncoding = (typeof tableEncodings)[number];

export type AnswerFormat = "pain.002" | "camt.053" | "csv";
