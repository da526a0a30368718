import { z } from "zod";
import type { ClaimState } from "@/db/values/claim-states";
import { locales, type Locale } from "@/db/values/locales";
import { payoutMethods, type PayoutMethod } from "@/db/values/payout";
import type { ClaimId, IncidentId, ProgrammeId } from "../kernel/ids";

const payout = z.discriminatedUnion("method", [
  z.object({ method: z.literal("vouchers") }),
  z.object({ method: z.literal("bank-transfer"), bank: z.string(), account: z.string(), holder: z.string() }),
]);

/** What a claimant has answered so far; sealed in `claims.sealed_answers`. */
export const claimAnswers = z.object({
  contact: z.object({ kind: z.enum(["email", "phone"]), value: z.string() }),
  method: z.enum(payoutMethods).optional(),
  payout: payout.optional(),
});
export type ClaimAnswers = z.infer<typeof claimAnswers>;

/** The decision in the words that were mailed; sealed in `claims.sealed_decision`. */
export const claimDecision = z.object({ outcome: z.enum(["approved", "denied"]), reason: z.string(), locale: z.enum(locales) });
export type ClaimDecision = z.infer<typeof claimDecision>;

export interface Claim {
  id: ClaimId;
  reference: string | null;
  incidentId: IncidentId;
  programmeId: ProgrammeId;
  state: ClaimState;
  subjectId: bigint;
  datasetVersion: number;
  locale: Locale;
  amountMinor: bigint;
  currency: string;
  payoutMethod: PayoutMethod | null;
  assignedTo: string | null;
  submittedAt: Date | null;
  decidedAt: Date | null;
}

export interface ClaimEvent {
  at: Date;
  from: ClaimState | null;
  to: ClaimState;
  byKind: string;
  byId: string | null;
}
