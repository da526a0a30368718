import { policy } from "../kernel/context";

export const mayReadPayments = policy("payments.read", ["finance", "approver", "security", "auditor"]);
/** Collecting, reading the bank's answer and keeping code lists. */
export const mayPay = policy("payments.pay", ["finance"]);
/** Who collected a batch is not who releases it. */
export const mayReleasePayments = policy("payments.release", ["finance"], { stepUp: true });
/** Taking out a file that names people and their accounts. */
export const mayExportPayments = policy("payments.export", ["finance"], { stepUp: true });
/** What only a job does. */
export const mayTellPayments = policy("payments.tell", [], { machine: true });
