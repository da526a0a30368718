import type { PaymentState } from "@/db/values/payments";
import { isMessageName, isPaymentReference } from "../rules";
import type { AnswerLine, ReadAnswer, UnknownLine, WholeLine } from "../types";
import { readBankMoney } from "./read-money";
import { isSentTwice } from "./reason-code";

export interface KnownPayment {
  id: string;
  batchId: string;
  claimId: string;
  reference: string;
  state: PaymentState;
  cashMinor: bigint;
  currency: string;
  /** Whether its money ever left, also where it came back afterwards. */
  wasPaid: boolean;
  /** The booking by which it left, where a statement said so. */
  booking: string | null;
}

interface Judged {
  paid: KnownPayment[];
  returned: { payment: KnownPayment; reason: string | null }[];
  /** Payments of which the file shows that their money left, with the booking where it has one. */
  left: Map<string, string | null>;
  repeated: number;
  pending: number;
  unknown: UnknownLine[];
}

type Standing = Pick<KnownPayment, "state" | "wasPaid" | "booking">;

/**
 * Decide what a bank's file changes. Of one payment a file may say that it was paid and then that it came back; returning wins, in whichever order the lines stand. A line with another amount than was sent changes nothing, and one
 * that says what is known already counts as repeated: an older statement that comes late does not undo a return. What contradicts is left to a person, because whoever believed it might pay twice: the refusal of what was sent
 * twice or is paid, and a debit of what was refused or was debited before. `batchOf` says which batch is called by the name of a message.
 */
export function judgeAnswer({ lines, whole }: ReadAnswer, known: readonly KnownPayment[], batchOf: ReadonlyMap<string, string>): Judged {
  const judged: Judged = { paid: [], returned: [], left: new Map(), repeated: 0, pending: 0, unknown: [] };
  const byReference = new Map(known.map((payment) => [payment.reference, payment]));
  const ofWhole = whole.flatMap((one): AnswerLine[] => {
    const sent = known.filter(({ batchId, cashMinor, state }) => batchId === batchOf.get(one.message) && cashMinor > 0n && state !== "draft" && state !== "cancelled");
    const meant = whomItMeans(one, sent);
    if (typeof meant !== "string") return meant.map(({ reference }) => ({ ...one, reference, money: null }));
    judged.unknown.push({ line: one.line, reference: shown(one.message), why: meant });
    return [];
  });
  const all = [...lines, ...ofWhole];
  const cameBack = new Set(all.filter(({ says, reason }) => says === "returned" && !isSentTwice(reason)).map(({ reference }) => reference));
  const standings = new Map(known.map(({ id, reference, state, wasPaid, booking }): [string, Standing] => [id, { state, wasPaid: wasPaid || cameBack.has(reference), booking }]));
  const order = { paid: 0, returned: 1, refused: 2, pending: 3, unclear: 4 };
  for (const line of all.sort((a, b) => order[a.says] - order[b.says])) {
    const payment = byReference.get(line.reference);
    const standing = payment && standings.get(payment.id);
    const why = payment && standing ? whyLeft(line, payment, standing) : "no-such-payment";
    if (why) judged.unknown.push({ line: line.line, reference: shown(line.reference), why });
    else if (payment && standing) take(judged, line, payment, standing);
  }
  judged.unknown.sort((a, b) => a.line - b.line);
  return judged;
}

/** Why a line changes nothing and is left to a person, or null. */
function whyLeft({ says, money, reason, booking }: AnswerLine, payment: KnownPayment, { state, wasPaid, booking: earlier }: Standing): UnknownLine["why"] | null {
  if (payment.cashMinor === 0n || state === "draft" || state === "cancelled") return "not-sent";
  if (says === "unclear") return "unclear";
  if ((says === "refused" || says === "returned") && isSentTwice(reason)) return "sent-twice";
  if (money && !isAmountOf(payment, money)) return "other-amount";
  if (says === "refused" && state === "paid") return "refused-though-paid";
  const another = booking !== null && earlier !== null && booking !== earlier;
  if (says === "paid" && state === "returned" && (another || !wasPaid)) return "paid-though-returned";
  return says === "paid" && another ? "paid-twice" : null;
}

/** Note what a line says of a payment that it does not contradict. */
function take(judged: Judged, { says, reason, booking }: AnswerLine, payment: KnownPayment, standing: Standing): void {
  if (says === "pending") {
    judged.pending += 1;
    return;
  }
  if (says !== "refused") {
    standing.wasPaid = true;
    if (says === "paid") standing.booking ??= booking;
    judged.left.set(payment.id, standing.booking);
  }
  const next = says === "paid" ? "paid" : "returned";
  if (standing.state === "returned" || standing.state === next) judged.repeated += 1;
  else {
    standing.state = next;
    if (next === "paid") judged.paid.push(payment);
    else judged.returned.push({ payment, reason });
  }
}

/**
 * The payments of a batch that a line about all of it means: a sum says so where it is that of all that were sent, of those that had not come back yet, or of those that nobody has answered yet. Else why it is left. A refusal of a file of which
 * anything was paid is one of a second file.
 */
function whomItMeans({ says, money, reason }: WholeLine, sent: readonly KnownPayment[]): readonly KnownPayment[] | UnknownLine["why"] {
  const [first] = sent;
  if (!first) return "no-such-payment";
  if (says === "unclear") return "unclear";
  if (says === "refused" && isSentTwice(reason)) return "sent-twice";
  if (says === "refused" && sent.some(({ wasPaid }) => wasPaid)) return "refused-though-paid";
  if (!money) return sent;
  const sumOf = (payments: readonly KnownPayment[]) => ({ ...first, cashMinor: payments.reduce((sum, { cashMinor }) => sum + cashMinor, 0n) });
  return [sent, sent.filter(({ state }) => state !== "returned"), sent.filter(({ state }) => state === "released")].find((payments) => isAmountOf(sumOf(payments), money)) ?? "other-amount";
}

/** Whether an amount is the one that was sent. One that cannot be read is not: a person looks at it. */
function isAmountOf({ cashMinor, currency }: Pick<KnownPayment, "cashMinor" | "currency">, money: NonNullable<AnswerLine["money"]>): boolean {
  return (money.currency ?? currency) === currency && readBankMoney(money.text, currency) === cashMinor;
}

/** What a file names is kept where it is written as ours are. Anything else may be somebody's name: its line says where it stands in the file. */
function shown(text: string): string {
  return isPaymentReference(text) || isMessageName(text) ? text : "";
}
