import type { PaymentState } from "@/db/values/payments";
import { isMessageName, isPaymentReference } from "../rules";
import type { AnswerLine, ReadAnswer, UnknownLine, WholeLine } from "../types";
import { readBankMoney } from "./read-money";

export interface KnownPayment {
  id: string;
  batchId: string;
  claimId: string;
  reference: string;
  state: PaymentState;
  cashMinor: bigint;
  currency: string;
}

interface Judged {
  paid: KnownPayment[];
  returned: { payment: KnownPayment; reason: string | null }[];
  repeated: number;
  pending: number;
  unknown: UnknownLine[];
}

/**
 * Decide what a bank's file changes. Of one payment a file may say that it was paid and then that it came back; returning wins, in whichever order the lines stand. A line with another amount than was sent changes nothing, and one
 * that says what is known already counts as repeated: an older statement that comes late does not undo a return. `batchOf` says which batch is called by the name of a message.
 */
export function judgeAnswer({ lines, whole }: ReadAnswer, known: readonly KnownPayment[], batchOf: ReadonlyMap<string, string>): Judged {
  const judged: Judged = { paid: [], returned: [], repeated: 0, pending: 0, unknown: [] };
  const byReference = new Map(known.map((payment) => [payment.reference, payment]));
  const states = new Map(known.map(({ id, state }) => [id, state]));
  const ofWhole = whole.flatMap((one): AnswerLine[] => {
    const sent = known.filter(({ batchId, cashMinor, state }) => batchId === batchOf.get(one.message) && cashMinor > 0n && state !== "draft" && state !== "cancelled");
    const meant = whomItMeans(one, sent);
    if (typeof meant !== "string") return meant.map(({ reference }) => ({ line: one.line, reference, says: one.says, money: null, reason: one.reason }));
    judged.unknown.push({ line: one.line, reference: shown(one.message), why: meant });
    return [];
  });
  const order = { paid: 0, returned: 1, pending: 2, unclear: 3 };
  for (const { line, reference, says, money, reason } of [...lines, ...ofWhole].sort((a, b) => order[a.says] - order[b.says])) {
    const payment = byReference.get(reference);
    const state = payment && states.get(payment.id);
    const leave = (why: UnknownLine["why"]) => judged.unknown.push({ line, reference: shown(reference), why });
    if (!payment) leave("no-such-payment");
    else if (payment.cashMinor === 0n || state === "draft" || state === "cancelled") leave("not-sent");
    else if (says === "unclear") leave("unclear");
    else if (money && !isAmountOf(payment, money)) leave("other-amount");
    else if (says === "pending") judged.pending += 1;
    else if (state === "returned" || state === says) judged.repeated += 1;
    else {
      states.set(payment.id, says);
      if (says === "paid") judged.paid.push(payment);
      else judged.returned.push({ payment, reason });
    }
  }
  judged.unknown.sort((a, b) => a.line - b.line);
  return judged;
}

/** The payments of a batch that a line about all of it means: a sum says so where it is that of all that were sent, or of those that had not come back yet. Else why it is left. */
function whomItMeans({ says, money }: WholeLine, sent: readonly KnownPayment[]): readonly KnownPayment[] | UnknownLine["why"] {
  const [first] = sent;
  if (!first) return "no-such-payment";
  if (says === "unclear") return "unclear";
  if (!money) return sent;
  const sumOf = (payments: readonly KnownPayment[]) => ({ ...first, cashMinor: payments.reduce((sum, { cashMinor }) => sum + cashMinor, 0n) });
  return [sent, sent.filter(({ state }) => state !== "returned")].find((payments) => isAmountOf(sumOf(payments), money)) ?? "other-amount";
}

/** Whether an amount is the one that was sent. One that cannot be read is not: a person looks at it. */
function isAmountOf({ cashMinor, currency }: Pick<KnownPayment, "cashMinor" | "currency">, money: NonNullable<AnswerLine["money"]>): boolean {
  return (money.currency ?? currency) === currency && readBankMoney(money.text, currency) === cashMinor;
}

/** What a file names is kept where it is written as ours are. Anything else may be somebody's name: its line says where it stands in the file. */
function shown(text: string): string {
  return isPaymentReference(text) || isMessageName(text) ? text : "";
}
