import { z } from "zod";
import type { SubjectKind } from "@/db/values/audience";
import type { BenefitKind } from "@/db/values/benefits";
import type { ClaimFlag } from "@/db/values/claim-facets";
import type { ClockKind, ClockStage } from "@/db/values/claim-clocks";
import type { ClaimState } from "@/db/values/claim-states";
import type { ClaimLetterKind, ClaimWay } from "@/db/values/claim-ways";
import { locales, type Locale } from "@/db/values/locales";
import type { ClaimId, IncidentId, ProgrammeId } from "../kernel/ids";

/** A loss that somebody wants back: which kind of the terms, when, how much in minor units (digits, as JSON has no such integers), and what happened. */
const claimedLoss = z.object({ id: z.string(), loss: z.string(), on: z.iso.date(), amountMinor: z.string().regex(/^\d{1,15}$/).transform(BigInt), what: z.string() });
export type ClaimedLoss = z.infer<typeof claimedLoss>;

/** What a claimant has answered so far; sealed in `claims.sealed_answers`. */
export const claimAnswers = z.object({
  /** Where letters about it go. Whoever is answered by post has no value here: the address is the one of the record. */
  contact: z.discriminatedUnion("kind", [z.object({ kind: z.enum(["email", "phone"]), value: z.string() }), z.object({ kind: z.literal("post"), value: z.literal("") })]),
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

/** What became of one benefit, in the words that were mailed: `amount` as it was written there, or null where nothing was granted. */
const decidedLine = z.object({ benefit: z.string(), name: z.string(), granted: z.boolean(), amount: z.string(), reasons: z.array(z.string()) });
export type DecidedLine = z.infer<typeof decidedLine>;

/** The decision that stands, in the words that were mailed; sealed in `claims.sealed_decision`. */
export const claimDecision = z.object({
  outcome: z.enum(["approved", "denied"]),
  stage: z.enum(["first", "appeal"]).default("first"),
  lines: z.array(decidedLine).default([]),
  /** What the agent wrote besides; empty where there was nothing to add. */
  reason: z.string(),
  locale: z.enum(locales),
  /** Until when it can be appealed: a denial, or what an approval did not grant; null where nothing can. */
  appealBy: z.coerce.date().nullable().default(null),
});
export type ClaimDecision = z.infer<typeof claimDecision>;

/** What has to hold for a benefit to be granted. */
const conditionNames = ["eligible", "own-account", "loss-covered", "loss-proven", "loss-caused", "time-plausible"] as const;
export type ConditionName = (typeof conditionNames)[number];

/** A condition of one benefit, or of one loss under it. */
export interface Condition {
  benefit: string;
  condition: ConditionName;
  loss?: string | undefined;
}

const judgement = z.object({ benefit: z.string(), condition: z.enum(conditionNames), loss: z.string().optional(), met: z.boolean(), /** The paper that shows it. */ paper: z.string().optional() });
export type Judgement = z.infer<typeof judgement>;

/** What an agent found of a claim; sealed in `claim_decisions.sealed_sheet`. */
export const claimSheet = z.object({
  judgements: z.array(judgement).default([]),
  /** Minutes that count, where they are fewer than were claimed. */
  minutes: z.number().int().nonnegative().optional(),
  /** What counts of each loss, where it is less than was claimed; minor units. */
  losses: z.record(z.string(), z.string().regex(/^\d{1,15}$/).transform(BigInt)).default({}),
  reason: z.string().default(""),
  /** Why a second person gave it back. */
  returned: z.object({ by: z.string(), note: z.string() }).optional(),
});
export type ClaimSheet = z.infer<typeof claimSheet>;

/** What a sheet comes to for one benefit. */
export interface ReckonedLine {
  benefit: string;
  kind: BenefitKind;
  granted: boolean;
  askedMinor: bigint;
  /** What is granted, in minor units; zero for a code, and where nothing is. */
  approvedMinor: bigint;
  /** Conditions that do not hold, and those that nobody has answered yet. */
  unmet: Condition[];
  open: Condition[];
}

export interface ReckonedSheet {
  lines: ReckonedLine[];
  totalMinor: bigint;
  outcome: "approved" | "denied";
  /** What keeps it from being decided, as message keys; none where nothing does. */
  missing: ("conditions" | "reason")[];
}

/** A sheet that is being made or waits for a second person, or a decision that was made. */
export interface DecisionRecord {
  number: number;
  stage: "first" | "appeal";
  state: "draft" | "proposed" | "final";
  edit: number;
  sheet: ClaimSheet;
  /** The account that it judges. */
  payoutVersion: number;
  editedBy: string;
  outcome: "approved" | "denied" | null;
  amountMinor: bigint | null;
  needsSecond: boolean;
  proposedBy: string | null;
  proposedAt: Date | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  appealBy: Date | null;
}

/** What can be asked of a claimant: papers for a loss, more about a loss or about time, another account, or what the agent writes. */
export type RequestItemName = "papers" | "explain-loss" | "explain-time" | "account" | "other";

export interface ClaimRequest {
  number: number;
  /** Each a `RequestItemName`, of a loss with its id behind a colon. */
  items: string[];
  note: string | null;
  askedBy: string;
  askedAt: Date;
  cureBy: Date;
  answeredAt: Date | null;
  answer: string | null;
  closedAt: Date | null;
  /** Who went on without an answer; null where the claim went another way and took the question with it. */
  closedBy: string | null;
}

export interface ClaimMessage {
  number: number;
  from: "claimant" | "staff";
  byId: string | null;
  text: string;
  at: Date;
  readAt: Date | null;
}

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
  /** The account that was approved, by its number; null while nothing is. */
  approvedPayoutVersion: number | null;
  /** Whether an account is there. One that was given is gone where its time of keeping ended, or its claimant was erased. */
  hasAccount: boolean;
  assignedTo: string | null;
  flags: ClaimFlag[];
  /** How often something has come from its claimant: a message, an answer, a paper, an appeal. */
  arrivals: number;
  submittedAt: Date | null;
  decidedBy: string | null;
  /** Who proposed the decision that stands. */
  proposedBy: string | null;
  decidedAt: Date | null;
  /** The soonest end of its clocks that run; null while none does. */
  nextDueAt: Date | null;
  /** The claim of which this is what was asked for and not granted; null for every claim that somebody filed. */
  restOf: string | null;
  /** When its person was erased. */
  erasedAt: Date | null;
}

/** The other one of a claim that was granted in part and its rest, which is on appeal. */
export interface OtherPart {
  id: string;
  reference: string;
  state: ClaimState;
  flags: ClaimFlag[];
}

/** Where a claim belongs together with another: the claim whose rest it is, or its own rest. */
export interface ClaimParts {
  first: OtherPart | null;
  rest: OtherPart | null;
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

/** How a claim came in, as staff see it: the signer masked. */
export interface ClaimIntake {
  way: ClaimWay;
  postmarkedOn: string | null;
  enteredBy: string | null;
  /** Who went on with its entry after that, in order. */
  takenOverBy: string[];
  signer: string | null;
  /** Of a letter's number: whether the postal code was asked for and was right; false where the record has none. */
  compared: boolean;
  /** Letters that came after it was filed, the oldest first. */
  letters: { number: number; kind: ClaimLetterKind; postmarkedOn: string; enteredBy: string }[];
}

/** The entry of a claim that came on paper, as colleagues see it: nothing of what was entered, and nothing of its person but the number of the record. */
export interface PaperEntry {
  id: ClaimId;
  incidentId: IncidentId;
  programmeId: ProgrammeId;
  subjectId: bigint;
  /** As `2025-12-04`. */
  postmarkedOn: string;
  begunBy: string;
  begunAt: Date;
  takenOverBy: string[];
  /** Whose it is to finish; null where that person cannot work on it, so that it is anybody's to take. */
  heldBy: string | null;
  state: ClaimState;
}

/** A record as it may be shown: enough to tell whether it is the one on the paper. */
export interface MaskedRecord {
  subjectId: bigint;
  kind: SubjectKind;
  name: string | null;
  address: string | null;
  /** Where letters can go, masked, by place. */
  places: { place: string; masked: string | null }[];
}
