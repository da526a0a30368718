import { z } from "zod";
import { dataClassSlugs } from "@/content/data-classes";
import { accountKinds, type BenefitKind, type ProgrammeVersionState } from "@/db/values/benefits";
import type { EvidenceDefect } from "@/db/values/evidence";
import { locales } from "@/db/values/locales";
import { DOCUMENT_BYTES, MOST_DOCUMENTS } from "@/db/values/programme-documents";
import type { IncidentId, ProgrammeId } from "../kernel/ids";

const text = z.string().trim().max(8000, "too-long");
/** A text in every language. A draft may lack any of them; what is missing is said before the programme is proposed. */
const localized = z.object({ ko: text, en: text });
const slug = z.string().trim().min(1, "required").max(40, "too-long").regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "slug");
/** An amount in minor units of the programme's currency (ISO 4217), stored as digits because JSON has no integers of that size. */
const minor = z.union([z.bigint(), z.string().regex(/^\d{1,15}$/, "amount").transform(BigInt)], { error: "amount" }).pipe(z.bigint().nonnegative("amount"));
const count = (most: number) => z.coerce.number({ error: "number" }).int("number").min(0, "number").max(most, "number-too-large");

/** Whom a benefit is for, by what the published dataset says of the record a claim rests on. */
const eligibility = z.object({
  /** `possible` means that possible is enough. */
  evidence: z.enum(["confirmed", "possible"], { error: "choose-one" }),
  /** One of these classes is enough; none named means any. */
  classes: z.array(z.enum(dataClassSlugs)),
  kinds: z.array(z.enum(["account-holder", "third-party"])).min(1, "choose-one"),
});
export type Eligibility = z.infer<typeof eligibility>;

const every = { slug, name: localized, explanation: localized, eligibility };

const voucherPart = z.object({
  valueMinor: minor,
  /** Days from the day a code is sent until it stops working. */
  validDays: count(3650),
  /** The least that must be spent for the part to be taken; 0 for nothing. */
  minimumSpendMinor: minor,
  /** Whether what is left over stays on the code. */
  keepsBalance: z.boolean(),
  /** What it cannot be spent on; empty where it is good for everything. */
  notFor: localized,
});

const benefit = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("vouchers"), ...every, parts: z.array(voucherPart).max(20, "too-many"), membersOnly: z.boolean() }),
  z.object({ kind: z.literal("flat-cash"), ...every, amountMinor: minor }),
  z.object({ kind: z.literal("documented-loss"), ...every, capMinor: minor, losses: z.array(z.object({ slug, name: localized })).max(20, "too-many") }),
  z.object({
    kind: z.literal("lost-time"),
    ...every,
    /** Per hour. */
    rateMinor: minor,
    /** Time is counted in steps that are begun. */
    stepMinutes: count(480),
    /** Less than this is not paid. */
    minimumMinutes: count(6000),
    /** More than this is not paid. */
    capMinutes: count(60_000),
  }),
  /** A code for a service that watches for misuse. `costMinor` is what one costs the company; to the claimant it is no money. */
  z.object({ kind: z.literal("monitoring"), ...every, months: count(120), costMinor: minor, provider: localized }),
]);
export type Benefit = z.infer<typeof benefit>;
export type BenefitOf<K extends BenefitKind> = Extract<Benefit, { kind: K }>;

/** A PDF that goes with the terms. What names it here is the hash of its bytes, so that terms which do not change hold a document that does not change. */
const programmeDocument = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "document-missing"),
  /** Bytes. */
  size: count(DOCUMENT_BYTES),
  /** In which of our languages it is written. A draft may leave that open. */
  languages: z.array(z.enum(locales)),
  title: localized,
});
export type ProgrammeDocument = z.infer<typeof programmeDocument>;

/** The words of a programme in every language: what is offered, on which terms, and what accepting does not take away. */
const programmeTexts = z.object({
  name: localized,
  summary: localized,
  terms: localized,
  /** Who signs the letters: the organisation, or the administrator it appointed. */
  signedBy: localized,
  /** That accepting waives no right. A programme that is silent here cannot be opened. */
  noRightsWaived: localized,
});

/** Everything that a programme promises, as one version of it says. */
export const programmeTerms = z.object({
  texts: programmeTexts,
  currency: z.string().regex(/^[A-Z]{3}$/, "currency"),
  opensAt: z.coerce.date().nullable(),
  closesAt: z.coerce.date().nullable(),
  /** Days a person has to hand in what a claim lacks, and to appeal. */
  cureDays: count(365),
  appealDays: count(730),
  /** `account`: one claim for each record in the dataset. `contact`: one for each proven address or number. */
  onePer: z.enum(["account", "contact"], { error: "choose-one" }),
  /** `filing`: who is eligible when they file stays so. `now`: a later dataset is looked at again when the claim is decided. */
  eligibleBy: z.enum(["filing", "now"], { error: "choose-one" }),
  benefits: z.array(benefit).max(12, "too-many"),
  /** Of the benefits of one group a person chooses one. */
  exclusive: z.array(z.array(slug)).max(12, "too-many"),
  /** What some benefits come to together at most. */
  jointCaps: z.array(z.object({ benefits: z.array(slug), capMinor: minor })).max(12, "too-many"),
  /** What there is for everybody together; null where there is no such limit. */
  poolMinor: minor.nullable(),
  /** Whether everybody gets their share of a pool that does not suffice; otherwise decisions stop at it. */
  proRata: z.boolean(),
  /** A decision over more than this takes a second person; null where none does. */
  secondPersonAboveMinor: minor.nullable(),
  accounts: z.array(z.enum(accountKinds)),
  faq: z.array(z.object({ question: localized, answer: localized })).max(40, "too-many"),
  documents: z.array(programmeDocument).max(MOST_DOCUMENTS, "document-count").default([]),
});
export type ProgrammeTerms = z.infer<typeof programmeTerms>;

/** A programme that was opened, by the version of its terms that is published. */
export interface Programme {
  id: ProgrammeId;
  incidentId: IncidentId;
  slug: string;
  /** Names the terms that a claimant accepts; a change of terms is a new number. */
  termsVersion: number;
  terms: ProgrammeTerms;
  opensAt: Date;
  closesAt: Date;
}

export interface ProgrammeVersion {
  number: number;
  state: ProgrammeVersionState;
  /** Saves so far; who publishes names the one that was read. */
  edit: number;
  terms: ProgrammeTerms;
  editedBy: string[];
  publishedBy: string | null;
  publishedAt: Date | null;
  updatedAt: Date;
  /** Findings that the opener accepted, each with a reason. */
  accepted: AcceptedFinding[];
}

export const acceptedFinding = z.object({ rule: z.string(), place: z.string(), reason: z.string() });
export type AcceptedFinding = z.infer<typeof acceptedFinding>;

/** Terms as the fields of a form hold them: the path of each, and what stands in it. Amounts are in whole units, several choices of one field are joined by commas. */
export type TermsForm = Record<string, string>;

/** What judges a document before anybody can be given it, as it came. Rejects only when it could not judge. */
export interface DocumentInspection {
  judge: { judge(bytes: AsyncIterable<Buffer>): Promise<EvidenceDefect | null> };
  /** Null where no scanner is set up. `unavailable` is everything that is no answer. */
  scanner: { scan(bytes: AsyncIterable<Buffer>): Promise<"clean" | "malware" | "unavailable"> } | null;
}
