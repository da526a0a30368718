import { z } from "zod";
import type { BenefitKind } from "@/db/values/benefits";
import type { ClaimFlag } from "@/db/values/claim-facets";
import type { ClockKind, ClockStage } from "@/db/values/claim-clocks";
import type { ClaimState } from "@/db/values/claim-states";
import { locales, type Locale } from "@/db/values/locales";
import type { ClaimId, IncidentId, ProgrammeId } from "../kernel/ids";

/** A loss that somebody wants back: which kind of the terms, when, how much in minor units (digits, as JSON has no such integers), and what happened. */
const claimedLoss = z.object({ id: z.string(), loss: z.string(), on: z.iso.date(), amountMinor: z.string().regex(/^\d{1,15}$/).transform(BigInt), what: z.string() });
export type ClaimedLoss = z.infer<typeof claimedLoss>;

/** What a claimant has answered so far; sealed in `claims.sealed_answers`. */
export const claimAnswers = z.object({
  contact: z.object({ kind: z.enum(["email", "phone"]), value: z.string() }),
  benefits: z.array(z.string()).default([]),
  time: z.object({ minutes: z.number(), what: z.string() }).optional(),
  losses: z.array(claimedLoss).default([]),
});
export type ClaimAnswers = z.infer<typeof claimAnswers>;

/** Where money goes; sealed in `claims.sealed_payout`. */
export const payoutAccount = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("kr-account"), bank: z.string(), account: z.string(), holder: z.string() }),
  z.object({ kind: z.literal("iban"), iban: z.string(), holder: z.string() }),
]);
export type PayoutAccount = z.infer<typeof payoutAccount>;

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
  /** What the terms allow of what is asked for, in minor units; of a draft, so far. */
  amountMinor: bigint;
  /** What was granted; null while nothing is. */
  approvedMinor: bigint | null;
  currency: string;
  termsVersion: number;
  /** Counts changes of the account; 0 while none is given. */
  payoutVersion: number;
  assignedTo: string | null;
  flags: ClaimFlag[];
  submittedAt: Date | null;
  decidedAt: Date | null;
  /** The soonest end of its clocks that run; null while none does. */
  nextDueAt: Date | null;
}

/** One benefit that a filed claim asks for; amounts in minor units. */
export interface ClaimBenefit {
  benefit: string;
  kind: BenefitKind;
  askedMinor: bigint;
  allowedMinor: bigint;
  approvedMinor: bigint | null;
}

export interface ClaimEvent {
  at: Date;
  from: ClaimState | null;
  to: ClaimState;
  byKind: string;
  byId: string | null;
}

/** How far away the end of a clock is: rounded down, in working days where the clock counts those and a day or more is left. */
export interface ClockReading {
  at: Date;
  late: boolean;
  count: number;
  unit: "minutes" | "hours" | "days" | "business-days";
  /** Late or soon late. */
  stage: "running" | "soon" | "late";
}

/** A clock of a claim, for people to read. */
export interface ClaimClock {
  kind: ClockKind;
  round: number;
  stage: ClockStage;
  startedAt: Date;
  dueAt: Date;
  pausedAt: Date | null;
  metAt: Date | null;
  breachedAt: Date | null;
  /** How far away its end is; null while it waits, and after it has ended. */
  reading: ClockReading | null;
  /** Whether it counts working days or hours. */
  business: boolean;
}

/** A line of the board of what is late and soon late. */
export interface BoardRow {
  claimId: ClaimId;
  reference: string | null;
  state: ClaimState;
  kind: ClockKind;
  round: number;
  agentId: string | null;
  reading: ClockReading;
}

/** What the data says of a class of a record. */
export type Evidence = "confirmed" | "possible" | "cleared" | "none";

/** A claim's record looked at again, under terms that ask for it. */
export interface EligibilityNow {
  /** The dataset version it was filed under, and the one published now; null while none is. */
  filedVersion: number;
  version: number | null;
  /** Whether the record is in the data at all. */
  found: boolean;
  /** Classes of which the data says something else now. */
  changed: { slug: string; from: Evidence; to: Evidence }[];
  /** Benefits that the claim asks for and the record is eligible for no more. */
  lost: string[];
}
