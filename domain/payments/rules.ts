import { Conflict, Forbidden, type Refusal } from "../kernel/errors";
import type { PaymentBatch } from "./types";

/** Say why a batch cannot be released by this person, or null. Paying takes two people. */
export function whyNotReleasable({ state, createdBy }: Pick<PaymentBatch, "state" | "createdBy">, staffId: string): Refusal | null {
  if (state !== "draft") return new Conflict("batch-not-draft");
  return createdBy === staffId ? new Forbidden("batch-own") : null;
}

/** Say why no file can be made of a batch, or null. */
export function whyNotExportable({ state }: Pick<PaymentBatch, "state">): Refusal | null {
  return state === "released" || state === "settled" ? null : new Conflict("batch-not-released");
}

/** How the bank knows a batch's file: short, and told from every other by the end of its id. */
export function messageName({ id, number }: Pick<PaymentBatch, "id" | "number">): string {
  return `AMENDS-${number}-${id.replaceAll("-", "").slice(-12).toUpperCase()}`;
}
