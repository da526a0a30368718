import type { PaymentState } from "@/db/values/payments";
import { isMessageName, isPaymentReference } from "../rules";
import type { AnswerLine, ReadAnswer, UnknownLine } from "../types";
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
 * that says what is known already counts as repeated: an older statement that comes late does not undo a return.
 */
export function judgeAnswer({ lines, refusedWhole }: ReadAnswer, known: readonly KnownPayment[], refusedBatches: ReadonlyMap<string, { line: number; reason: string | null }>): Judged {
  const judged: Judged = { paid: [], returned: [], repeated: 0, pending: 0, unknown: [] };
  const byReference = new Map(known.map((payment) => [payment.reference, payment]));
  const states = new Map(known.map(({ id, state }) => [id, state]));
  const whole = [...refusedBatches].flatMap(([batchId, { line, reason }]) => known.filter((payment) => payment.batchId === batchId && payment.cashMinor > 0n).map(({ reference }): AnswerLine => ({ line, reference, says: "returned", money: null, reason })));
  judged.unknown.push(...refusedWhole.filter(({ line }) => ![...refusedBatches].some(([batchId, one]) => one.line === line && known.some((payment) => payment.batchId === batchId))).map(({ line, message }) => ({ line, reference: shown(message), why: "no-such-payment" as const })));
  const order = { paid: 0, returned: 1, pending: 2, unclear: 3 };
  for (const { line, reference, says, money, reason } of [...lines, ...whole].sort((a, b) => order[a.says] - order[b.says])) {
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

/** Whether an amount is the one that was sent. One that cannot be read is not: a person looks at it. */
function isAmountOf({ cashMinor, currency }: KnownPayment, money: NonNullable<AnswerLine["money"]>): boolean {
  return (money.currency ?? currency) === currency && readBankMoney(money.text, currency) === cashMinor;
}

/** What a file names is kept where it is written as ours are. Anything else may be somebody's name: its line says where it stands in the file. */
function shown(text: string): string {
  return isPaymentReference(text) || isMessageName(text) ? text : "";
}
