import { policy } from "../kernel/context";

export const mayReadPayments = policy("payments.read", ["finance", "approver", "security", "auditor"], { weak: true });
/** Collecting, reading the bank's answer and keeping code lists. */
export const mayPay = policy("payments.pay", ["finance"]);
/** Codes that were lost on their way: the lead of the agents whom claimants write to, and who paid them. */
export const maySendCodesAgain = policy("payments.send-codes-again", ["lead", "finance"]);
/** Who collected a batch is not who releases it. */
export const mayReleasePayments = policy("payments.release", ["finance"], { stepUp: true });
/** Taking out a file that names people and their accounts. */
export const mayExportPayments = policy("payments.export", ["finance"], { stepUp: true });
/** What only a job does. */
export const mayTellPayments = policy("payments.tell", [], { machine: true });
