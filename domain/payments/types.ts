import { z } from "zod";
import type { AnswerFormat, BankColumn, BatchState, PaymentFormat, PaymentState, TableEncoding } from "@/db/values/payments";
import type { MaskedPayout } from "../claims/rules";
import { payoutAccount, type PayoutAccount } from "../claims/types";

/** Who pays: the name and the account from which a programme's money goes; sealed in `payment_payers.sealed`. `bic` is the code of an IBAN's bank (ISO 9362), empty where the bank needs none. */
export const payer = z.object({ account: payoutAccount, bic: z.string() });
export type Payer = z.infer<typeof payer>;

export interface PaymentBatch {
  id: string;
  incidentId: string;
  programmeId: string;
  number: number;
  state: BatchState;
  currency: string;
  /** The day on which the bank is asked to pay. */
  payOn: string;
  createdBy: string;
  createdAt: Date;
  releasedBy: string | null;
  releasedAt: Date | null;
  exportedAt: Date | null;
  /** Since when its release does not count, because whoever gave it was off-boarded before a file of it was taken out. */
  heldAt: Date | null;
  endedAt: Date | null;
}

/** A batch with what its payments come to. Those that were taken out of it are not counted. */
export interface BatchSummary extends PaymentBatch {
  payments: number;
  cashMinor: bigint;
  codesMinor: bigint;
  byState: Partial<Record<PaymentState, number>>;
}

/** A payment of a batch as it is shown: its account masked. */
export interface BatchPayment {
  id: string;
  claimId: string;
  reference: string;
  state: PaymentState;
  cashMinor: bigint;
  codesMinor: bigint;
  account: MaskedPayout | null;
  bankReason: string | null;
  answeredAt: Date | null;
  /** Of a draft: whether the claim is not as it was collected any more, so that the batch cannot be released with it. */
  changed: boolean;
  /** Of a draft: which forms cannot carry it, and why. Nobody's name or account is in it. */
  misfits: (FormName & Misfit)[];
}

/** A form in which a batch can be taken out: one that needs no setting up, or a bank's table by the name that it was given. */
export interface FormName {
  format: PaymentFormat;
  table: string | null;
}

/** Why a form cannot carry a payment, by the key under which it refuses the file; and the heading of the column that is at fault, null where it is the account itself. */
export interface Misfit {
  why: "bank-table-letters" | "bank-table-formula" | "format-not-for-accounts";
  column: string | null;
}

/** How much of a draft a form can carry. */
export interface FormFit extends FormName {
  tableId: string | null;
  /** Payments that it cannot carry. */
  misfits: number;
}

/** What goes to the bank for one claim. Personal data: it leaves in an export that was audited, and nowhere else. */
export interface BankLine {
  /** Carried through by the bank and given back in its answer. */
  reference: string;
  minor: bigint;
  account: PayoutAccount;
}

/** One thing that a bank's file says of one payment. */
export interface AnswerLine {
  /** The line of the file. */
  line: number;
  reference: string;
  /** What became of it: `refused` before any money left, `returned` after it had; `unclear` where the file says something of it that is none of these. */
  says: "paid" | "refused" | "returned" | "pending" | "unclear";
  /** The amount as the file has it, where it names one, and its currency; null where it is that of the payment, as in tables. */
  money: { text: string; currency: string | null } | null;
  /** The bank's code for why, e.g. AC04 (ISO 20022 external code sets), or its words. */
  reason: string | null;
  /** Tells a booking on a statement from every other, as a SHA-256 in hexadecimal digits; null where nothing is booked, or nothing told apart. */
  booking: string | null;
}

/** One thing that a bank's file says of all payments of a batch. */
export interface WholeLine extends Pick<AnswerLine, "line" | "money" | "reason" | "booking"> {
  message: string;
  says: Exclude<AnswerLine["says"], "pending">;
}

export interface ReadAnswer {
  format: AnswerFormat;
  lines: AnswerLine[];
  /** What is said of a whole file or batch, by the name of its message: that the bank refused it, or that one debit paid all of it, whose sum then says so. */
  whole: WholeLine[];
}

/** A line that changed nothing and is left to a person: it fits to no payment, or contradicts what is known of one. */
export const unknownLine = z.object({
  line: z.number(),
  reference: z.string(),
  why: z.enum(["no-such-payment", "other-amount", "not-sent", "unclear", "sent-twice", "refused-though-paid", "paid-though-returned", "paid-twice"]),
});
export type UnknownLine = z.infer<typeof unknownLine>;

export interface AnswerSummary {
  id: string;
  format: AnswerFormat;
  readAt: Date;
  readBy: string;
  paid: number;
  returned: number;
  repeated: number;
  pending: number;
  unknown: UnknownLine[];
}

/** One way of taking a released batch out. A bank that wants a table of its own gets one from the screen; another kind of file is a file beside these and a line in `exports/formats.ts`. */
export interface PaymentExport {
  readonly contentType: string;
  readonly extension: string;
  /** Say why it cannot carry a payment, or null. One that it cannot carry refuses the whole file. */
  whyNot(batch: Pick<ExportedBatch, "currency" | "purpose">, line: BankLine): Misfit | null;
  /** @throws {Conflict} by the reason of `whyNot`, with the payment's reference */
  write(batch: ExportedBatch, lines: readonly BankLine[]): Buffer;
}

/** The table that one bank takes. */
export interface BankTable {
  columns: { heading: string; holds: BankColumn }[];
  /** Whether the first row names the columns. */
  hasHeading: boolean;
  encoding: TableEncoding;
  /** How many characters the bank takes for what stands on a statement. */
  statementMost: number;
}

export interface SavedBankTable extends BankTable {
  id: string;
  name: string;
  savedBy: string;
  savedAt: Date;
  /** Since when it is not offered any more. */
  removedAt: Date | null;
}

export interface ExportedBatch extends Pick<PaymentBatch, "currency" | "payOn"> {
  /** Names the file to the bank, and comes back in its answer. */
  message: string;
  payer: Payer;
  /** What stands on the claimant's statement. */
  purpose: string;
  madeAt: Date;
  /** Who takes the file out, for a form that has a place for it. */
  comment: string;
}
