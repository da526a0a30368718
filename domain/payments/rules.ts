import { Conflict, Forbidden, type Refusal } from "../kernel/errors";
import { waitsForShares, type PoolToShare } from "../ledger/rules";
import type { PaymentBatch } from "./types";

/** Say why a batch cannot be released by this person, or null. Paying takes two people. */
export function whyNotReleasable({ state, createdBy }: Pick<PaymentBatch, "state" | "createdBy">, staffId: string): Refusal | null {
  if (state !== "draft") return new Conflict("batch-not-draft");
  return createdBy === staffId ? new Forbidden("batch-own") : null;
}

/** Say why a batch whose release does not count any more cannot be released again by this person, or null. Nothing is paid anew by it: what was taken from the pool stays taken. */
export function whyNotReleasableAgain({ heldAt, createdBy }: Pick<PaymentBatch, "heldAt" | "createdBy">, staffId: string): Refusal | null {
  if (heldAt === null) return new Conflict("batch-not-held");
  return createdBy === staffId ? new Forbidden("batch-own") : null;
}

/** Say why nothing can be paid from a pool yet, or null: of one that is shared nobody's part is known before the shares are reckoned. */
export function whyNotPayable(pool: PoolToShare): Refusal | null {
  return waitsForShares(pool) ? new Conflict("pool-not-shared") : null;
}

/** Say why no file can be made of a batch, or null. One of which the bank has answered every payment is with it, and a second file could only pay twice. */
export function whyNotExportable({ state, heldAt }: Pick<PaymentBatch, "state" | "heldAt">): Refusal | null {
  if (heldAt !== null) return new Conflict("batch-held");
  if (state === "settled") return new Conflict("batch-answered");
  return state === "released" ? null : new Conflict("batch-not-released");
}

/** Whether something is written as our payments are named: a claim's number and how often it was tried. */
export function isPaymentReference(text: string): boolean {
  return /^C-[2-9A-Z]{4}-[2-9A-Z]{4}-\d+$/.test(text);
}

/** How the bank knows a batch's file: short, and told from every other by the end of its id. */
export function messageName({ id, number }: Pick<PaymentBatch, "id" | "number">): string {
  return `AMENDS-${number}-${id.replaceAll("-", "").slice(-12).toUpperCase()}`;
}

/** Whether something is written as {@link messageName} writes. */
export function isMessageName(text: string): boolean {
  return /^AMENDS-\d+-[0-9A-F]{12}$/.test(text);
}
