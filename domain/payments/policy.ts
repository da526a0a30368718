import { policy } from "../kernel/context";

export const mayReadPayments = policy("payments.read", ["finance", "approver", "security", "auditor"]);
/** Collecting, releasing, taking out files, reading the bank's answer and keeping code lists. Who collected a batch is not who releases it. */
export const mayPay = policy("payments.pay", ["finance"]);
/** What only a job does. */
export const mayTellPayments = policy("payments.tell", [], { machine: true });
